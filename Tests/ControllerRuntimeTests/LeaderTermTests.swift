import APIMachinery
import APIServerTesting
import JSON
import KubeClient
import Telemetry
import Testing

@testable import ControllerRuntime

@Suite(.timeLimit(.minutes(1))) struct LeaderTermTests {
    private let time = ManualClock()
    private let losses = Locked<[String]>([])

    private var configuration: LeaderElectionConfiguration {
        LeaderElectionConfiguration(lease: NamespacedName(namespace: "default", name: "bees"), identity: "a")
    }

    private func term() -> LeaderTerm {
        LeaderTerm(configuration, clock: time.clock) { [losses] loss in losses.withLock { $0.append(loss.description) }
        }
    }

    @Test func hasNotBegunBeforeTheLeaseIsOurs() {
        #expect(term().loss()?.description == "this copy does not lead yet")
        #expect(losses.withLock { $0 }.isEmpty)
    }

    @Test func endsByItselfBeforeOthersTakeTheLeaseAndTellsSoOnce() {
        let term = term()
        term.renewed(time.clock.now())
        time.advance(by: .milliseconds(9_999))
        #expect(term.loss() == nil)
        time.advance(by: .milliseconds(1))
        #expect(term.loss() != nil)
        #expect(term.loss() != nil)
        #expect(term.lost != nil)
        #expect(losses.withLock { $0 } == ["the lease default/bees could not be renewed for 10 s"])
    }

    @Test func countsFromWhenTheRenewalWasAskedFor() {
        let term = term()
        time.advance(by: .seconds(20))
        term.renewed(.seconds(5))
        #expect(term.loss() != nil)
    }

    @Test func isNotMadeLongerOnceItHasEnded() {
        let term = term()
        term.renewed(time.clock.now())
        time.advance(by: .seconds(10))
        _ = term.loss()
        term.renewed(time.clock.now())
        #expect(term.loss() != nil)
    }

    @Test func thatWasGivenUpIsNoLoss() {
        let term = term()
        term.renewed(time.clock.now())
        term.finish()
        #expect(term.loss() != nil)
        #expect(term.lost == nil)
        #expect(losses.withLock { $0 }.isEmpty)
    }

    /// A leader that stood still goes on before any alarm of its own has rung.
    @Test func nothingIsWrittenOnceItHasEnded() async throws {
        try await TestServer.run([]) { server in
            let term = term()
            term.renewed(time.clock.now())
            let client = server.client.writing { term.loss()?.description }
            let maps = GroupVersionResource(group: "", version: "v1", resource: "configmaps")
            func map(_ name: String) -> JSONValue {
                ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": .string(name)]]
            }
            _ = try await client.create(map("before"), maps, namespace: "default")
            time.advance(by: .seconds(10))
            let reason = "the lease default/bees could not be renewed for 10 s"
            await #expect(throws: KubeClientError.forbiddenHere(reason)) {
                _ = try await client.create(map("after"), maps, namespace: "default")
            }
            await #expect(throws: KubeClientError.forbiddenHere(reason)) {
                _ = try await client.delete(maps, namespace: "default", name: "before")
            }
            let left = try await client.list(maps, namespace: "default")["items"]?.array ?? []
            #expect(left.map { $0.at("metadata", "name")?.string } == ["before"])
        }
    }

    @Test func noReconciliationBeginsOnceItHasEnded() async throws {
        try await TestServer.run(Hive.groups) { server in
            // No alarm rings: only whoever looks at the time notices that it has passed.
            let now = Locked(Duration.zero)
            var clock = time.clock
            clock.now = { now.withLock { $0 } }
            let begun = Locked<[String]>([])
            var configuration = ControllerManager.Configuration(
                client: server.client,
                reconcilers: [
                    HiveController(before: { hive, _ in
                        begun.withLock { $0.append(hive.metadata.name) }
                        return nil
                    })
                ],
                log: .silent,
                clock: clock
            )
            configuration.leaderElection = self.configuration
            let manager = try ControllerManager(configuration)
            let running = Task { try await manager.run() }
            _ = try await server.eventually(server.client.create(Hive("north"))) { $0.seen == 1 }
            now.withLock { $0 = .seconds(16) }
            let late = try await server.client.create(Hive("south"))
            await #expect(throws: LeadershipLost.self) { try await running.value }
            #expect(begun.withLock { $0 }.allSatisfy { $0 == "north" })
            #expect(try await server.client.get(Hive.self, NamespacedName(late.metadata)).seen == nil)
        }
    }
}
