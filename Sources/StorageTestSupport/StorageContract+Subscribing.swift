internal import Storage

extension StorageContract {
    static let subscribing: [Case] = [
        Case("a subscriber is told every kind of change") { store in
            let recorder = SignalRecorder()
            let start = try await store.currentRevision()
            let subscription = try await store.subscribe(prefix: "/r/", after: start) { recorder.take($0) }
            defer { subscription.cancel() }
            let created = try await store.create("/r/a", [1])
            let updated = try await store.update("/r/a", [2], expecting: created.revision)
            let deleted = try await store.delete("/r/a", expecting: updated.revision)
            await recorder.reached(deleted.revision)
            try requireEqual(
                recorder.events,
                [
                    StorageEvent(object: created, previous: nil, isDeletion: false),
                    StorageEvent(object: updated, previous: [1], isDeletion: false),
                    StorageEvent(object: deleted, previous: [2], isDeletion: true),
                ]
            )
        },
        Case("a subscription begins with what it missed") { store in
            let first = try await store.create("/r/a", [1])
            let second = try await store.update("/r/a", [2], expecting: first.revision)
            _ = try await store.create("/s/a", [1])
            let deleted = try await store.delete("/r/a", expecting: second.revision)
            _ = try await store.create("/s/b", [1])
            let recorder = SignalRecorder()
            let subscription = try await store.subscribe(prefix: "/r/", after: first.revision) { recorder.take($0) }
            defer { subscription.cancel() }
            let again = try await store.create("/r/a", [3])
            await recorder.reached(again.revision)
            try requireEqual(
                recorder.events,
                [
                    StorageEvent(object: second, previous: [1], isDeletion: false),
                    StorageEvent(object: deleted, previous: [2], isDeletion: true),
                    StorageEvent(object: again, previous: nil, isDeletion: false),
                ]
            )
        },
        Case("refused writes are told to nobody") { store in
            let recorder = SignalRecorder()
            let first = try await store.create("/r/a", [])
            let subscription = try await store.subscribe(prefix: "/r/", after: first.revision) { recorder.take($0) }
            defer { subscription.cancel() }
            _ = try? await store.create("/r/a", [1])
            _ = try? await store.update("/r/a", [1], expecting: 1)
            _ = try? await store.delete("/r/b", expecting: first.revision)
            let last = try await store.create("/r/c", [])
            await recorder.reached(last.revision)
            try requireEqual(recorder.events.map(\.object), [last])
            try requireEqual(last.revision, first.revision + 1)
        },
        Case("events come in order and without gaps from many writers") { store in
            let recorders = (0..<3).map { _ in SignalRecorder() }
            let start = try await store.currentRevision()
            var subscriptions: [StorageSubscription] = []
            for recorder in recorders {
                subscriptions.append(
                    try await store.subscribe(prefix: "/r/", after: start) { recorder.take($0) }
                )
            }
            let late = SignalRecorder()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 { group.addTask { try await writeAndDelete(store, writer, count: 25) } }
                subscriptions.append(try await store.subscribe(prefix: "/r/", after: start) { late.take($0) })
                try await group.waitForAll()
            }
            let end = try await store.currentRevision()
            for recorder in recorders + [late] {
                await recorder.reached(end)
                try requireEqual(recorder.events.map(\.revision), Array(start + 1...end))
                try requireEqual(recorder.overlaps, 0)
            }
            for subscription in subscriptions { subscription.cancel() }
        },
        Case("a cancelled subscription is told nothing more") { store in
            let recorder = SignalRecorder()
            let start = try await store.currentRevision()
            let subscription = try await store.subscribe(prefix: "/r/", after: start) { recorder.take($0) }
            let first = try await store.create("/r/a", [])
            await recorder.reached(first.revision)
            subscription.cancel()
            _ = try await store.create("/r/b", [])
            try requireEqual(recorder.events.map(\.object), [first])
        },
    ]

    static let embedded: [Case] = [
        Case("a subscriber hears of changes elsewhere as progress") { store in
            let recorder = SignalRecorder()
            let start = try await store.currentRevision()
            let subscription = try await store.subscribe(prefix: "/r/", after: start) { recorder.take($0) }
            defer { subscription.cancel() }
            let elsewhere = try await store.create("/ra/b", [])
            await recorder.reached(elsewhere.revision)
            try requireEqual(recorder.events, [])
            try requireEqual(recorder.progress.last, elsewhere.revision)
        },
        Case("subscribers are told before a write is answered") { store in
            let recorder = SignalRecorder()
            let start = try await store.currentRevision()
            let subscription = try await store.subscribe(prefix: "/r/", after: start) { recorder.take($0) }
            defer { subscription.cancel() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        for number in 0..<25 {
                            let stored = try await store.create("/r/\(writer)/\(number)", [])
                            let isTold = recorder.events.contains { $0.revision == stored.revision }
                            try require(isTold, "revision \(stored.revision) was answered first")
                        }
                    }
                }
                try await group.waitForAll()
            }
        },
        Case("a cache shows every answered write") { store in
            try await withCache(store) { cache in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for writer in 0..<8 {
                        group.addTask { try await readOwnWrites(store, cache, writer, count: 20) }
                    }
                    try await group.waitForAll()
                }
                try requireEqual(cache.revision, try await store.currentRevision())
                try requireEqual(cache.count, 0)
            }
        },
    ]

    private static func writeAndDelete(_ store: any StorageBackend, _ writer: Int, count: Int) async throws {
        for number in 0..<count {
            let created = try await store.create("/r/\(writer)/\(number)", [UInt8(number)])
            let updated = try await store.update(created.key, [0], expecting: created.revision)
            if number % 2 == 0 { _ = try await store.delete(created.key, expecting: updated.revision) }
        }
    }

    private static func readOwnWrites(
        _ store: any StorageBackend,
        _ cache: WatchCache<ByteObject>,
        _ writer: Int,
        count: Int
    ) async throws {
        for number in 0..<count {
            let created = try await store.create("/r/\(writer)/\(number)", [1])
            try requireEqual(cache.get(created.key)?.revision, created.revision)
            let updated = try await store.update(created.key, [2], expecting: created.revision)
            try requireEqual(cache.get(created.key)?.object.value, [2])
            try require(cache.revision >= updated.revision, "the cache is at the write")
            _ = try await store.delete(created.key, expecting: updated.revision)
            try require(cache.get(created.key) == nil, "the deleted object is gone")
        }
    }
}
