internal import Storage

extension StorageContract {
    static let caching: [Case] = [
        Case("a cache catches up and shows the same as the store") { store in
            _ = try await fill(store, count: 30)
            try await withCache(store) { cache in
                let last = try await store.create("/r/z", [7])
                try await cache.wait(for: last.revision, timeout: .seconds(30))
                let listed = try await store.list("/r/").items
                try requireEqual(cache.snapshot().objects.map(\.key), listed.map(\.key))
                try requireEqual(cache.snapshot().objects.map(\.revision), listed.map(\.revision))
            }
        },
        Case("initial state and events of a cache make up the state of the store") { store in
            _ = try await fill(store, count: 20)
            try await withCache(store) { cache in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for writer in 0..<4 { group.addTask { try await churn(store, writer) } }
                    for _ in 0..<4 { group.addTask { try await follow(cache, store) } }
                    try await group.waitForAll()
                }
            }
        },
        Case("old revisions can be listed through a cache") { store in
            let revision = try await fill(store, count: 10)
            try await withCache(store) { cache in
                let first = try await cache.list(limit: 4, at: revision)
                try requireEqual(first.remaining, 6)
                let known = try await store.get("/r/07")
                let changed = try await store.delete("/r/07", expecting: known?.revision ?? 0)
                try await cache.wait(for: changed.revision, timeout: .seconds(30))
                let rest = try await cache.list(start: first.nextStart ?? "", at: revision)
                try requireEqual((first.objects + rest.objects).map { Int($0.value[0]) }, Array(0..<10))
                try requireEqual(rest.revision, revision)
            }
        },
    ]

    private static let done = "/r/done"

    /// Changes objects for a while, some shared with other writers.
    private static func churn(_ store: any StorageBackend, _ writer: Int) async throws {
        for number in 0..<40 {
            let key = "/r/\(writer)/\(number % 7)"
            if let known = try await store.get(key) {
                if number % 3 == 0 {
                    _ = try await store.delete(key, expecting: known.revision)
                } else {
                    _ = try await store.update(key, [UInt8(number)], expecting: known.revision)
                }
            } else {
                _ = try await store.create(key, [UInt8(number)])
            }
        }
        _ = try await store.create("\(done)-\(writer)", [])
    }

    /// Builds the state from a cursor until all writers are done, and compares it with the store's.
    private static func follow(_ cache: WatchCache<ByteObject>, _ store: any StorageBackend) async throws {
        let cursor = try cache.watch(initialState: true)
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        cursor.onEvents { wake.yield() }
        var state: [String: [UInt8]] = [:]
        var revision: UInt64 = 0
        var finished = 0
        wake.yield()
        for await _ in wakes {
            while true {
                let isInitial = cursor.isInitial
                let events = cursor.next(max: 5)
                if events.isEmpty { break }
                for event in events {
                    try require(isInitial || event.revision > revision, "revisions rise")
                    try require((event.previous == nil) == (event.type == .added), "previous fits \(event.type)")
                    try require(event.type != .added || state[event.key] == nil, "\(event.key) was not there")
                    state[event.key] = event.type == .deleted ? nil : event.object.value
                    if !isInitial { revision = event.revision }
                    if event.key.hasPrefix(done) { finished += 1 }
                }
            }
            if finished == 4 { break }
        }
        let listed = try await store.list("/r/").items
        try requireEqual(state, Dictionary(uniqueKeysWithValues: listed.map { ($0.key, $0.value) }))
    }
}
