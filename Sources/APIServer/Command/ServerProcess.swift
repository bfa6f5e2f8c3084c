internal import ComponentBase
internal import EventLoop
internal import Glibc
internal import Storage
internal import TLS
internal import Telemetry
internal import Transport

/// One run of a server: store, caches, certificates, listener, until a signal comes.
struct ServerProcess: Sendable {
    let command: APIServerCommand
    let settings: ServerSettings

    func run() async throws {
        let log = Logger(level: settings.logLevel)
        let group = try EventLoopGroup()
        let backend = try await openStorage(StorageEnvironment(loops: group, log: log))
        var configuration = APIServer.Configuration(
            groups: command.groups,
            backend: backend,
            title: command.title,
            log: log
        )
        configuration.admission = command.admission.filter {
            settings.admission.enabled.contains(AdmissionSettings.name(of: $0))
        }
        configuration.services = command.services
        configuration.advertisedAddress = "\(settings.bindAddress):\(settings.port)"
        let client = HTTPClient(group: group)
        let clients = try CoreClients(
            settings.trust.delegation,
            http: client,
            userAgent: "\(command.name)/\(configuration.version.gitVersion)",
            log: log
        )
        let trust = try ServerTrust(settings.trust, clients: clients, registry: configuration.registry, log: log)
        configuration.authenticator = trust.authenticator
        configuration.authorizer = trust.authorizer
        let cluster = clients.core.flatMap { core in
            AdmissionFollower(
                settings.admission,
                core,
                http: client,
                registry: configuration.registry,
                log: log
            )
        }
        configuration.cluster = cluster?.admission
        if let cluster { configuration.readinessChecks.append(cluster.check) }
        let clusterServing = try settings.clusterCertificate.map { settings throws(StartError) in
            try ClusterServing(settings, clients, groups: command.groups, log: log)
        }
        if let clusterServing { configuration.readinessChecks.append(clusterServing.check) }
        let auditor = try settings.audit.auditor(registry: configuration.registry, log: log)
        configuration.auditor = auditor
        let gate = settings.serving.sendsRetryAfter ? ShutdownGate() : nil
        configuration.shutdownGate = gate
        settings.limit(&configuration)
        let server = APIServer(configuration)
        var options = settings.serving.tls
        options.clientAuthorities = trust.clientAuthorities
        let identity = try clusterServing?.identityBefore() ?? ServingCertificate(settings: settings).identity()
        let tls = try Self.context(identity, options) { error in
            if let error {
                log.error("the serving certificate was not replaced", [("error", "\(error)")])
            } else {
                log.info("the serving certificate was replaced")
            }
        }
        let http = HTTPServer(
            configuration: settings.httpConfiguration,
            tls: tls,
            group: group
        ) { request, loop in await server.respond(to: request, on: loop) }
        configuration.registry.counter(
            "apiserver_tls_handshake_errors_total",
            help: "Number of requests dropped with 'TLS handshake error from' error"
        ) { Double(http.handshakeErrors) }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await server.run() }
            if let cluster { tasks.addTask { await cluster.run() } }
            if let clusterServing { tasks.addTask { await clusterServing.run(in: tls) } }
            if let auditor { tasks.addTask { await auditor.log.run() } }
            let compactionInterval = backend.compactionInterval ?? settings.compactionInterval
            if compactionInterval > .zero {
                tasks.addTask {
                    try await Compactor.run(backend, interval: compactionInterval) { error in
                        log.warning("compaction failed", [("error", "\(error)")])
                    }
                }
            }
            if let follower = trust.follower {
                try await follower.lookUp()
                tasks.addTask { await follower.run() }
            }
            try await server.waitUntilReady()
            let address = try await listen(http)
            log.info("serving", [("address", "https://\(Self.authority(address))")])
            Self.announce("serving on https://\(Self.authority(address))")
            let shutdown = ShutdownSequence(
                serving: settings.serving,
                limit: settings.shutdownTimeout,
                gate: gate,
                log: log
            )
            try await shutdown.run(server, http, on: group.loops[0])
            tasks.cancelAll()
        }
        await auditor?.log.close()
        await backend.close()
        group.stop()
    }

    func openStorage(_ environment: StorageEnvironment) async throws -> any StorageBackend {
        do {
            return try await settings.storage.open(settings.storageValues, environment)
        } catch {
            let fix = "mend that, or name another place; see --help for the flags of --storage=\(settings.storage.name)"
            if case .unavailable(let cause) = error { throw StartError(cause, fix: fix) }
            throw StartError("the store cannot be opened: \(error)", fix: fix)
        }
    }

    static func read(_ file: String, flag: String) throws(StartError) -> [UInt8] {
        do {
            return try FileBytes.read(file)
        } catch {
            throw StartError("--\(flag): \(error)", fix: "name a file that exists and may be read")
        }
    }

    private static func context(
        _ identity: TLSIdentity,
        _ options: TLSServerOptions,
        onReload: @escaping @Sendable (TLSError?) -> Void
    ) throws(StartError) -> TLSContext {
        do {
            return try TLSContext.server(identity: identity, options: options, onReload: onReload)
        } catch {
            throw StartError(
                "the serving certificate cannot be used: \(error)",
                fix: "--tls-cert-file and --tls-private-key-file name a PEM chain and its key"
            )
        }
    }

    private func listen(_ http: HTTPServer) async throws(StartError) -> ListeningAddress {
        do {
            return try await http.start()
        } catch {
            throw StartError(
                "cannot listen on \(settings.bindAddress):\(settings.port): \(error)",
                fix:
                    "--bind-address names an address of this machine, --secure-port a port that nobody uses (0 takes a free one)"
            )
        }
    }

    /// `host:port`, IPv6 addresses in brackets.
    private static func authority(_ address: ListeningAddress) -> String {
        address.host.contains(":") ? "[\(address.host)]:\(address.port)" : "\(address.host):\(address.port)"
    }

    /// A line for whoever waits for the server to listen.
    private static func announce(_ text: String) {
        ProgramOutput.complain(text + "\n")
    }
}
