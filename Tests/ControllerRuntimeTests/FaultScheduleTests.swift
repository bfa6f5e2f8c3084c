import APIMachinery
import APIServer
import APIServerTesting
import JSON
import KubeClient
import Telemetry
import Testing

@testable import ControllerRuntime

/// Informer and queue over a way on which everything goes wrong by chance: in the end the cache is what the server has, and
/// every object has been worked on in its last state.
@Suite(.timeLimit(.minutes(5))) struct FaultScheduleTests {
    private static let schedules = 500

    @Test func cachesAndWorkEndAsTheServerDoes() async throws {
        let faults = Locked<[FaultyTransport.Fault: Int]>([:])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<2 {
                group.addTask {
                    for seed in stride(from: lane, to: Self.schedules, by: 2) {
                        let more = try await Self.run(seed: seed)
                        faults.withLock { $0.merge(more, uniquingKeysWith: +) }
                    }
                }
            }
            try await group.waitForAll()
        }
        // A third and less of what there is: how much depends on how often informers ask again.
        for fault in FaultyTransport.Fault.allCases {
            let count = faults.withLock { $0[fault, default: 0] }
            #expect(count >= Self.schedules / 5, "\(fault)")
        }
    }

    /// Time that passes as fast as somebody waits for it.
    private static func hurried() -> ControllerClock {
        let now = Locked(Duration.zero)
        return ControllerClock(
            now: { now.withLock { $0 } },
            after: { delay, body in
                now.withLock { $0 += delay }
                body()
            },
            sleep: { delay in
                try Task.checkCancellation()
                now.withLock { $0 += delay }
                await Task.yield()
            },
            chance: { 0 }
        )
    }

    /// Runs one schedule and tells what went wrong in it.
    private static func run(seed: Int) async throws -> [FaultyTransport.Fault: Int] {
        try await TestServer.run(Hive.groups) { server in
            let faults = FaultyTransport(server.transport, seed: seed)
            var random = SplitMix(state: UInt64(seed) &* 7919)
            let seen = Locked<[String: Int]>([:])
            let (works, worked) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            let controller = HiveController(
                before: { hive, _ in
                    seen.withLock { $0[hive.metadata.name] = hive.size }
                    worked.yield()
                    return .done
                },
                onGone: { name in
                    seen.withLock { $0[name.name] = nil }
                    worked.yield()
                }
            )
            let manager = try server.manager([controller], over: faults, clock: hurried())
            let running = Task { try await manager.run() }
            await manager.waitForSync()
            for _ in 0..<30 { try await change(server, &random) }
            faults.heal()
            // Whatever was on its way when the faults ended: one more object, and all that came before it is there.
            let last = try await server.client.create(Hive("last", size: 99))
            let expected = try await state(server)
            var news = works.makeAsyncIterator()
            while seen.withLock({ $0 }) != expected { await news.next() }
            let cached = try manager.cache.list(Hive.self)
            #expect(Dictionary(uniqueKeysWithValues: cached.map { ($0.metadata.name, $0.size) }) == expected)
            #expect(cached.contains { $0.metadata.uid == last.metadata.uid })
            running.cancel()
            _ = await running.result
            return faults.faults
        }
    }

    private static func change(_ server: TestServer, _ random: inout SplitMix) async throws {
        let name = "hive-\(Int.random(in: 0..<6, using: &random))"
        let size = Int.random(in: 1..<1000, using: &random)
        do throws(KubeClientError) {
            switch Int.random(in: 0..<3, using: &random) {
            case 0: _ = try await server.client.create(Hive(name, size: size))
            case 1:
                let patch: JSONValue = ["spec": ["size": .integer(Int64(size))]]
                let key = NamespacedName(namespace: "default", name: name)
                _ = try await server.client.patch(Hive.self, key, with: patch)
            default: try await server.client.delete(Hive(name))
            }
        } catch {
            // Not there, or there already: the next change then.
            guard error.isNotFound || error.isConflict else { throw error }
        }
        if Bool.random(using: &random) { await Task.yield() }
    }

    private static func state(_ server: TestServer) async throws -> [String: Int] {
        let hives = try await server.client.list(Hive.self, namespace: "default")
        return Dictionary(uniqueKeysWithValues: hives.map { ($0.metadata.name, $0.size) })
    }
}
