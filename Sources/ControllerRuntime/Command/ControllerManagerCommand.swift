internal import ComponentBase

/// The program that `Sources/controller-manager/main.swift` of a generated project runs: flags in, working controllers out.
///
/// Flags have the names of upstream's controller managers. SIGTERM and SIGINT stop it: what is being worked on is finished,
/// and the leadership given up. A second signal ends it at once.
public struct ControllerManagerCommand: Sendable {
    let name: String
    let reconcilers: [any Reconciler]

    /// Makes the program.
    ///
    /// - Parameters:
    ///   - name: of the program, for its help, its user agent and its Lease.
    ///   - reconcilers: the controllers.
    public init(name: String, reconcilers: [any Reconciler]) {
        self.name = name
        self.reconcilers = reconcilers
    }

    /// Runs until a signal comes, then ends the process: 0 after a proper stop, 1 for a failure or a lost leadership, 64 for
    /// wrong flags.
    public func main() async -> Never {
        await Program.main(name, overview: overview, flags: ManagerSettings.flags(name: name)) { flags in
            try await ManagerProcess(command: self, settings: ManagerSettings(flags)).run()
            return true
        }
    }

    private var overview: String {
        var kinds = reconcilers.map { Self.kind(of: $0) }
        kinds = kinds.enumerated().filter { kinds.firstIndex(of: $0.element) == $0.offset }.map(\.element)
        return kinds.isEmpty ? "has no controllers yet" : "runs the controllers of " + kinds.joined(separator: ", ")
    }

    private static func kind<R: Reconciler>(of reconciler: R) -> String {
        let mapping = R.Object.mapping
        return "\(mapping.resource.resource).\(mapping.apiVersion)"
    }
}
