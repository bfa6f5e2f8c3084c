import EventLoop
import Foundation
import Storage
import StorageTestSupport
import Telemetry
import Testing

@testable import StorageSQLite

/// What becomes of the file: restarts, refusals, damage, room.
@Suite(.timeLimit(.minutes(1)))
struct SQLiteFileTests {
    @Test func tellsThatNothingCanBeThereWithoutMakingIt() async throws {
        try await withFolder { folder in
            let values = ["sqlite-file": folder + "/store.db"]
            #expect(StorageFactory.sqlite.emptiness(values) == "there is no file \(folder)/store.db")
            let loops = try EventLoopGroup(count: 1)
            defer { loops.stop() }
            let environment = StorageEnvironment(loops: loops, log: .silent)
            await (try await StorageFactory.sqlite.open(values, environment)).close()
            #expect(StorageFactory.sqlite.emptiness(values) == nil)
        }
        #expect(StorageFactory.memory.emptiness([:]) != nil)
    }

    // MARK: Restart

    @Test func keepsStateHistoryAndRevisionsOverARestart() async throws {
        try await withFolder { folder in
            let path = folder + "/store.db"
            var store = try await SQLiteBackend(path: path)
            let first = try await store.create("/r/a", [1])
            let second = try await store.update("/r/a", [2], expecting: first.revision)
            let gone = try await store.create("/r/b", [3])
            let deleted = try await store.delete("/r/b", expecting: gone.revision)
            await store.close()

            store = try await SQLiteBackend(path: path)
            #expect(try await store.currentRevision() == deleted.revision)
            #expect(try await store.get("/r/a") == second)
            #expect(try await store.get("/r/b") == nil)
            let page = try await store.list(prefix: "/r/", start: "", limit: 0, revision: gone.revision)
            #expect(page.items == [second, gone])
            let recorder = SignalRecorder()
            let subscription = try await store.subscribe(prefix: "/r/", after: first.revision) { recorder.take($0) }
            #expect(recorder.events.map(\.revision) == [second.revision, gone.revision, deleted.revision])
            await #expect(throws: StorageError.exists(second)) { try await store.create("/r/a", []) }
            let next = try await store.create("/r/b", [4])
            #expect(next.revision == deleted.revision + 1)
            subscription.cancel()
            await store.close()
        }
    }

    @Test func doesNotUseRevisionsAgainAfterEverythingWasCompacted() async throws {
        try await withFolder { folder in
            let path = folder + "/store.db"
            var store = try await SQLiteBackend(path: path)
            let object = try await store.create("/r/a", [1])
            let deleted = try await store.delete("/r/a", expecting: object.revision)
            try await store.compact(to: deleted.revision)
            await store.close()

            store = try await SQLiteBackend(path: path)
            #expect(try await store.currentRevision() == deleted.revision)
            await #expect(throws: StorageError.compacted(oldest: deleted.revision)) {
                try await store.list(prefix: "/r/", start: "", limit: 0, revision: object.revision)
            }
            #expect(try await store.create("/r/a", [2]).revision == deleted.revision + 1)
            await store.close()
        }
    }

    @Test func keepsOthersOut() async throws {
        try await withFolder { folder in
            let path = folder + "/store.db"
            let store = try await SQLiteBackend(path: path)
            for name in [path, path + ".lock", path + "-wal"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: name)
                #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
            }
            await store.close()
        }
    }

    // MARK: Refusals

    @Test func refusesAFileInUseAndSaysByWhom() async throws {
        try await withFolder { folder in
            let path = folder + "/store.db"
            let store = try await SQLiteBackend(path: path)
            let reason = await refusal(of: path)
            #expect(reason.contains("\(path) is in use by process \(getpid()) (lock file \(path).lock)"))
            #expect(try await store.create("/r/a", []).revision > 0)
            await store.close()
            let again = try await SQLiteBackend(path: path)
            await again.close()
        }
    }

    @Test func refusesSomethingElse() async throws {
        try await withFolder { folder in
            let path = folder + "/store.db"
            try Data(repeating: 65, count: 8192).write(to: URL(fileURLWithPath: path))
            #expect(await refusal(of: path).hasPrefix("\(path) is not an SQLite database"))
        }
    }

    @Test(arguments: [
        ("PRAGMA application_id = 1; CREATE TABLE t (x)", "is a database of another program"),
        ("PRAGMA user_version = 99", "has format 99, this program knows up to 1"),
    ]) func refusesADatabaseItDoesNotKnow(_ sql: String, _ reason: String) async throws {
        try await withFolder { folder in
            let path = folder + "/store.db"
            let store = try await SQLiteBackend(path: path)
            await store.close()
            try change(path, sql)
            #expect(await refusal(of: path).hasPrefix("\(path) \(reason)"))
        }
    }

    @Test func refusesAMissingFolder() async {
        #expect(await refusal(of: "/nowhere/at/all/store.db").contains("check that its folder exists"))
    }

    @Test func saysThatAFileIsDamaged() async throws {
        try await withFolder { folder in
            let path = folder + "/store.db"
            let store = try await SQLiteBackend(path: path)
            for number in 0..<200 { _ = try await store.create("/r/\(number)", Array(repeating: 1, count: 1000)) }
            await store.close()
            let file = try #require(FileHandle(forUpdatingAtPath: path))
            try file.seek(toOffset: 4096)
            try file.write(contentsOf: Data(repeating: 0xAA, count: 4096 * 20))
            try file.close()
            #expect(await refusal(of: path).hasPrefix("\(path) is damaged"))
        }
    }

    private func refusal(of path: String) async -> String {
        do throws(StorageError) {
            let store = try await SQLiteBackend(path: path)
            await store.close()
            return "opened"
        } catch .unavailable(let reason) {
            return reason
        } catch {
            return "\(error)"
        }
    }

    private func change(_ path: String, _ sql: String) throws {
        let connection = try Connection(path: path)
        try connection.execute(sql)
    }

    // MARK: Room

    @Test func goesOnReadingWhenThereIsNoRoomAndWritesAgainAfterwards() async throws {
        try await withFolder { folder in
            let path = folder + "/store.db"
            let store = try await SQLiteBackend(path: path, options: SQLiteOptions(limitBytes: 400_000))
            let recorder = SignalRecorder()
            let start = try await store.currentRevision()
            let subscription = try await store.subscribe(prefix: "/r/", after: start) { recorder.take($0) }
            defer { subscription.cancel() }
            var written: [Stored] = []
            let failure = await #expect(throws: StorageError.self) {
                for number in 0..<1000 {
                    written.append(try await store.create("/r/\(number)", Array(repeating: 1, count: 10_000)))
                }
            }
            guard case .unavailable(let reason) = failure else { return #expect(Bool(false), "\(failure as Any)") }
            #expect(reason.contains("no room to write to \(path)"))
            #expect(written.count > 10)
            #expect(try await store.list(prefix: "/r/", start: "", limit: 0, revision: 0).items.count == written.count)
            #expect(try await store.get(written[0].key) == written[0])
            #expect(try await store.currentRevision() == written.last?.revision)
            #expect(recorder.events.count == written.count)
            try await freeRoom(store, written[0])
            let next = try await store.create("/r/next", [1])
            #expect(recorder.events.map(\.revision) == Array(start + 1...next.revision))
            await store.close()
        }
    }

    /// A deletion needs little room, which the end of a page may still have; compaction frees the pages.
    private func freeRoom(_ store: SQLiteBackend, _ object: Stored) async throws {
        let deleted = try await store.delete(object.key, expecting: object.revision)
        try await store.compact(to: deleted.revision)
        try await store.check()
    }

    @Test func givesRoomBackAfterACompaction() async throws {
        try await withFolder { folder in
            let path = folder + "/store.db"
            let store = try await SQLiteBackend(path: path)
            var object = try await store.create("/r/a", [])
            for number in 0..<1500 {
                let value = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 8000)
                object = try await store.update("/r/a", value, expecting: object.revision)
            }
            let writing = Task {
                for number in 0..<50 { _ = try await store.create("/s/\(number)", [1]) }
            }
            try await store.compact(to: object.revision)
            try await writing.value
            #expect(try await store.get("/r/a") == object)
            #expect(try await store.list(prefix: "/s/", start: "", limit: 0, revision: 0).items.count == 50)
            await store.close()
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? .max
            #expect(size < 3_000_000)
        }
    }
}
