import Storage
import StorageTestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct WatchCacheTests {
    let backend = MemoryBackend()

    @Test func readsWhatWasThereAndWhatCame() async throws {
        let old = try await backend.create("/r/a/one", [1])
        try await withCache(backend) { cache in
            let new = try await backend.create("/r/a/two", [2])
            #expect(cache.get("/r/a/one")?.revision == old.revision)
            #expect(cache.get("/r/a/two")?.object.value == [2])
            #expect(cache.get("/r/a/three") == nil)
            #expect(cache.revision == new.revision)
            #expect(cache.snapshot().objects.map(\.value) == [[1], [2]])
        }
    }

    @Test func isAtTheStoresRevisionAfterWritesElsewhere() async throws {
        try await withCache(backend) { cache in
            let elsewhere = try await backend.create("/other/x", [])
            #expect(cache.revision == elsewhere.revision)
            #expect(cache.snapshot().objects.isEmpty)
        }
    }

    @Test func tellsInitialStateThenChangesWithoutGap() async throws {
        for number in 1...5 { _ = try await backend.create("/r/a/\(number)", [UInt8(number)]) }
        try await withCache(backend) { cache in
            let cursor = try cache.watch(initialState: true)
            _ = try await backend.create("/r/a/6", [6])
            #expect(cursor.isInitial)
            #expect(cursor.revision == nil)
            #expect(cursor.next(max: 3).map(\.key) == ["/r/a/1", "/r/a/2", "/r/a/3"])
            #expect(cursor.next(max: 3).map(\.type) == [.added, .added])
            #expect(!cursor.isInitial)
            #expect(cursor.next(max: 3).map(\.key) == ["/r/a/6"])
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
}
