internal import Glibc
internal import LocalControlPlane
internal import Project

/// The command `run withdraw`, which `run local` starts beside itself for clusters that exist; see ``Guardian``.
///
/// Not for people, and not in the help: it waits for a signal, and takes the registration away.
enum WithdrawLocal {
    static let spec = CommandSpec(
        "run withdraw",
        section: .run,
        abstract: "Wait for the end of run local, then take its registration out of a cluster",
        options: ExistingClusterChoice.options
    ) { try run($0) }

    /// What it prints once signals do not end it any more.
    static let greeting = "waiting for the end"

    private static func run(_ invocation: Invocation) throws -> Outcome {
        let signals = try Signals()
        let (root, project) = try invocation.project()
        guard let choice = try ExistingClusterChoice(invocation) else { return Outcome(status: .usage) }
        let configuration = choice.configuration(folder: LocalState(root: root).cluster)
        // The port is of no account for names.
        let server = ExtensionServer.local(project, suffix: nil, port: 0)
        invocation.console.printAlways(greeting)
        while signals.take().isEmpty { Readiness.wait(for: [signals.descriptor], timeout: .seconds(60)) }
        let faults = try withdraw(server, configuration)
        for fault in faults { invocation.console.complain("could not take away \(fault)") }
        return Outcome(status: faults.isEmpty ? .success : .failure)
    }

    private static func withdraw(
        _ server: ExtensionServer,
        _ configuration: ExistingCluster.Configuration
    ) throws -> [String] {
        let cluster: ExistingCluster
        do {
            cluster = try ExistingCluster(configuration)
        } catch {
            return ["\(server.name): \(error)"]
        }
        defer { cluster.close() }
        return Waiting.value { await cluster.withdraw(server) }
    }
}
