import Storage
import StorageTestSupport
import Testing

/// How a cache follows a store that comes and goes.
@Suite(.timeLimit(.minutes(1)))
struct WatchCacheRunTests {
    let backend = BreakableBackend()
    let clock = ManualClock()

    @Test func goesOnWhereItWasAfterABreak() async throws {
        try await withCache(backend, clock: clock) { cache in
            let cursor = try cache.watch()
            _ = try await backend.create("/r/a", [1])
            backend.goDown()
            #expect(!cache.isReady)
            #expect(throws: StorageError.self) { try cache.watch() }
            let missed = try await backend.create("/r/b", [2])
            #expect(cache.get("/r/b") == nil)
            backend.recover()
            await clock.sleepers(atLeast: 1)
            let lists = backend.lists
            clock.advance(by: .seconds(60))
            try await cache.wait(for: missed.revision, timeout: .seconds(3600))
            #expect(cursor.next(max: 10).map(\.key) == ["/r/a", "/r/b"])
            #expect(!cursor.isExpired)
            #expect(backend.lists == lists)
        }
    }

    @Test func backsOffWhileTheStoreIsDown() async throws {
        let (notices, notice) = AsyncStream.makeStream(of: WatchCacheNotice.self)
        let report: @Sendable (WatchCacheNotice) -> Void = { notice.yield($0) }
        try await withCache(backend, clock: clock, report: report) { _ in
            backend.goDown()
            var waits: [Duration] = []
            for _ in 0..<3 {
                await clock.sleepers(atLeast: 1)
                let wait = try #require(clock.untilNextWake)
                waits.append(wait)
                clock.advance(by: wait)
            }
            #expect(waits == [.milliseconds(100), .milliseconds(200), .milliseconds(400)])
        }
        notice.finish()
        var interruptions = 0
        for await case .interrupted in notices { interruptions += 1 }
        #expect(interruptions >= 3)
    }

    @Test func listsAgainWhenItsRevisionIsGone() async throws {
        let kept = try await backend.create("/r/kept", [1])
        let lost = try await backend.create("/r/lost", [1])
        try await withCache(backend, clock: clock) { cache in
            let cursor = try cache.watch()
            let asleep = try cache.watch(.prefix("/r/none/"))
            let woken = Counter()
            asleep.onEvents { woken.increment() }
            #expect(asleep.next(max: 1).isEmpty)
            let before = cache.get("/r/kept")?.object
            backend.goDown()
            _ = try await backend.delete("/r/lost", expecting: lost.revision)
            let added = try await backend.create("/r/new", [1])
            try await backend.compact(to: added.revision)
            backend.recover()
            // The first try finds its revision compacted, the second one lists.
            for _ in 0..<2 {
                await clock.sleepers(atLeast: 1)
                clock.advance(by: .seconds(60))
            }
            await cache.waitUntilReady()
            #expect(cache.snapshot().objects.map(\.key) == ["/r/kept", "/r/new"])
            #expect(cache.get("/r/kept")?.object === before)
            #expect(cache.get("/r/kept")?.revision == kept.revision)
            #expect(cursor.isExpired)
            #expect(cursor.next(max: 10).isEmpty)
            #expect(asleep.isExpired)
            #expect(woken.value == 1)
            #expect(throws: StorageError.compacted(oldest: added.revision)) { try cache.watch(after: lost.revision) }
        }
    }

    @Test func endsItsWatchersWhenCancelled() async throws {
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        let cursor = try await withCache(backend) { cache in
            let cursor = try cache.watch()
            cursor.onEvents { end.yield() }
            #expect(cursor.next(max: 1).isEmpty)
            return cursor
        }
        for await _ in ended { break }
        #expect(cursor.isExpired)
    }

    @Test func keepsUnreadableObjectsOut() async throws {
        _ = try await backend.create("/r/bad", [0xFF])
        let good = try await backend.create("/r/good", [1])
        let reports = Counter()
        let report: @Sendable (WatchCacheNotice) -> Void = { if case .undecodable = $0 { reports.increment() } }
        try await withCache(backend, report: report) { cache in
            #expect(cache.snapshot().objects.map(\.key) == ["/r/good"])
            #expect(cache.undecodable.map(\.key) == ["/r/bad"])
            let cursor = try cache.watch()
            let broken = try await backend.update("/r/good", [0xFF], expecting: good.revision)
            let healed = try await backend.update("/r/good", [2], expecting: broken.revision)
            let events = cursor.next(max: 10)
            #expect(events.map(\.type) == [.deleted, .added])
            #expect(events.map(\.revision) == [broken.revision, healed.revision])
            #expect(events.first?.object.value == [1])
            #expect(events.first?.object.revision == broken.revision)
            #expect(cache.undecodable.map(\.key) == ["/r/bad"])
            let bad = try #require(try await backend.get("/r/bad"))
            let gone = try await backend.delete("/r/bad", expecting: bad.revision)
            #expect(cache.undecodable.isEmpty)
            #expect(cursor.next(max: 10).isEmpty)
            #expect(cursor.revision == gone.revision)
        }
        #expect(reports.value == 2)
    }
}
