internal import ComponentBase
internal import EventLoop
internal import Glibc
internal import Telemetry
internal import Transport

/// One run of a controller manager: client, caches, election, controllers, until a signal comes.
struct ManagerProcess: Sendable {
    let command: ControllerManagerCommand
    let settings: ManagerSettings

    func run() async throws {
        let log = Logger(level: settings.logLevel)
        let group = try EventLoopGroup(count: 1)
        let signals = try Signals.stream(for: [SIGTERM, SIGINT], on: group.loops[0])
        let registry = MetricsRegistry()
        let manager = try manager(group, registry, log)
        var ports: [HTTPServer] = []
        for (address, endpoints) in [
            (settings.metrics, PlainEndpoints.metrics(registry)), (settings.probes, PlainEndpoints.health(manager)),
        ] {
            guard let address else { continue }
            ports.append(try await Self.serve(endpoints, at: address, group, log))
        }
        ProgramOutput.complain("controllers are starting\n")
        let running = Task { try await manager.run() }
        await Self.wait(for: running, or: signals, log)
        let outcome = await running.result
        for port in ports { await port.shutdown(deadline: .seconds(1)) }
        group.stop()
        // What it says after it was told to stop is no failure.
        if !running.isCancelled { try outcome.get() }
    }

    /// Waits for the end of the manager, and cancels it when a signal comes.
    private static func wait(for running: Task<Void, any Error>, or signals: AsyncStream<Int32>, _ log: Logger) async {
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                for await signal in signals {
                    if running.isCancelled {
                        log.warning("stopping at once, a second signal came")
                        Program.end(1)
                    }
                    log.info("stopping", [("signal", "\(signal)")])
                    running.cancel()
                }
            }
            _ = await running.result
            tasks.cancelAll()
        }
    }

    // MARK: Parts

    private func manager(
        _ group: EventLoopGroup,
        _ registry: MetricsRegistry,
        _ log: Logger
    ) throws -> ControllerManager {
        let cluster = try Self.cluster(settings.kubeconfig)
        let client = try KubeClient(
            cluster,
            http: HTTPClient(group: group),
            userAgent: "\(command.name)/v1",
            hooks: KubeClient.Hooks(log: log)
        )
        var configuration = ControllerManager.Configuration(
            client: client,
            reconcilers: command.reconcilers,
            log: log,
            clock: .system(group.loops[0])
        )
        configuration.concurrency = settings.concurrency
        configuration.namespace = settings.namespace
        configuration.identity = Self.identity()
        configuration.registry = registry
        configuration.leaderElection = try election(configuration.identity, cluster.namespace)
        configuration.onLeadershipLost = { loss in
            // Another copy works from now on: nothing of ours may go on for a moment longer.
            ProgramOutput.complain("error: \(loss)\n")
            Program.end(1)
        }
        return try ControllerManager(configuration)
    }

    private func election(_ identity: String, _ own: String) throws(StartError) -> LeaderElectionConfiguration? {
        guard settings.elects else { return nil }
        let namespace = settings.leaseNamespace ?? own
        guard !namespace.isEmpty else {
            throw StartError(
                "--leader-elect: there is no telling in which namespace the Lease is to be",
                fix: "--leader-elect-resource-namespace=NAME"
            )
        }
        return LeaderElectionConfiguration(
            lease: NamespacedName(namespace: namespace, name: settings.leaseName),
            identity: identity,
            leaseDuration: settings.leaseDuration,
            renewDeadline: settings.renewDeadline,
            retryPeriod: settings.retryPeriod
        )
    }

    /// How to reach the API server.
    ///
    /// Source: controller-runtime, `pkg/client/config`: the flag, `KUBECONFIG`, the pod, `~/.kube/config`.
    static func cluster(
        _ file: String?,
        environment: (String) -> String? = Kubeconfig.processEnvironment
    ) throws(StartError) -> ClientConfiguration {
        do throws(KubeClientError) {
            if let file { return try Kubeconfig.load(path: file, environment: environment).resolve() }
            if environment("KUBECONFIG")?.isEmpty == false {
                return try Kubeconfig.load(environment: environment).resolve()
            }
            do throws(KubeClientError) {
                return try .inCluster(environment: environment)
            } catch {
                guard case .notInCluster = error else { throw error }
            }
            return try Kubeconfig.load(environment: environment).resolve()
        } catch {
            throw StartError("there is no telling where the API server is: \(error)", fix: "name a --kubeconfig")
        }
    }

    /// The machine's name and something that no other copy has.
    private static func identity() -> String {
        var name = [CChar](repeating: 0, count: 256)
        _ = gethostname(&name, name.count - 1)
        let host = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return "\(host)_\(String(UInt64.random(in: 0 ... .max), radix: 16))"
    }

    private static func serve(
        _ handler: @escaping HTTPHandler,
        at address: ManagerSettings.Address,
        _ group: EventLoopGroup,
        _ log: Logger
    ) async throws(StartError) -> HTTPServer {
        let configuration = HTTPServerConfiguration(host: address.host, port: address.port)
        let server = HTTPServer(configuration: configuration, tls: nil, group: group, handler: handler)
        do {
            let listening = try await server.start()
            log.info("listening", [("host", listening.host), ("port", "\(listening.port)")])
            return server
        } catch {
            throw StartError(
                "cannot listen on \(address.host), port \(address.port): \(error)",
                fix: "name another address with --metrics-bind-address and --health-probe-bind-address, or 0 for none"
            )
        }
    }
}
