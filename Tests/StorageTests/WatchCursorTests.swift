import Storage
import StorageTestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct WatchCursorTests {
    let backend = MemoryBackend()

    @Test func tellsInitialStateThenChangesWithoutGap() async throws {
        for number in 1...5 { _ = try await backend.create("/r/a/\(number)", [UInt8(number)]) }
        try await withCache(backend) { cache in
            let cursor = try cache.watch(initialState: true)
            #expect(cursor.initialRevision == cache.revision)
            _ = try await backend.create("/r/a/6", [6])
            #expect(cursor.isInitial)
            #expect(cursor.revision == nil)
            #expect(cursor.next(max: 3).map(\.key) == ["/r/a/1", "/r/a/2", "/r/a/3"])
            #expect(cursor.next(max: 3).map(\.type) == [.added, .added])
            #expect(!cursor.isInitial)
            #expect(cursor.revision == cursor.initialRevision)
            #expect(cursor.next(max: 3).map(\.key) == ["/r/a/6"])
            #expect(cursor.next(max: 3).isEmpty)
            #expect(cursor.revision == cache.revision)
        }
    }

    @Test(arguments: [0, 3]) func endsAnInitialStateThatFillsItsPages(_ count: Int) async throws {
        for number in 0..<count { _ = try await backend.create("/r/\(number)", []) }
        try await withCache(backend) { cache in
            let cursor = try cache.watch(initialState: true)
            #expect(cursor.next(max: 3).count == count)
            #expect(!cursor.isInitial)
            #expect(cursor.next(max: 3).isEmpty)
            #expect(cursor.revision == cache.revision)
        }
    }

    @Test func wakesOncePerDrain() async throws {
        try await withCache(backend) { cache in
            let cursor = try cache.watch()
            let calls = Counter()
            cursor.onEvents { calls.increment() }
            #expect(cursor.next(max: 10).isEmpty)
            for number in 0..<3 { _ = try await backend.create("/r/a/\(number)", []) }
            #expect(calls.value == 1)
            #expect(cursor.next(max: 2).count == 2)
            _ = try await backend.create("/r/a/3", [])
            #expect(calls.value == 1)
            #expect(cursor.next(max: 10).count == 2)
            _ = try await backend.create("/r/a/4", [])
            #expect(calls.value == 2)
        }
    }

    @Test func startsAfterARevision() async throws {
        try await withCache(backend) { cache in
            let first = try await backend.create("/r/a", [1])
            let second = try await backend.update("/r/a", [2], expecting: first.revision)
            let deleted = try await backend.delete("/r/a", expecting: second.revision)
            let events = try cache.watch(after: first.revision).next(max: 10)
            #expect(events.map(\.type) == [.modified, .deleted])
            #expect(events.map(\.revision) == [second.revision, deleted.revision])
            #expect(events.map { $0.previous?.value } == [[1], [2]])
            #expect(events.last?.object.revision == deleted.revision)
            #expect(try cache.watch(after: deleted.revision).next(max: 10).isEmpty)
        }
    }

    @Test func skipsUpToAFutureRevision() async throws {
        try await withCache(backend) { cache in
            let cursor = try cache.watch(after: cache.revision + 1)
            _ = try await backend.create("/r/a", [])
            #expect(cursor.next(max: 10).isEmpty)
            _ = try await backend.create("/r/b", [])
            #expect(cursor.next(max: 10).map(\.key) == ["/r/b"])
        }
    }

    @Test func refusesWhatIsNoLongerKept() async throws {
        try await withCache(backend, history: HistoryLimits(minimumEvents: 2, maximumEvents: 3)) { cache in
            let start = cache.revision
            for number in 0..<5 { _ = try await backend.create("/r/\(number)", []) }
            #expect(throws: StorageError.compacted(oldest: start + 2)) { try cache.watch(after: start + 1) }
            #expect(try cache.watch(after: start + 2).next(max: 10).count == 3)
        }
    }

    @Test(arguments: 1...12) func tellsEachNamespaceItsOwn(_ namespaces: Int) async throws {
        try await withCache(backend) { cache in
            let calls = (0..<namespaces).map { _ in Counter() }
            let cursors = try (0..<namespaces).map { number in
                let cursor = try cache.watch(.prefix("/r/\(number)/"))
                cursor.onEvents { [counter = calls[number]] in counter.increment() }
                _ = cursor.next(max: 1)
                return cursor
            }
            let single = try cache.watch(.key("/r/0/b"))
            _ = try await backend.create("/r/0/a", [])
            let last = try await backend.create("/r/0/b", [])
            #expect(calls.map(\.value) == [1] + Array(repeating: 0, count: namespaces - 1))
            #expect(cursors.map { $0.next(max: 10).count } == [2] + Array(repeating: 0, count: namespaces - 1))
            #expect(single.next(max: 10).map(\.key) == ["/r/0/b"])
            #expect(cursors.allSatisfy { $0.revision == last.revision })
        }
    }

    @Test func doesNotExpireAWatcherOfAQuietNamespace() async throws {
        try await withCache(backend, history: HistoryLimits(minimumEvents: 2, maximumEvents: 3)) { cache in
            let quiet = try cache.watch(.prefix("/r/quiet/"))
            let slow = try cache.watch()
            #expect(quiet.next(max: 1).isEmpty)
            for number in 0..<20 { _ = try await backend.create("/r/busy/\(number)", []) }
            #expect(!quiet.isExpired)
            #expect(slow.isExpired)
            #expect(slow.next(max: 10).isEmpty)
            _ = try await backend.create("/r/quiet/1", [])
            #expect(quiet.next(max: 10).map(\.key) == ["/r/quiet/1"])
        }
    }

    @Test func sharesEventsBetweenWatchers() async throws {
        try await withCache(backend) { cache in
            let cursors = try (0..<3).map { _ in try cache.watch() }
            _ = try await backend.create("/r/a", [])
            let events = cursors.flatMap { $0.next(max: 10) }
            #expect(events.count == 3)
            #expect(events.allSatisfy { $0 === events[0] })
        }
    }

    @Test func isForgottenWithItsLastReference() async throws {
        try await withCache(backend) { cache in
            let calls = Counter()
            let kept = try cache.watch()
            kept.onEvents { calls.increment() }
            for _ in 0..<10 {
                let dropped = try cache.watch()
                dropped.onEvents { calls.increment() }
                #expect(dropped.next(max: 1).isEmpty)
            }
            #expect(kept.next(max: 1).isEmpty)
            _ = try await backend.create("/r/a", [])
            #expect(calls.value == 1)
        }
    }

    @Test func readsPastManyEventsThatAreNotItsOwn() async throws {
        try await withCache(backend) { cache in
            let start = cache.revision
            for number in 0..<3000 { _ = try await backend.create("/r/busy/\(number)", []) }
            _ = try await backend.create("/r/own/1", [])
            let cursor = try cache.watch(.prefix("/r/own/"), after: start)
            #expect(cursor.next(max: 10).map(\.key) == ["/r/own/1"])
        }
    }
}
