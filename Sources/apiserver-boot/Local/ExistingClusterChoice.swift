internal import KubeClient
internal import LocalControlPlane
internal import Project
internal import Telemetry

/// Which cluster that exists a server is to join, as the command line says it.
struct ExistingClusterChoice {
    /// Absolute; nil looks for one as kubectl does.
    let kubeconfig: String?
    let context: String?
    /// Whether the registration of another run may be replaced.
    let takesOver: Bool
    /// Where the server listens, and by which address the cluster reaches it; nil for the loopback address.
    let address: String?
    /// Which context is meant, if that was said.
    let confirmed: String?

    static let options = [
        OptionSpec(
            "kubeconfig",
            .value("file"),
            "Join the cluster of that kubeconfig instead of running a control plane"
        ),
        OptionSpec("context", .value("name"), "The same, with a context of your kubeconfig"),
        TargetChoice.confirmation,
        OptionSpec(
            "bind-address",
            .value("ip"),
            "With --kubeconfig or --context: an address of this machine that the cluster reaches"
        ),
        OptionSpec(
            "take-over",
            .flag,
            "With --kubeconfig or --context: replace what another run of this project has registered"
        ),
    ]

    /// Reads the options; nil if no cluster is named.
    init?(_ invocation: Invocation) throws(Problems) {
        let arguments = invocation.arguments
        kubeconfig = arguments.value("kubeconfig").map { Path.absolute($0, from: Files.workingDirectory) }
        context = arguments.value("context")
        address = arguments.value("bind-address")
        takesOver = arguments.has("take-over")
        confirmed = arguments.value(TargetChoice.confirmation.name)
        guard kubeconfig == nil, context == nil else { return }
        let options = [
            ("bind-address", address != nil), ("take-over", takesOver),
            (TargetChoice.confirmation.name, confirmed != nil),
        ]
        guard let (name, _) = options.first(where: \.1) else { return nil }
        throw Problems(
            Problem(
                "AB5015",
                "--\(name) has no meaning without a cluster",
                cause: name == "bind-address"
                    ? "the local control plane and its server listen on 127.0.0.1 alone"
                    : "the local control plane is this project's own",
                fix: "name the cluster: --kubeconfig FILE or --context NAME"
            )
        )
    }

    /// Makes sure, without asking it, that there is such a cluster, that it may reach this machine, and that it is meant.
    ///
    /// - Parameter folder: where keys would be kept; nothing is written.
    /// - Throws: `Problems` that say what is missing.
    func check(folder: String) throws(Problems) {
        do throws(JoinError) { try ExistingCluster.check(configuration(folder: folder)) } catch {
            throw Problems(
                Problem(
                    "AB5014",
                    "the cluster cannot be joined",
                    cause: error.cause,
                    fix: error.fix,
                    status: .preflight
                )
            )
        }
        // What could be wrong with the file has been said above.
        guard let file = try? Kubeconfig.load(path: kubeconfig), let target = try? file.resolve(context: context)
        else { return }
        let names = TargetChoice.Names(
            context: context ?? file.currentContext ?? "",
            of: file,
            host: target.server.host
        )
        try TargetChoice.confirm(names, confirmed, among: file.contextNames)
    }

    /// How kubectl is told to use the same.
    var kubectl: String {
        (["kubectl"]
            + [("kubeconfig", kubeconfig), ("context", context)]
            .flatMap { name, value in value.map { ["--" + name, $0] } ?? [] }).joined(separator: " ")
    }

    /// The same as arguments, for who takes the registration away: of this run alone, and without asking what is meant.
    var arguments: [String] {
        [("kubeconfig", kubeconfig), ("context", context), ("bind-address", address)]
            .flatMap { name, value in value.map { ["--" + name, $0] } ?? [] }
    }

    func configuration(folder: String) -> ExistingCluster.Configuration {
        ExistingCluster.Configuration(
            kubeconfig: kubeconfig,
            context: context,
            address: address,
            takesOver: takesOver,
            folder: folder,
            log: Logger(level: .warning)
        )
    }
}

extension ExtensionServer {
    /// The server of a project on this machine.
    ///
    /// - Parameters:
    ///   - project: whose kinds it serves.
    ///   - suffix: what makes the namespace's name; nil for a cluster in which the same server may run for good.
    ///   - port: where it listens.
    ///   - resources: what it answers for, as far as roles name it.
    ///   - rules: what its controllers may do, if it has any.
    /// - Returns: the server.
    static func local(
        _ project: Project,
        suffix: String?,
        port: UInt16,
        resources: [ServedResource] = [],
        rules: [RoleRule] = []
    ) -> ExtensionServer {
        var versions: [GroupVersion] = []
        for placed in project.resources {
            let version = GroupVersion(
                group: placed.groupName,
                version: placed.version.name,
                priority: placed.version.priority
            )
            if !versions.contains(version) { versions.append(version) }
        }
        let name = suffix == nil ? project.name + "-local" : project.name
        let namespace = suffix.map { project.name + "-" + $0 } ?? name
        return ExtensionServer(
            name: name,
            namespace: namespace,
            port: port,
            versions: versions,
            resources: resources,
            controllerRules: project.hasControllers ? rules : nil
        )
    }
}
