import APIMachinery
import APIServerTesting
import JSON
import KubeClient
import Telemetry
import Testing

@testable import ControllerRuntime

@Suite struct LeaderElectionMachineTests {
    private let date = MicroTime(microsecondsSince1970: 1_700_000_000_000_000)

    private func machine(_ identity: String = "me") -> LeaderElectionMachine {
        LeaderElectionMachine(identity: identity, duration: .seconds(15))
    }

    private func record(_ holder: String, transitions: Int64 = 3, renewed: Int64 = 0) -> LeaseRecord {
        LeaseRecord(
            holder: holder,
            duration: .seconds(15),
            acquired: date,
            renewed: MicroTime(microsecondsSince1970: renewed),
            transitions: transitions
        )
    }

    @Test func takesALeaseThatIsNotThere() throws {
        var machine = machine()
        guard case .write(let record) = machine.read(nil, now: .zero, date: date) else { throw Unexpected() }
        #expect(record.holder == "me")
        #expect(record.transitions == 0)
        #expect(!machine.isLeader)
        machine.wrote(record, now: .zero)
        #expect(machine.isLeader)
    }

    @Test func waitsFromWhenItSawARenewalNotFromWhenOthersSayTheyMadeIt() {
        var machine = machine()
        // Dates of others may be wrong by years.
        #expect(machine.read(record("other", renewed: 1), now: .seconds(100), date: date) == .wait)
        #expect(machine.read(record("other", renewed: 1), now: .milliseconds(114_999), date: date) == .wait)
        #expect(machine.read(record("other", renewed: 2), now: .milliseconds(114_999), date: date) == .wait)
        #expect(machine.read(record("other", renewed: 2), now: .milliseconds(129_998), date: date) == .wait)
        #expect(machine.read(record("other", renewed: 2), now: .seconds(130), date: date) != .wait)
    }

    @Test func countsTransitions() throws {
        var machine = machine()
        guard case .write(let taken) = machine.read(record(""), now: .zero, date: date) else { throw Unexpected() }
        #expect(taken.transitions == 4)
        guard case .write(let kept) = machine.read(record("me"), now: .zero, date: date) else { throw Unexpected() }
        #expect(kept.transitions == 3)
        #expect(kept.acquired == date)
    }

    @Test func waitsForTheHolderOfALeaseThatSomebodyDeletes() {
        var machine = machine()
        #expect(machine.read(record("other"), now: .seconds(100), date: date) == .wait)
        #expect(machine.read(nil, now: .milliseconds(114_999), date: date) == .wait)
        #expect(machine.read(nil, now: .seconds(115), date: date) != .wait)
    }

    @Test(arguments: zip([Duration.milliseconds(500), .seconds(15), .milliseconds(1900)], [1, 15, 2]))
    func saysNoShorterTimeThanItTakes(_ duration: Duration, _ seconds: Int64) {
        let record = LeaseRecord(holder: "me", duration: duration, acquired: date, renewed: date, transitions: 0)
        let lease = record.lease(NamespacedName(namespace: "default", name: "bees"), over: nil)
        #expect(lease.at("spec", "leaseDurationSeconds")?.integer == seconds)
    }

    @Test func releasesOnlyWhatItHolds() throws {
        var machine = machine()
        _ = machine.read(record("other"), now: .zero, date: date)
        #expect(machine.release(date: date) == nil)
        _ = machine.read(record("me"), now: .zero, date: date)
        let released = try #require(machine.release(date: date))
        #expect(released.holder.isEmpty)
        #expect(released.duration == .seconds(1))
    }

    private struct Unexpected: Error {}
}

@Suite struct LeaderElectionTests {
    private func election(
        _ server: TestServer,
        _ identity: String,
        _ clock: ControllerClock,
        onLoss: @escaping @Sendable (LeadershipLost) -> Void = { _ in }
    ) -> LeaderElection {
        LeaderElection(
            LeaderElectionConfiguration(
                lease: NamespacedName(namespace: "default", name: "bees"),
                identity: identity
            ),
            client: server.client,
            clock: clock,
            registry: MetricsRegistry(),
            log: .silent,
            onLoss: onLoss
        )
    }

    private static let leases = GroupVersionResource(group: "coordination.k8s.io", version: "v1", resource: "leases")

    private func lease(_ server: TestServer) async throws -> JSONValue {
        try await server.client.get(Self.leases, namespace: "default", name: "bees")
    }

    @Test func worksWhileItLeadsAndGivesTheLeaseUp() async throws {
        try await TestServer.run([]) { server in
            let time = ManualClock()
            let (works, began) = AsyncStream<Void>.makeStream()
            let running = Task {
                try await election(server, "a", time.clock).run {
                    began.yield()
                    for await _ in AsyncStream<Void>(unfolding: { nil }) {}
                }
            }
            var iterator = works.makeAsyncIterator()
            await iterator.next()
            try await running.value
            let lease = try await lease(server)
            #expect(lease.at("spec", "holderIdentity")?.string == "")
            #expect(lease.at("spec", "leaseDurationSeconds")?.integer == 1)
        }
    }

    /// Whoever is told to stop may need a while for what it has begun.
    @Test func renewsTheLeaseUntilTheWorkHasEnded() async throws {
        try await TestServer.run([]) { server in
            let time = ManualClock()
            let (works, began) = AsyncStream<Void>.makeStream()
            let (ends, end) = AsyncStream<Void>.makeStream()
            let running = Task {
                try await election(server, "a", time.clock).run {
                    began.yield()
                    // Not cancelled with this task.
                    await Task { for await _ in ends {} }.value
                }
            }
            var iterator = works.makeAsyncIterator()
            await iterator.next()
            running.cancel()
            for _ in 1...3 {
                let before = try await lease(server).at("metadata", "resourceVersion")
                while try await lease(server).at("metadata", "resourceVersion") == before {
                    time.advance(by: .milliseconds(100))
                }
            }
            #expect(try await lease(server).at("spec", "holderIdentity")?.string == "a")
            end.finish()
            try await running.value
            #expect(try await lease(server).at("spec", "holderIdentity")?.string == "")
        }
    }

    @Test func losesALeaseThatSomebodyElseHasTaken() async throws {
        try await TestServer.run([]) { server in
            let time = ManualClock()
            let (works, began) = AsyncStream<Void>.makeStream()
            let (losses, lost) = AsyncStream<String>.makeStream()
            let election = election(server, "a", time.clock) { lost.yield($0.description) }
            let running = Task {
                try await election.run {
                    began.yield()
                    // Until it is cancelled.
                    for await _ in AsyncStream<Void>.makeStream().stream {}
                }
            }
            var iterator = works.makeAsyncIterator()
            await iterator.next()
            let patch: JSONValue = ["spec": ["holderIdentity": "b"]]
            _ = try await server.client.patch(patch, .merge, Self.leases, namespace: "default", name: "bees")
            var told = losses.makeAsyncIterator()
            let ticking = Task {
                while !Task.isCancelled {
                    time.advance(by: .seconds(2))
                    await Task.yield()
                }
            }
            #expect(await told.next() == "b has taken the lease default/bees")
            await #expect(throws: LeadershipLost.self) { try await running.value }
            ticking.cancel()
            #expect(try await lease(server).at("spec", "holderIdentity")?.string == "b")
        }
    }
}
