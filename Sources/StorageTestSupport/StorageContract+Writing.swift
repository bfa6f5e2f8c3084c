internal import Storage

extension StorageContract {
    static let writing: [Case] = [
        Case("a created object can be read") { store in
            try requireEqual(try await store.get("/r/a"), nil)
            let before = try await store.currentRevision()
            let created = try await store.create("/r/a", [1, 2])
            try require(created.revision > before, "the revision rises")
            try requireEqual(created, Stored(key: "/r/a", value: [1, 2], revision: created.revision))
            try requireEqual(try await store.get("/r/a"), created)
            try requireEqual(try await store.currentRevision(), created.revision)
        },
        Case("a key can be created once") { store in
            let first = try await store.create("/r/a", [1])
            try await requireError(.exists(first)) { () throws(StorageError) in _ = try await store.create("/r/a", [2])
            }
            try requireEqual(try await store.get("/r/a"), first)
            try requireEqual(try await store.currentRevision(), first.revision)
        },
        Case("an update needs the present revision") { store in
            let first = try await store.create("/r/a", [1])
            let second = try await store.update("/r/a", [2], expecting: first.revision)
            try require(second.revision > first.revision, "the revision rises")
            try requireEqual(try await store.get("/r/a"), second)
            try await requireError(.conflict(current: second)) { () throws(StorageError) in
                _ = try await store.update("/r/a", [3], expecting: first.revision)
            }
            try requireEqual(try await store.get("/r/a"), second)
        },
        Case("what is not there cannot be changed or deleted") { store in
            try await requireError(.notFound) { () throws(StorageError) in
                _ = try await store.update("/r/a", [1], expecting: 5)
            }
            try await requireError(.notFound) { () throws(StorageError) in
                _ = try await store.delete("/r/a", expecting: 5)
            }
        },
        Case("a deletion gives the last value with its own revision") { store in
            let first = try await store.create("/r/a", [1])
            let second = try await store.update("/r/a", [2], expecting: first.revision)
            try await requireError(.conflict(current: second)) { () throws(StorageError) in
                _ = try await store.delete("/r/a", expecting: first.revision)
            }
            let deleted = try await store.delete("/r/a", expecting: second.revision)
            try require(deleted.revision > second.revision, "the revision rises")
            try requireEqual(deleted.value, [2])
            try requireEqual(try await store.get("/r/a"), nil)
            try await requireError(.notFound) { () throws(StorageError) in
                _ = try await store.delete("/r/a", expecting: second.revision)
            }
        },
        Case("a deleted key can be created again") { store in
            let first = try await store.create("/r/a", [1])
            let deleted = try await store.delete("/r/a", expecting: first.revision)
            let second = try await store.create("/r/a", [2])
            try require(second.revision > deleted.revision, "the revision rises")
            try requireEqual(try await store.get("/r/a"), second)
        },
        Case("values keep their bytes") { store in
            let values: [[UInt8]] = [[], [0], Array(0...255), Array(repeating: 7, count: 1 << 20)]
            for (number, value) in values.enumerated() {
                let key = "/r/\(number)"
                let created = try await store.create(key, value)
                try require(try await store.get(key)?.value == value, "value \(number) after its creation")
                let updated = try await store.update(key, value.reversed(), expecting: created.revision)
                try require(try await store.get(key)?.value == value.reversed(), "value \(number) after an update")
                let deleted = try await store.delete(key, expecting: updated.revision)
                try require(deleted.value == value.reversed(), "value \(number) after its deletion")
            }
        },
        Case("keys are told apart by their bytes") { store in
            // One letter with an accent, and a letter with a combining accent: the same text, other bytes.
            let composed = "/r/\u{E9}"
            let decomposed = "/r/e\u{301}"
            _ = try await store.create(composed, [1])
            _ = try await store.create(decomposed, [2])
            try requireEqual(try await store.get(composed)?.value, [1])
            try requireEqual(try await store.get(decomposed)?.value, [2])
            try requireEqual(try await store.list("/r/").items.map(\.value), [[2], [1]])
        },
        Case("concurrent updates lose nothing") { store in
            _ = try await store.create("/r/count", [0])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask { for _ in 0..<10 { try await increment("/r/count", in: store) } }
                }
                try await group.waitForAll()
            }
            try requireEqual(try await store.get("/r/count")?.value, [80])
        },
        Case("of concurrent creations of a key one wins") { store in
            let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<16 {
                    group.addTask {
                        do throws(StorageError) {
                            _ = try await store.create("/r/a", [UInt8(number)])
                            return true
                        } catch .exists {
                            return false
                        }
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            try requireEqual(wins, 1)
        },
        Case("a closed store refuses") { store in
            let recorder = SignalRecorder()
            let revision = try await store.currentRevision()
            let subscription = try await store.subscribe(prefix: "/r/", after: revision) { recorder.take($0) }
            defer { subscription.cancel() }
            try await store.check()
            await store.close()
            try requireEqual(recorder.broken.count, 1)
            do throws(StorageError) {
                _ = try await store.create("/r/a", [])
            } catch .unavailable {
                return
            }
            throw ContractViolation(description: "a closed store took a write")
        },
    ]

    /// Adds one to a value, however often others come first.
    private static func increment(_ key: String, in store: any StorageBackend) async throws {
        guard var known = try await store.get(key) else { throw ContractViolation(description: "\(key) is gone") }
        while true {
            do throws(StorageError) {
                _ = try await store.update(key, [known.value[0] + 1], expecting: known.revision)
                return
            } catch .conflict(let current) {
                known = current
            }
        }
    }
}
