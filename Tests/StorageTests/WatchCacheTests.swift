import Storage
import StorageTestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct WatchCacheTests {
    let backend = MemoryBackend()
    let clock = ManualClock()

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

    @Test func fillsItselfPageByPage() async throws {
        for number in 0..<2500 { _ = try await backend.create("/r/\(number)", []) }
        try await withCache(backend) { cache in #expect(cache.snapshot().objects.count == 2500) }
    }

    @Test func isNotReadyBeforeItRuns() throws {
        let cache = WatchCache<ByteObject>(
            backend: backend,
            prefix: "/r/",
            cost: { $0.value.count },
            report: { _ in },
            decode: { stored, _ in try ByteObject(stored) }
        )
        #expect(!cache.isReady)
        #expect(cache.revision == 0)
        #expect(throws: StorageError.self) { try cache.watch(initialState: true) }
    }

    // MARK: Listing

    @Test func pagesByNamespaceStartAndLimit() async throws {
        for name in ["a/1", "a/2", "a/3", "ab/1", "b/1"] { _ = try await backend.create("/r/\(name)", []) }
        try await withCache(backend) { cache in
            let first = cache.snapshot(prefix: "/r/a/", limit: 2)
            #expect(first.objects.map(\.key) == ["/r/a/1", "/r/a/2"])
            #expect(first.remaining == 1)
            #expect(first.nextStart == "/r/a/2\0")
            let second = cache.snapshot(prefix: "/r/a/", start: "/r/a/2\0", limit: 2)
            #expect(second.objects.map(\.key) == ["/r/a/3"])
            #expect(second.remaining == 0)
            #expect(second.nextStart == nil)
            #expect(cache.snapshot(prefix: "/r/c/").objects.isEmpty)
        }
    }

    @Test func filtersWithoutCountingWhatIsRefused() async throws {
        for number in 0..<200 { _ = try await backend.create("/r/\(number + 1000)", [UInt8(number)]) }
        try await withCache(backend) { cache in
            var start = ""
            var values: [UInt8] = []
            var pages = 0
            while true {
                let page = cache.snapshot(start: start, limit: 30) { $0.value[0].isMultiple(of: 2) }
                values += page.objects.map { $0.value[0] }
                pages += 1
                guard let next = page.nextStart else { break }
                #expect(page.objects.count == 30)
                start = next
            }
            #expect(values == Array(stride(from: 0, to: 200, by: 2)))
            #expect(pages == 4)
        }
    }

    @Test func listsThePresentFromMemoryAndThePastFromTheStore() async throws {
        let backend = BreakableBackend()
        let old = try await backend.create("/r/a", [1])
        try await withCache(backend) { cache in
            let lists = backend.lists
            let elsewhere = try await backend.create("/other", [])
            for revision in [old.revision, elsewhere.revision] {
                let page = try await cache.list(at: revision)
                #expect(page.objects.map(\.value) == [[1]])
                #expect(page.revision == revision)
            }
            #expect(backend.lists == lists)
            let new = try await backend.update("/r/a", [2], expecting: old.revision)
            #expect(try await cache.list(at: elsewhere.revision).objects.map(\.value) == [[1]])
            #expect(backend.lists == lists + 1)
            await #expect(throws: StorageError.future(current: new.revision)) {
                try await cache.list(at: new.revision + 1)
            }
            try await backend.compact(to: new.revision)
            await #expect(throws: StorageError.compacted(oldest: new.revision)) {
                try await cache.list(at: old.revision)
            }
        }
    }

    @Test func givesTheNextPageOfAStateThatHasChanged() async throws {
        let backend = BreakableBackend()
        for number in 0..<6 { _ = try await backend.create("/r/\(number)", [UInt8(number)]) }
        try await withCache(backend, clock: clock) { cache in
            let first = cache.snapshot(limit: 2)
            let gone = try #require(try await backend.get("/r/3"))
            _ = try await backend.delete("/r/3", expecting: gone.revision)
            let lists = backend.lists
            let second = try await cache.list(start: first.nextStart ?? "", limit: 2, at: first.revision)
            #expect(second.objects.map(\.value) == [[2], [3]])
            #expect(second.remaining == 2)
            #expect(backend.lists == lists)
            clock.advance(by: .seconds(76))
            _ = try await backend.create("/r/9", [])
            let third = try await cache.list(start: second.nextStart ?? "", limit: 2, at: first.revision)
            #expect(third.objects.map(\.value) == [[4], [5]])
            #expect(backend.lists == lists + 1)
        }
    }

    // MARK: Waiting

    @Test func waitsForARevision() async throws {
        try await withCache(backend, clock: clock) { cache in
            let next = cache.revision + 1
            async let waiting: Void = cache.wait(for: next, timeout: .seconds(3))
            await clock.sleepers(atLeast: 1)
            _ = try await backend.create("/r/a", [])
            try await waiting
            try await cache.wait(for: next, timeout: .zero)
        }
    }

    @Test func saysHowFarItIsAfterTheTimeout() async throws {
        try await withCache(backend, clock: clock) { cache in
            let current = cache.revision
            let waiting = Task { try await cache.wait(for: current + 5, timeout: .seconds(3)) }
            await clock.sleepers(atLeast: 1)
            clock.advance(by: .seconds(3))
            await #expect(throws: StorageError.future(current: current)) { try await waiting.value }
        }
    }

    @Test func stopsWaitingWhenCancelled() async throws {
        try await withCache(backend, clock: clock) { cache in
            let waiting = Task { try await cache.wait(for: 1000, timeout: .seconds(3)) }
            await clock.sleepers(atLeast: 1)
            waiting.cancel()
            await #expect(throws: StorageError.self) { try await waiting.value }
        }
    }
}
