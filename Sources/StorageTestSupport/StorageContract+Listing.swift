internal import Storage

extension StorageContract {
    static let listing: [Case] = [
        Case("a listing is in the order of the keys' bytes and stays below its prefix") { store in
            for key in ["/r/b/1", "/r/a/2", "/r/a-b/1", "/r/a/10", "/ra/1", "/q/1", "/r/a/1", "/r/B/1"] {
                _ = try await store.create(key, [])
            }
            let all = try await store.list("/r/")
            try requireEqual(
                all.items.map(\.key),
                ["/r/B/1", "/r/a-b/1", "/r/a/1", "/r/a/10", "/r/a/2", "/r/b/1"]
            )
            try requireEqual(all.revision, try await store.currentRevision())
            try requireEqual(try await store.list("/r/a/").items.map(\.key), ["/r/a/1", "/r/a/10", "/r/a/2"])
            try requireEqual(try await store.list("/none/").items, [])
        },
        Case("pages add up to the listing and say what remains") { store in
            let revision = try await fill(store, count: 25)
            var start = ""
            var keys: [String] = []
            for expected in [(10, 15), (10, 5), (5, 0)] {
                let page = try await store.list("/r/", start: start, limit: 10, at: revision)
                try requireEqual(page.items.count, expected.0)
                try requireEqual(page.remaining, expected.1)
                try requireEqual(page.revision, revision)
                keys += page.items.map(\.key)
                start = (page.items.last?.key ?? "") + "\0"
            }
            try requireEqual(keys, try await store.list("/r/").items.map(\.key))
            try requireEqual(try await store.list("/r/", limit: 25).remaining, 0)
            try requireEqual(try await store.list("/r/", start: "/r/99").items, [])
        },
        Case("a page at an old revision shows the state of then") { store in
            let first = try await store.create("/r/a", [1])
            let second = try await store.create("/r/b", [1])
            let updated = try await store.update("/r/a", [2], expecting: first.revision)
            let deleted = try await store.delete("/r/b", expecting: second.revision)
            let again = try await store.create("/r/b", [3])
            try requireEqual(try await store.list("/r/", at: first.revision).items, [first])
            try requireEqual(try await store.list("/r/", at: second.revision).items, [first, second])
            try requireEqual(try await store.list("/r/", at: updated.revision).items, [updated, second])
            try requireEqual(try await store.list("/r/", at: deleted.revision).items, [updated])
            try requireEqual(try await store.list("/r/", at: again.revision).items, [updated, again])
            let page = try await store.list("/r/", limit: 1, at: second.revision)
            try requireEqual(page.items, [first])
            try requireEqual(page.remaining, 1)
        },
        Case("paging at a revision is not disturbed by later writes") { store in
            let revision = try await fill(store, count: 12)
            let before = try await store.list("/r/")
            let page = try await store.list("/r/", limit: 5, at: revision)
            for object in before.items { _ = try await store.delete(object.key, expecting: object.revision) }
            _ = try await store.create("/r/zzz", [])
            let rest = try await store.list("/r/", start: "/r/05", at: revision)
            try requireEqual(page.items + rest.items, before.items)
            try requireEqual(try await store.list("/r/").items.map(\.key), ["/r/zzz"])
        },
        Case("the future cannot be listed") { store in
            let object = try await store.create("/r/a", [])
            try await requireError(.future(current: object.revision)) { () throws(StorageError) in
                _ = try await store.list("/r/", at: object.revision + 1)
            }
        },
    ]

    /// Creates `/r/00`, `/r/01` and so on; returns the revision after that.
    static func fill(_ store: any StorageBackend, count: Int) async throws -> UInt64 {
        for number in 0..<count {
            _ = try await store.create("/r/\(number / 10)\(number % 10)", [UInt8(number)])
        }
        return try await store.currentRevision()
    }
}
