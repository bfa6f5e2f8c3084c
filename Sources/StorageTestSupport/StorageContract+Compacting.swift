internal import Storage

extension StorageContract {
    static let compacting: [Case] = [
        Case("a new store has forgotten revision 1") { store in
            let oldest = try await store.currentRevision()
            try require(oldest > 1, "a new store begins above 1")
            try await requireError(.compacted(oldest: oldest)) { () throws(StorageError) in
                _ = try await store.list("/r/", at: 1)
            }
            try await requireError(.compacted(oldest: oldest)) { () throws(StorageError) in
                _ = try await store.subscribe(prefix: "/r/", after: 1) { _ in }
            }
        },
        Case("compaction forgets what was before and keeps the state") { store in
            let first = try await store.create("/r/a", [1])
            let second = try await store.update("/r/a", [2], expecting: first.revision)
            let other = try await store.create("/r/b", [1])
            let third = try await store.update("/r/a", [3], expecting: second.revision)
            try await store.compact(to: other.revision)
            try await requireError(.compacted(oldest: other.revision)) { () throws(StorageError) in
                _ = try await store.list("/r/", at: second.revision)
            }
            try requireEqual(try await store.list("/r/", at: other.revision).items, [second, other])
            try requireEqual(try await store.list("/r/").items, [third, other])
            try requireEqual(try await store.get("/r/a"), third)
        },
        Case("compaction keeps what is deleted gone") { store in
            let first = try await store.create("/r/a", [1])
            let deleted = try await store.delete("/r/a", expecting: first.revision)
            try await store.compact(to: deleted.revision)
            try requireEqual(try await store.get("/r/a"), nil)
            try requireEqual(try await store.list("/r/").items, [])
            try requireEqual(try await store.currentRevision(), deleted.revision)
            let again = try await store.create("/r/a", [2])
            try requireEqual(again.revision, deleted.revision + 1)
        },
        Case("a later change still knows the value from before the compaction") { store in
            let first = try await store.create("/r/a", [1])
            try await store.compact(to: first.revision)
            _ = try await store.delete("/r/a", expecting: first.revision)
            let recorder = SignalRecorder()
            let subscription = try await store.subscribe(prefix: "/r/", after: first.revision) { recorder.take($0) }
            defer { subscription.cancel() }
            await recorder.reached(first.revision + 1)
            try requireEqual(recorder.events.map(\.previous), [[1]])
        },
        Case("compacting again or further back changes nothing") { store in
            let revision = try await fill(store, count: 5)
            try await store.compact(to: revision)
            try await store.compact(to: revision)
            try await store.compact(to: revision - 2)
            try requireEqual(try await store.list("/r/", at: revision).items.count, 5)
            try await requireError(.compacted(oldest: revision)) { () throws(StorageError) in
                _ = try await store.list("/r/", at: revision - 1)
            }
        },
        Case("the future cannot be compacted") { store in
            let revision = try await fill(store, count: 1)
            try await requireError(.future(current: revision)) { () throws(StorageError) in
                try await store.compact(to: revision + 1)
            }
        },
        Case("subscriptions from before a compaction go on") { store in
            let recorder = SignalRecorder()
            let start = try await store.currentRevision()
            let subscription = try await store.subscribe(prefix: "/r/", after: start) { recorder.take($0) }
            defer { subscription.cancel() }
            let revision = try await fill(store, count: 5)
            try await store.compact(to: revision)
            let last = try await store.create("/r/z", [])
            await recorder.reached(last.revision)
            try requireEqual(recorder.events.count, 6)
        },
    ]
}
