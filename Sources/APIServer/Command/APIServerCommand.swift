internal import ComponentBase
internal import EventLoop
public import Storage
internal import TLS
internal import Telemetry
internal import Transport

/// The program that a generated project's `main.swift` runs: flags in, a serving server out.
///
/// Flags have the names of upstream's extension API servers. SIGTERM and SIGINT stop it gracefully: `/readyz` fails, no
/// more connections are taken, requests under way are finished, watches end.
public struct APIServerCommand: Sendable {
    let name: String
    let title: String
    let groups: [APIGroup]
    let storage: [StorageFactory]
    let admission: [any AdmissionPlugin]
    let services: [any Sendable]

    /// Makes the program.
    ///
    /// - Parameters:
    ///   - name: of the program, for its help.
    ///   - title: of its OpenAPI documents; the name if nil.
    ///   - groups: what it serves; generated as `APIs.groups`.
    ///   - storage: the back ends that `--storage` can choose; the last one is the default.
    ///   - admission: checks that every change must pass.
    ///   - services: what kinds and subresources that are served by your own code may ask for by type.
    public init(
        name: String,
        title: String? = nil,
        groups: [APIGroup],
        storage: [StorageFactory],
        admission: [any AdmissionPlugin] = [],
        services: [any Sendable] = []
    ) {
        self.name = name
        self.title = title ?? name
        self.groups = groups
        self.storage = storage
        self.admission = admission
        self.services = services
    }

    /// Runs until a signal comes, then ends the process: 0 after a proper stop or a complete migration, 1 for a failure, 64 for wrong flags.
    public func main() async -> Never {
        await Program.main(name, overview: overview, flags: flags) { flags in
            let settings = try ServerSettings(flags, storage: storage, admission: admission)
            if settings.migratesStorage { return try await MigrationProcess(command: self, settings: settings).run() }
            try await ServerProcess(command: self, settings: settings).run()
            return true
        }
    }

    private var overview: String {
        "serves "
            + groups.flatMap { group in group.versions.map { group.name + "/" + $0.name } }.joined(separator: ", ")
    }

    private var flags: [CommandFlag] {
        ServerSettings.flags(storage: storage.map(\.name), admission: admission)
            + storage.flatMap(\.flags).map { CommandFlag($0.name, $0.placeholder, $0.help, default: $0.defaultValue) }
    }
}
