import Testing

@testable import APIServer

/// What `--migrate-storage` says.
@Suite struct MigrationProcessTests {
    private static func migration(_ found: Int, _ rewritten: Int, failed keys: [String] = []) -> StorageMigration {
        var migration = StorageMigration(resource: "bees.insect.example.com", version: "v1")
        migration.found = found
        migration.rewritten = rewritten
        migration.failures = keys.map { StorageMigration.Failure(key: $0, reason: "it is no JSON") }
        return migration
    }

    @Test(arguments: [
        (migration(12, 3), "bees.insect.example.com: 12 objects, 3 rewritten to v1"),
        (migration(1, 0, failed: ["/a"]), "bees.insect.example.com: 1 object, 0 rewritten to v1, 1 failed"),
    ])
    func tellsHowFarAKindIs(_ migration: StorageMigration, _ line: String) {
        #expect(MigrationProcess.line(migration) == line)
    }

    @Test func endsWithWhatFailedAndTheSums() {
        let summary = MigrationProcess.summary([Self.migration(12, 3), Self.migration(1, 0, failed: ["/a"])])
        #expect(summary == "failed: /a: it is no JSON\nstorage migration: 13 objects, 3 rewritten, 1 failed")
    }
}
