internal import Glibc
internal import Project
internal import Telemetry
internal import Templates

/// The command `run local`.
enum RunLocal {
    static let spec = CommandSpec(
        "run local",
        section: .run,
        abstract: "Build the server and its controllers and run them on this machine behind a small control plane",
        discussion: """
            The control plane is a Kubernetes API with namespaces, roles, service accounts and the aggregation layer, in
            this process. The server joins it as it would join a cluster. The file kubeconfig leads to the control plane.
            With --no-aggregator the server runs alone. Everything listens on 127.0.0.1; keys and objects are kept in
            .apiserver-boot/, objects until --reset. Stays until Ctrl-C.
            If KUBEBUILDER_ASSETS names a folder with kube-apiserver and etcd, these are the control plane instead.
            With --kubeconfig or --context the server joins a cluster that exists: what is needed for that is made there,
            and taken away again when the command ends, in whatever way.
            \(TargetChoice.rule)
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
            OptionSpec(
                "controllers",
                .negatableFlag,
                "Run the project's controllers, too; without them, run bin/\(ControllerFiles.product) yourself",
                defaultValue: "yes"
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
        let controllerManager = Path.join(root, "bin/" + ControllerFiles.product)
        let storage = invocation.arguments.value("storage") ?? "sqlite"
        let isBuilding = invocation.arguments.flag("build") ?? true
        let isAggregated = invocation.arguments.flag("aggregator") ?? true
        // Without a control plane there is nobody to give controllers an account.
        let isControlled = isAggregated && (invocation.arguments.flag("controllers") ?? true)
        let products = BuildExecutables.products(project, isControlled ? "all" : BuildExecutables.product)
        let rules = isAggregated ? try ControllerRules.read(project, root: root) : []
        let resources = isAggregated ? try ServedResources.readable(project, root: root) : []
        let choice = try ExistingClusterChoice(invocation)
        // Nobody should wait for a compiler to hear that there is no such cluster, or that another one is meant.
        try choice?.check(folder: state.cluster)
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
                isBuilding ? "would build " + products.map { "bin/" + $0 }.joined(separator: " and ") : nil,
                "would write kubeconfig and certificates in .apiserver-boot/",
                choice != nil ? "would register the server in the cluster" : nil,
                isAggregated && choice == nil
                    ? "would run \(assets?.apiserver ?? "a control plane") on \(LocalPort.text(wanted))" : nil,
                "would run bin/\(BuildExecutables.product) with --storage \(storage)"
                    + (isAggregated ? " behind it" : " on \(LocalPort.text(wanted))"),
                products.count > 1 ? "would run bin/\(ControllerFiles.product)" : nil,
            ]
            for step in steps.compactMap(\.self) { invocation.console.print(step) }
            return Outcome()
        }
        let signals = try Signals()
        let lock = try state.open()
        defer { close(lock) }
        do {
            try prepare(project, products, state, invocation, signals, isBuilding: isBuilding)
            func clusterRun(_ place: LocalClusterRun.Place) -> LocalClusterRun {
                LocalClusterRun(
                    configuration: LocalClusterRun.Configuration(
                        project: project,
                        executable: executable,
                        place: place,
                        storage: storage,
                        state: state,
                        controllerManager: isControlled ? controllerManager : nil,
                        resources: resources,
                        controllerRules: rules
                    ),
                    console: invocation.console,
                    signals: signals
                )
            }
            if let choice {
                try join(clusterRun(.existing(choice)), project, storage, invocation)
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
                let run = clusterRun(
                    kubernetes.map { .kubernetes($0) } ?? .own(port: port, tokens: tokens, aggregation)
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
                if project.hasControllers, invocation.arguments.flag("controllers") ?? true {
                    invocation.console.print(
                        "bin/\(ControllerFiles.product) does not run: without a control plane it has no account"
                    )
                }
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
        _ run: LocalClusterRun,
        _ project: Project,
        _ storage: String,
        _ invocation: Invocation
    ) throws {
        try run.run { time in
            invocation.console.print("\(invocation.console.check) ready in \(milliseconds(time)) ms, in the cluster")
            propose(project, storage: storage, invocation.console, isElsewhere: true)
        }
    }

    /// Builds or finds the executables, and empties the data folder if that is asked for.
    private static func prepare(
        _ project: Project,
        _ products: [String],
        _ state: LocalState,
        _ invocation: Invocation,
        _ signals: Signals,
        isBuilding: Bool
    ) throws {
        if isBuilding {
            let builds = products.map { product in
                SwiftBuild(
                    root: state.root,
                    product: product,
                    configuration: "debug",
                    isStatic: false,
                    console: invocation.console
                )
            }
            _ = try BuildExecutables.make(project, builds, folder: "bin", invocation, signals)
        } else if let missing = products.first(where: { !Files.exists(Path.join(state.root, "bin/" + $0)) }) {
            throw Problems(
                Problem(
                    "AB5002",
                    "there is no bin/\(missing)",
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
