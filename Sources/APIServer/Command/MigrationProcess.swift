internal import ComponentBase
internal import EventLoop
internal import Storage
internal import Telemetry

/// One run of a server with `--migrate-storage`: rewrites what lies in the store in an old version, and ends.
struct MigrationProcess: Sendable {
    let command: APIServerCommand
    let settings: ServerSettings

    /// Migrates every kind.
    ///
    /// - Returns: whether every object is in its storage version now.
    /// - Throws: `StartError` if the flags name no store that is there, and what the store throws.
    func run() async throws -> Bool {
        if let reason = settings.storage.emptiness(settings.storageValues) {
            throw StartError(
                "there is nothing to migrate: \(reason)",
                fix: "name the store that the server uses, with the same --storage flags"
            )
        }
        let log = Logger(level: settings.logLevel)
        let group = try EventLoopGroup()
        defer { group.stop() }
        let environment = StorageEnvironment(loops: group, log: log)
        let backend = try await ServerProcess(command: command, settings: settings).openStorage(environment)
        let server = APIServer(
            APIServer.Configuration(
                groups: command.groups,
                backend: backend,
                title: command.title,
                log: log
            )
        )
        let results: [StorageMigration]
        do {
            results = try await server.migrateStorage { ProgramOutput.complain(Self.line($0) + "\n") }
        } catch {
            await backend.close()
            throw error
        }
        await backend.close()
        ProgramOutput.print(Self.summary(results) + "\n")
        return results.allSatisfy(\.failures.isEmpty)
    }

    /// `bees.insect.example.com: 12 objects, 3 rewritten to v1`.
    static func line(_ migration: StorageMigration) -> String {
        let objects = migration.found == 1 ? "1 object" : "\(migration.found) objects"
        let failed = migration.failures.isEmpty ? "" : ", \(migration.failures.count) failed"
        return "\(migration.resource): \(objects), \(migration.rewritten) rewritten to \(migration.version)\(failed)"
    }

    /// What could not be rewritten and why, then the sums of all kinds.
    static func summary(_ results: [StorageMigration]) -> String {
        let failures = results.flatMap(\.failures)
        let lines = failures.map { "failed: \($0.key): \($0.reason)" }
        let found = results.reduce(0) { $0 + $1.found }
        let rewritten = results.reduce(0) { $0 + $1.rewritten }
        let sums = "storage migration: \(found) objects, \(rewritten) rewritten, \(failures.count) failed"
        return (lines + [sums]).joined(separator: "\n")
    }
}
