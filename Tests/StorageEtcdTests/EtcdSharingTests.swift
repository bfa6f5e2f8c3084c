import EventLoop
import Glibc
import Storage
import StorageTestSupport
import Telemetry
import Testing

@testable import StorageEtcd

/// Several stores on one etcd, members that fail, and what upstream's servers would find there.
@Suite(.enabled(if: EtcdServer.isInstalled, "etcd is not installed"), .timeLimit(.minutes(1)))
struct EtcdSharingTests {
    private static func store(
        _ servers: [String],
        _ loops: EventLoopGroup,
        prefix: String = "/registry/example.com"
    ) throws -> EtcdBackend {
        try EtcdBackend(EtcdOptions(servers: servers, prefix: prefix), on: loops, log: .silent)
    }

    @Test func twoStoresSeeEachOthersWritesInOneOrder() async throws {
        try await withEtcd { server, loops in
            let stores = try (0..<2).map { _ in try Self.store([server.url], loops) }
            let start = try await stores[0].currentRevision()
            let recorders = [SignalRecorder(), SignalRecorder()]
            var subscriptions: [StorageSubscription] = []
            for (store, recorder) in zip(stores, recorders) {
                subscriptions.append(
                    try await store.subscribe(prefix: "/registry/r/", after: start) { recorder.take($0) }
                )
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, store) in stores.enumerated() {
                    group.addTask {
                        for index in 0..<50 {
                            let made = try await store.create("/registry/r/\(number)-\(index)", [UInt8(index)])
                            _ = try await store.update(made.key, [0], expecting: made.revision)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let end = try await stores[1].currentRevision()
            for recorder in recorders { await recorder.reached(end) }
            #expect(recorders[0].events.map(\.revision) == Array(start + 1...end))
            #expect(recorders[0].events == recorders[1].events)
            for store in stores { await store.close() }
        }
    }

    @Test func aCacheShowsWhatAnotherStoreWroteBeforeTheQuestion() async throws {
        try await withEtcd { server, loops in
            let (reading, writing) = (try Self.store([server.url], loops), try Self.store([server.url], loops))
            try await withCache(reading) { cache in
                for number in 0..<100 {
                    let made = try await writing.create("/r/\(number)", [1])
                    _ = try await writing.create("/elsewhere/\(number)", [1])
                    try await cache.catchUp(timeout: .seconds(10))
                    #expect(cache.get(made.key)?.revision == made.revision)
                    _ = try await writing.delete(made.key, expecting: made.revision)
                    try await cache.catchUp(timeout: .seconds(10))
                    #expect(cache.get(made.key) == nil)
                }
                // Nothing changed below the prefix since, so the cache is as good as at this revision.
                let elsewhere = try await writing.create("/elsewhere/last", [])
                try await cache.wait(for: elsewhere.revision, timeout: .seconds(10))
                await #expect(throws: StorageError.self) {
                    try await cache.wait(for: elsewhere.revision + 1, timeout: .milliseconds(300))
                }
            }
            await reading.close()
            await writing.close()
        }
    }

    @Test func aServerThatCanTellsProgressWhenItIsAsked() async throws {
        try await withEtcd { server, loops in
            // This version would answer too early if there were changes on their way.
            let options = EtcdOptions(servers: [server.url], prefix: "/")
            let store = try EtcdBackend(options, on: loops, log: .silent) { _ in true }
            try await withCache(store) { cache in
                for number in 0..<10 {
                    let elsewhere = try await store.create("/elsewhere/\(number)", [])
                    try await cache.catchUp(timeout: .seconds(10))
                    #expect(cache.revision == elsewhere.revision)
                }
            }
            await store.close()
        }
    }

    @Test func aDeadMemberIsLeftForOneThatLives() async throws {
        try await withEtcd { server, loops in
            // Nobody listens on the first port any more.
            let gone = try EtcdServer()
            gone.stop()
            let store = try Self.store([gone.url, server.url], loops)
            let made = try await store.create("/registry/r/a", [1])
            #expect(try await store.get("/registry/r/a") == made)
            await store.close()
        }
    }

    @Test func aHangingMemberIsLeftForOneThatLives() async throws {
        try await withEtcd { server, loops in
            let hanging = try EtcdServer()
            defer { hanging.stop() }
            kill(hanging.process, SIGSTOP)
            var options = EtcdOptions(servers: [hanging.url, server.url], prefix: "/registry")
            options.requestTimeout = .seconds(8)
            let store = try EtcdBackend(options, on: loops, log: .silent)
            let made = try await store.create("/registry/r/a", [1])
            #expect(try await store.get("/registry/r/a") == made)
            await store.close()
        }
    }

    @Test func nobodyThereIsUnavailable() async throws {
        try await withEtcd { server, loops in
            var options = EtcdOptions(servers: [server.url], prefix: "/registry")
            options.healthTimeout = .milliseconds(300)
            let store = try EtcdBackend(options, on: loops, log: .silent)
            try await store.check()
            server.stop()
            await #expect(throws: StorageError.self) { try await store.check() }
            await #expect(throws: StorageError.self) { try await store.checkReadiness() }
            await store.close()
        }
    }

    @Test func watchesGoOnWhenTheirStreamBreaks() async throws {
        try await withEtcd { server, loops in
            let store = try Self.store([server.url, server.url + "/"], loops)
            let recorder = SignalRecorder()
            let start = try await store.currentRevision()
            let subscription = try await store.subscribe(prefix: "/registry/r/", after: start) { recorder.take($0) }
            defer { subscription.cancel() }
            var written: [Stored] = []
            for number in 0..<20 {
                if number % 5 == 3 { store.hub.leave(store.caller.members.current) }
                written.append(try await store.create("/registry/r/\(number)", [UInt8(number)]))
            }
            await recorder.reached(written[19].revision)
            #expect(recorder.events.map(\.object) == written)
            #expect(recorder.broken.isEmpty)
            await store.close()
        }
    }

    @Test func whatIsTooLargeForEtcdIsRefused() async throws {
        try await withEtcd { server, loops in
            let store = try Self.store([server.url], loops)
            for size in [1_700_000, 3_000_000] {
                await #expect(throws: StorageError.tooLarge("etcdserver: request is too large")) {
                    try await store.create("/registry/r/a", Array(repeating: 104, count: size))
                }
            }
            let made = try await store.create("/registry/r/a", Array(repeating: 104, count: 1_500_000))
            #expect(try await store.get("/registry/r/a") == made)
            await store.close()
        }
    }

    @Test func severalServersTakeTurnsToCompact() async throws {
        try await withEtcd { server, loops in
            let stores = try (0..<2).map { _ in try Self.store([server.url], loops) }
            let revision = try await stores[0].create("/registry/r/a", []).revision
            let first = try await stores[0].compactionTurn(after: 0, revision: 0)
            #expect(first.isOurs)
            let second = try await stores[1].compactionTurn(after: 0, revision: 0)
            #expect(!second.isOurs)
            #expect(second.number == first.number)
            let next = try await stores[1].compactionTurn(after: second.number, revision: revision)
            #expect(next.isOurs)
            let late = try await stores[0].compactionTurn(after: first.number, revision: revision)
            #expect(!late.isOurs)
            #expect(late.number == next.number)
            // Upstream's servers find the revision here.
            let plain = try Self.store([server.url], loops, prefix: "/")
            let request = RangeRequest(EtcdRange(key: "compact_rev_key"))
            #expect(try await plain.range(request).keyValues.first?.value == Array("\(revision)".utf8))
            for store in stores + [plain] { await store.close() }
        }
    }

    @Test func keysOfManyChangesAtOneRevisionAllReachACache() async throws {
        try await withEtcd { server, loops in
            let store = try Self.store([server.url], loops, prefix: "/")
            try await withCache(store) { cache in
                for number in 0..<5 { _ = try await store.create("/r/\(number)", [1]) }
                try await cache.catchUp(timeout: .seconds(10))
                #expect(cache.count == 5)
                let range = EtcdRange(prefix: "/r/")
                let deletion = ProtobufMessages.deleteRange(range)
                _ = try await store.caller.call("/etcdserverpb.KV/DeleteRange", deletion, .never)
                try await cache.catchUp(timeout: .seconds(10))
                #expect(cache.count == 0)
            }
            await store.close()
        }
    }
}
