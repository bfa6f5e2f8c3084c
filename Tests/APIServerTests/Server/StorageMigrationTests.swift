import APIMachinery
import APIServer
import Foundation
import JSON
import Storage
import StorageSQLite
import Synchronization
import Testing

/// Objects that lie in the store in a version that is not the storage version any more.
@Suite(.timeLimit(.minutes(1)))
struct StorageMigrationTests {
    private let north = ServerUnderTest.hives + "/north"
    private static let prefix = "/registry/insect.example.com/hives/garden/"

    /// Stores hives of those names as the server did before there was `v1`.
    private func storeOldOnes(_ names: [String], in backend: any StorageBackend) async throws {
        try await ServerUnderTest.run(groups: ServerUnderTest.oldHiveGroups, backend: backend) { server in
            for name in names {
                let hive: JSONValue = ["metadata": ["name": .string(name)], "spec": ["owner": "eva"]]
                let created = try await server.send("POST", ServerUnderTest.oldHives, hive)
                #expect(created.status == 201)
            }
        }
    }

    private func version(_ name: String, in backend: any StorageBackend) async throws -> String? {
        let stored = try #require(try await backend.get(Self.prefix + name))
        return try JSONReader.parse(stored.value)["apiVersion"]?.string
    }

    @Test func anUpdateThatChangesNothingRewritesAStaleObjectOnce() async throws {
        let backend = MemoryBackend()
        try await storeOldOnes(["north"], in: backend)
        #expect(try await version("north", in: backend) == "insect.example.com/v1beta1")
        try await ServerUnderTest.run(groups: ServerUnderTest.hiveGroups, backend: backend) { server in
            let read = try await server.send("GET", north)
            // The label is what a hive of v1 has, so that the update finds nothing to do.
            let labelled = try await server.patch(north, ["metadata": ["labels": ["keeper": "eva"]]])
            #expect(labelled.status == 200)
            #expect(try await version("north", in: backend) == "insect.example.com/v1")
            #expect(labelled.json.at("spec", "keeper") == read.json.at("spec", "keeper"))
            let again = try await server.patch(north, .emptyObject)
            #expect(again.json.at("metadata", "resourceVersion") == labelled.json.at("metadata", "resourceVersion"))
        }
    }

    @Test func anEmptyPatchInAnOldVersionRewritesAStaleObject() async throws {
        let backend = MemoryBackend()
        try await storeOldOnes(["north"], in: backend)
        try await ServerUnderTest.run(groups: ServerUnderTest.hiveGroups, backend: backend) { server in
            _ = try await server.patch(ServerUnderTest.oldHives + "/north", .emptyObject)
            #expect(try await version("north", in: backend) == "insect.example.com/v1")
        }
    }

    @Test func aMigrationRewritesWhatAnEarlierServerStored() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("migration-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.path + "/data.sqlite"
        let names = (1...40).map { "hive-\($0)" }
        let before = try await SQLiteBackend(path: path)
        try await storeOldOnes(names, in: before)
        await before.close()

        let backend = try await SQLiteBackend(path: path)
        try await ServerUnderTest.run(groups: ServerUnderTest.hiveGroups, backend: backend) { server in
            let old = try await server.send("GET", ServerUnderTest.hives)
            let progress = Mutex<[Int]>([])
            let first = try await server.server.migrateStorage { report in
                progress.withLock { $0.append(report.rewritten) }
            }
            #expect(first.map(\.resource) == ["hives.insect.example.com"])
            #expect(first.map(\.version) == ["v1"])
            #expect(first.map(\.found) == [40])
            #expect(first.map(\.rewritten) == [40])
            #expect(first.first?.failures == [])
            let last = progress.withLock { $0.last }
            #expect(last == 40)
            for name in names {
                let version = try await version(name, in: backend)
                #expect(version == "insect.example.com/v1")
            }
            let new = try await server.send("GET", ServerUnderTest.hives)
            #expect(specs(new.json) == specs(old.json))
            #expect(new.json.at("metadata", "resourceVersion") != old.json.at("metadata", "resourceVersion"))
            let second = try await server.server.migrateStorage()
            #expect(second.map(\.rewritten) == [0])
        }
        await backend.close()
    }

    @Test func whoeverWritesMeanwhileWins() async throws {
        let memory = MemoryBackend()
        try await storeOldOnes(["north"], in: memory)
        let racing = RacingBackend(memory) { stored in
            var tree = try JSONReader.parse(stored.value)
            tree["spec"]?["owner"] = "otto"
            return JSONWriter.bytes(tree)
        }
        try await ServerUnderTest.run(groups: ServerUnderTest.hiveGroups, backend: racing) { server in
            let results = try await server.server.migrateStorage()
            #expect(results.map(\.rewritten) == [1])
            #expect(try await version("north", in: memory) == "insect.example.com/v1")
            #expect(try await server.send("GET", north).json.at("spec", "keeper") == "otto")
        }
    }

    @Test func aVersionThatIsNotServedStaysAndIsTold() async throws {
        let backend = MemoryBackend()
        let ancient: JSONValue = [
            "kind": "Hive", "apiVersion": "insect.example.com/v1alpha1", "metadata": ["name": "north"],
        ]
        _ = try await backend.create(Self.prefix + "north", JSONWriter.bytes(ancient))
        try await ServerUnderTest.run(groups: ServerUnderTest.hiveGroups, backend: backend) { server in
            let results = try await server.server.migrateStorage()
            #expect(results.map(\.rewritten) == [0])
            #expect(results.first?.failures.map(\.key) == [Self.prefix + "north"])
            #expect(results.first?.failures.first?.reason.contains("v1alpha1, which is not served") == true)
            #expect(try await version("north", in: backend) == "insect.example.com/v1alpha1")
        }
    }

    /// Source: apiserver `discovery.StorageVersionHash`.
    @Test func theStorageVersionHashFollowsTheStorageVersion() async throws {
        let groups = [ServerUnderTest.oldHiveGroups, ServerUnderTest.hiveGroups]
        let hashes = Mutex<[[String?]]>([])
        for group in groups {
            try await ServerUnderTest.run(groups: group) { server in
                let list = try await server.send("GET", "/apis/insect.example.com/v1beta1")
                let own = list.json["resources"]?.array?.map { $0["storageVersionHash"]?.string } ?? []
                hashes.withLock { $0.append(own) }
            }
        }
        // base64(SHA-256("insect.example.com/v1beta1/Hive")[:8]), and the same of v1.
        let found = hashes.withLock { $0 }
        #expect(found == [["dRY9AaVDMgI="], ["q+7Bk2IYvvg="]])
    }

    private func specs(_ list: JSONValue) -> [JSONValue?] { list["items"]?.array?.map { $0["spec"] } ?? [] }
}

/// A store in which somebody else is faster once.
private final class RacingBackend: StorageBackend {
    private let base: MemoryBackend
    private let rival: Mutex<(@Sendable (Stored) throws -> [UInt8])?>

    init(_ base: MemoryBackend, rival: @escaping @Sendable (Stored) throws -> [UInt8]) {
        self.base = base
        self.rival = Mutex(rival)
    }

    var name: String { base.name }

    func get(_ key: String) async throws(StorageError) -> Stored? { try await base.get(key) }

    func list(
        prefix: String,
        start: String,
        limit: Int,
        revision: UInt64
    ) async throws(StorageError) -> StoredPage {
        try await base.list(prefix: prefix, start: start, limit: limit, revision: revision)
    }

    func currentRevision() async throws(StorageError) -> UInt64 { try await base.currentRevision() }

    func create(_ key: String, _ value: [UInt8]) async throws(StorageError) -> Stored {
        try await base.create(key, value)
    }

    func update(_ key: String, _ value: [UInt8], expecting expected: UInt64) async throws(StorageError) -> Stored {
        let change = rival.withLock { rival in
            defer { rival = nil }
            return rival
        }
        if let change, let present = try await base.get(key), let bytes = try? change(present) {
            _ = try await base.update(key, bytes, expecting: present.revision)
        }
        return try await base.update(key, value, expecting: expected)
    }

    func delete(_ key: String, expecting expected: UInt64) async throws(StorageError) -> Stored {
        try await base.delete(key, expecting: expected)
    }

    func subscribe(
        prefix: String,
        after revision: UInt64,
        _ deliver: @escaping @Sendable (StorageSignal) -> Void
    ) async throws(StorageError) -> StorageSubscription {
        try await base.subscribe(prefix: prefix, after: revision, deliver)
    }

    func compact(to revision: UInt64) async throws(StorageError) { try await base.compact(to: revision) }
    func check() async throws(StorageError) { try await base.check() }
    func close() async { await base.close() }
}
