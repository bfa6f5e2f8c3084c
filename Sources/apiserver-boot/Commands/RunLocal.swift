internal import Glibc
internal import Project
internal import Telemetry
internal import Templates

/// The command `run local`.
enum RunLocal {
    static let spec = CommandSpec(
        "run local",
        section: .run,
        abstract: "Build the server and run it on this machine behind a small control plane",
        discussion: """
            The control plane is a Kubernetes API with namespaces, roles, service accounts and the aggregation layer, in
            this process. The server joins it as it would join a cluster. The file kubeconfig leads to the control plane.
            With --no-aggregator the server runs alone. Everything listens on 127.0.0.1; keys and objects are kept in
            .apiserver-boot/, objects until --reset. Stays until Ctrl-C.
            If KUBEBUILDER_ASSETS names a folder with kube-apiserver and etcd, these are the control plane instead.
            With --kubeconfig or --context the server joins a cluster that exists: what is needed for that is made there,
            and taken away again when the command ends, in whatever way.
            """,
        options: [
            OptionSpec(
                "secure-port",
                .value("port"),
                "Port for kubectl; the next free one if it is in use, any if 0",
                defaultValue: "9443"
            ),
            OptionSpec(
                "storage",
                .value("kind"),
                "Where objects are kept",
                defaultValue: "sqlite",
                choices: ["memory", "sqlite"]
            ),
            OptionSpec("aggregator", .negatableFlag, "Run a control plane in front of the server", defaultValue: "yes"),
            OptionSpec(
                "token-auth-file",
                .value("file"),
                "Users of the control plane by fixed bearer tokens: lines of token,user,uid,\"group1,group2\""
            ),
            OptionSpec("build", .negatableFlag, "Build first", defaultValue: "yes"),
            OptionSpec("reset", .flag, "Forget the objects of earlier runs"),
        ] + AggregationChoice.options + ExistingClusterChoice.options,
        examples: [
            "run local", "run local --secure-port 0 --storage memory", "run local --no-build --reset",
            "run local --no-aggregator", "run local --context kind-dev --bind-address 172.18.0.1",
        ]
    ) { try run($0) }

    private static func run(_ invocation: Invocation) throws -> Outcome {
        let (root, project) = try invocation.project()
        let wanted = try LocalPort.parse(invocation.arguments.value("secure-port") ?? "9443")
        let state = LocalState(root: root)
        let executable = Path.join(root, "bin/" + BuildExecutables.product)
        let storage = invocation.arguments.value("storage") ?? "sqlite"
        let isBuilding = invocation.arguments.flag("build") ?? true
        let isAggregated = invocation.arguments.flag("aggregator") ?? true
        let choice = try ExistingClusterChoice(invocation)
        let tokenFile = invocation.arguments.value("token-auth-file")
        let tokens = try tokenFile.map { path in
            try readTokens(path, isAggregated: isAggregated && choice == nil)
        }
        let assets = isAggregated && choice == nil ? try KubernetesAssets(Environment.current) : nil
        let aggregation = try AggregationChoice(
            invocation,
            hasControlPlane: isAggregated && choice == nil,
            isKubernetes: assets != nil,
            keys: (assets == nil ? state.controlPlane : state.assets) + "/pki",
            at: Int64(WallTime.now.seconds)
        )
        if invocation.isDryRun {
            let steps = [
                isBuilding ? "would build bin/\(BuildExecutables.product)" : nil,
                "would write kubeconfig and certificates in .apiserver-boot/",
                choice != nil ? "would register the server in the cluster" : nil,
                isAggregated && choice == nil
                    ? "would run \(assets?.apiserver ?? "a control plane") on port \(wanted)" : nil,
                "would run bin/\(BuildExecutables.product) with --storage \(storage)"
                    + (isAggregated ? " behind it" : " on port \(wanted)"),
            ]
            for step in steps.compactMap(\.self) { invocation.console.print(step) }
            return Outcome()
        }
        let signals = try Signals()
        let lock = try state.open()
        defer { close(lock) }
        do {
            try prepare(project, state, executable, invocation, signals, isBuilding: isBuilding)
            if let choice {
                try join(choice, project, state, executable, storage, invocation, signals)
                return Outcome()
            }
            let port = try LocalPort.choose(wanted)
            if wanted != 0, port != wanted {
                invocation.console.progress("port \(wanted) is in use, so the server listens on \(port)")
            }
            if isAggregated {
                let kubernetes = assets.map { assets in
                    KubernetesControlPlane.Configuration(
                        assets: assets,
                        port: port,
                        tokens: tokenFile.map { Path.absolute($0, from: Files.workingDirectory) },
                        frontProxy: aggregation.frontProxy,
                        isDurable: storage == "sqlite",
                        state: state
                    )
                }
                let run = LocalClusterRun(
                    configuration: LocalClusterRun.Configuration(
                        project: project,
                        executable: executable,
                        place: kubernetes.map { .kubernetes($0) } ?? .own(port: port, tokens: tokens, aggregation),
                        storage: storage,
                        state: state
                    ),
                    console: invocation.console,
                    signals: signals
                )
                try run.run { time in announceCluster(project, port: port, storage: storage, time, invocation) }
                return Outcome()
            }
            let credentials = try LocalCredentials.make()
            try state.write(credentials, port: port, name: project.name)
            let server = LocalServer(
                configuration: LocalServer.Configuration(
                    executable: executable,
                    port: port,
                    storage: storage,
                    state: state
                ),
                console: invocation.console,
                signals: signals
            )
            try server.run(try .https(port: port, credentials)) { time in
                announce(project, port: port, storage: storage, time, invocation)
            }
            return Outcome()
        } catch let interruption as Interruption {
            return Outcome(status: interruption.status)
        }
    }

    private static func readTokens(_ path: String, isAggregated: Bool) throws -> String {
        guard isAggregated else {
            throw Problems(
                Problem(
                    "AB5012",
                    "--token-auth-file is for the control plane",
                    cause: "with --no-aggregator, --kubeconfig or --context there is none",
                    fix: "leave one of the two out"
                )
            )
        }
        guard let bytes = try Files.read(path) else {
            throw Problems(
                Problem(
                    "AB5011",
                    "there is no file \(path)",
                    cause: "--token-auth-file names it",
                    fix: "make it, or leave --token-auth-file out",
                    status: .preflight
                )
            )
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Runs the server behind a cluster that exists.
    private static func join(
        _ choice: ExistingClusterChoice,
        _ project: Project,
        _ state: LocalState,
        _ executable: String,
        _ storage: String,
        _ invocation: Invocation,
        _ signals: Signals
    ) throws {
        let run = LocalClusterRun(
            configuration: LocalClusterRun.Configuration(
                project: project,
                executable: executable,
                place: .existing(choice),
                storage: storage,
                state: state
            ),
            console: invocation.console,
            signals: signals
        )
        try run.run { time in
            invocation.console.print("\(invocation.console.check) ready in \(milliseconds(time)) ms, in the cluster")
            propose(project, storage: storage, invocation.console, isElsewhere: true)
        }
    }

    /// Builds or finds the executable, and empties the data folder if that is asked for.
    private static func prepare(
        _ project: Project,
        _ state: LocalState,
        _ executable: String,
        _ invocation: Invocation,
        _ signals: Signals,
        isBuilding: Bool
    ) throws {
        if isBuilding {
            let build = SwiftBuild(
                root: state.root,
                product: BuildExecutables.product,
                configuration: "debug",
                isStatic: false,
                console: invocation.console
            )
            _ = try BuildExecutables.make(project, build, folder: "bin", invocation, signals)
        } else if !Files.exists(executable) {
            throw Problems(
                Problem(
                    "AB5002",
                    "there is no bin/\(BuildExecutables.product)",
                    cause: "--no-build runs what was built before",
                    fix: "apiserver-boot run local",
                    status: .preflight
                )
            )
        }
        if invocation.arguments.has("reset") { try state.reset() }
    }

    private static func announce(
        _ project: Project,
        port: UInt16,
        storage: String,
        _ time: Duration,
        _ invocation: Invocation
    ) {
        let console = invocation.console
        console.print("\(console.check) apiserver https://127.0.0.1:\(port) ready in \(milliseconds(time)) ms")
        propose(project, storage: storage, console)
    }

    private static func announceCluster(
        _ project: Project,
        port: UInt16,
        storage: String,
        _ time: Duration,
        _ invocation: Invocation
    ) {
        let console = invocation.console
        console.print("\(console.check) ready in \(milliseconds(time)) ms at https://127.0.0.1:\(port)")
        propose(project, storage: storage, console)
    }

    private static func milliseconds(_ time: Duration) -> Int64 {
        let (seconds, attoseconds) = time.components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }

    /// What there is, and what to type next.
    private static func propose(
        _ project: Project,
        storage: String,
        _ console: Console,
        isElsewhere: Bool = false
    ) {
        let resources = project.resources
        for placed in resources {
            console.print("  \(placed.resource.plural).\(placed.groupName)/\(placed.version.name)")
        }
        var commands = isElsewhere ? [] : ["export KUBECONFIG=$PWD/kubeconfig"]
        commands.append("kubectl api-resources")
        if let first = resources.first {
            commands.append("kubectl apply -f \(KindFiles.samplePath(first))")
            commands.append("kubectl get \(first.resource.plural).\(first.groupName)")
        }
        for (number, line) in commands.enumerated() {
            console.print((number == 0 ? console.styled("Next:", .bold) + " " : "      ") + line)
        }
        let kept = storage == "sqlite" ? "  Objects are kept; forget them with: apiserver-boot run local --reset" : ""
        console.print("Ctrl-C stops everything." + kept)
    }
}
