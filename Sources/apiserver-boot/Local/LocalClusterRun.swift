internal import Glibc
internal import LocalControlPlane
internal import Project
internal import Telemetry
internal import Templates

/// A control plane in this process with the server of a project behind it, from the first step to the end.
struct LocalClusterRun {
    /// How it is run.
    struct Configuration {
        let project: Project
        let executable: String
        let place: Place
        /// `memory` or `sqlite`.
        let storage: String
        let state: LocalState
        /// Runs the controllers, if there are any; nil if somebody else does.
        let controllerManager: String?
        /// What the server answers for, as far as roles name it.
        let resources: [ServedResource]
        /// What the controllers may do.
        let controllerRules: [RoleRule]
    }

    /// Which cluster the server joins.
    enum Place {
        /// A control plane of this process; the port may be 0 for any, the tokens are lines of a token file.
        case own(port: UInt16, tokens: String?, AggregationChoice)
        case existing(ExistingClusterChoice)
        /// A kube-apiserver that the tool starts.
        case kubernetes(KubernetesControlPlane.Configuration)

        /// Whether the cluster is there for the server alone.
        var isPrivate: Bool {
            if case .existing = self { false } else { true }
        }

        /// Where the server listens.
        var address: String {
            if case .existing(let choice) = self { choice.address ?? "127.0.0.1" } else { "127.0.0.1" }
        }
    }

    let configuration: Configuration
    let console: Console
    let signals: Signals

    private static let patience = Duration.seconds(60)

    /// Stays until something ends it.
    ///
    /// - Throws: `Problems` if the server or the control plane ends or does not get ready, `Interruption` when a signal
    ///   asked for the end and everything has followed.
    func run(whenReady: (_ time: Duration) -> Void) throws {
        let start = ContinuousClock.now
        let server = try extensionServer()
        let kubernetes = try startKubernetes()
        defer { kubernetes?.stop(signals) }
        let guardian = try startGuardian()
        defer { guardian?.stop(signals, console) }
        let cluster = LocalCluster(place(kubernetes), for: server, at: configuration.place.address)
        defer { cluster.stop() }
        let progress = SetupProgress(console: console, server: server, isPrivate: configuration.place.isPrivate)
        var isFinished = false
        var child: LocalServerProcess?
        var controllers: LocalServerProcess?
        var controllerKubeconfig: String?
        var clients = kubernetes.map { (port: $0.port, pki: $0.pki) }
        while true {
            for event in cluster.take() {
                switch event {
                case .serving(let port, let pki):
                    clients = (port, pki)
                    progress.done("control plane", "https://127.0.0.1:\(port)")
                case .found(let url):
                    progress.done(kubernetes == nil ? "cluster" : "control plane", url)
                case .step(let step, let outcome): progress.step(step, outcome)
                case .prepared(let files):
                    controllerKubeconfig = files.controllerKubeconfig
                    child = try launch(BuildExecutables.product, configuration.executable, arguments(server, files))
                case .serverReady: progress.ready(at: "https://127.0.0.1:\(server.port)")
                case .available(let sighting):
                    // Whoever waits for the file may use it at once.
                    if let (port, pki) = clients {
                        try configuration.state.write(pki, port: port, name: configuration.project.name)
                    }
                    progress.available(sighting)
                    if clients != nil { progress.done("kubeconfig", "./kubeconfig") }
                    if let controllerKubeconfig, let program = configuration.controllerManager {
                        controllers = try launch(
                            ControllerFiles.product,
                            program,
                            ["--kubeconfig=\(controllerKubeconfig)"]
                        )
                        progress.done("controllers", "bin/\(ControllerFiles.product)")
                    }
                    whenReady(start.duration(to: .now))
                    isFinished = true
                case .failed(let cause, let fix): throw Problems(failed(cause, fix))
                case .closed: break
                }
            }
            try child?.look(wasReady: isFinished)
            try controllers?.look(wasReady: true)
            try guardian?.look(console)
            try kubernetes?.look()
            if let signal = signals.take().first {
                console.progress("stopping apiserver" + (guardian == nil ? " and control plane" : ""))
                controllers?.stop(signals)
                child?.stop(signals)
                throw Interruption(signal: signal)
            }
            if !isFinished, start.duration(to: .now) > Self.patience {
                child?.stop(signals)
                throw Problems(notReady(cluster.obstacle))
            }
            Readiness.wait(
                for: [signals.descriptor, cluster.descriptor, child?.output ?? -1, controllers?.output ?? -1]
                    + (kubernetes?.descriptors ?? []),
                timeout: .seconds(1)
            )
        }
    }

    private func place(_ kubernetes: KubernetesControlPlane?) -> LocalCluster.Place {
        let state = configuration.state
        switch configuration.place {
        case .own(let port, let tokens, let aggregation):
            var plane = LocalControlPlane.Configuration(
                folder: state.controlPlane,
                port: port,
                isDurable: configuration.storage == "sqlite",
                log: Logger(level: .warning)
            )
            plane.fixedTokens = tokens
            plane.frontProxy = aggregation.frontProxy
            plane.routesByEndpoints = aggregation.routesByEndpoints
            return .own(plane)
        case .existing(let choice): return .existing(choice.configuration(folder: state.cluster))
        case .kubernetes:
            let cluster = ExistingCluster.Configuration(
                kubeconfig: kubernetes?.kubeconfig,
                context: nil,
                address: nil,
                takesOver: true,
                isPrivate: true,
                folder: state.assets + "/joined",
                log: Logger(level: .warning)
            )
            return .existing(cluster)
        }
    }

    private func startKubernetes() throws -> KubernetesControlPlane? {
        guard case .kubernetes(let configuration) = configuration.place else { return nil }
        console.progress("starting \(configuration.assets.apiserver)")
        return try KubernetesControlPlane(configuration, signals)
    }

    private func launch(
        _ name: String,
        _ executable: String,
        _ arguments: [String]
    ) throws(Problems) -> LocalServerProcess {
        let program = LocalServerProcess.Program(name: name, executable: executable, arguments: arguments)
        return try LocalServerProcess(program, in: configuration.state.root, console)
    }

    private func extensionServer() throws(Problems) -> ExtensionServer {
        let suffix: String? = if case .own = configuration.place { "system" } else { nil }
        return .local(
            configuration.project,
            suffix: suffix,
            port: try LocalPort.choose(0),
            resources: configuration.resources,
            rules: configuration.controllerRules
        )
    }

    /// Nil if there is nothing to take away afterwards.
    private func startGuardian() throws -> Guardian? {
        guard case .existing(let choice) = configuration.place else { return nil }
        return try Guardian(choice, root: configuration.state.root, signals, console)
    }

    private func arguments(_ server: ExtensionServer, _ files: ExtensionServer.Files) -> [String] {
        var arguments = [
            "--secure-port=\(server.port)",
            "--bind-address=\(configuration.place.address)",
            "--tls-cert-file=\(files.certificate)",
            "--tls-private-key-file=\(files.key)",
            "--kubeconfig=\(files.kubeconfig)",
            "--authentication-kubeconfig=\(files.kubeconfig)",
            "--authorization-kubeconfig=\(files.kubeconfig)",
            "--storage=\(configuration.storage)",
        ]
        if configuration.storage == "sqlite" { arguments.append("--sqlite-file=\(configuration.state.database)") }
        return arguments
    }

    private func failed(_ cause: String, _ fix: String) -> Problem {
        switch configuration.place {
        case .own: Problem("AB5010", "the control plane cannot go on", cause: cause, fix: fix, status: .failure)
        case .existing(let choice):
            Problem(
                "AB5014",
                "the server cannot join the cluster",
                cause: cause,
                fix: fix.isEmpty
                    ? "the cluster must answer and let you make these objects; try: \(choice.kubectl) get namespaces"
                    : fix,
                status: .failure
            )
        case .kubernetes:
            Problem("AB5014", "the server cannot join the cluster", cause: cause, fix: fix, status: .failure)
        }
    }

    private func notReady(_ obstacle: String) -> Problem {
        Problem(
            "AB5008",
            "the server is not ready after \(Self.patience.components.seconds) s",
            cause: obstacle.isEmpty ? "it does not answer /readyz" : obstacle,
            fix: "look at its output above",
            status: .timeout
        )
    }
}
