internal import APIMachinery
internal import APIServer
internal import Aggregator
internal import EventLoop
internal import JSON
internal import Storage
internal import StorageSQLite
internal import Synchronization
internal import TLS
public import Telemetry
internal import Transport

/// A cluster in this process, as far as extension servers and kubectl need one: core kinds, roles, tokens, controllers,
/// and an aggregation layer that leads to extension servers.
///
/// Listens on the loopback address alone.
public final class LocalControlPlane: Sendable {
    /// How it runs.
    public struct Configuration: Sendable {
        /// Where keys and objects are kept, readable by their owner alone; made if it is not there.
        public var folder: String
        /// 0 takes a free one.
        public var port: UInt16
        /// Whether objects are kept in the folder; otherwise they go with the process.
        public var isDurable: Bool
        /// Users by fixed tokens beside those of service accounts: lines of `token,user,uid,"group1,group2"`.
        public var fixedTokens: String?
        /// What takes the place of its own front-proxy certificate; nil for that.
        public var frontProxy: FrontProxy?
        /// Whether extension servers are reached by the ready endpoints of their Services alone.
        public var routesByEndpoints = false
        /// Where it logs.
        public var log: Logger

        /// Makes a configuration.
        public init(folder: String, port: UInt16 = 0, isDurable: Bool = true, log: Logger) {
            self.folder = folder
            self.port = port
            self.isDurable = isDurable
            self.log = log
        }
    }

    /// Its keys.
    public let pki: LocalPKI
    /// Where it listens.
    public let port: UInt16

    private let configuration: Configuration
    /// What objects for extension servers say of who made them.
    private let origin: RunIdentity
    private let backend: any StorageBackend
    private let group: EventLoopGroup
    private let aggregator: Aggregator
    private let http: HTTPServer
    private let objects: PlaneObjects
    private let roles: RoleStore
    private let tokens: ServiceAccountTokens
    private let authorities: PlaneAuthorities

    /// Opens the store and listens; nothing is answered before `run`.
    ///
    /// - Throws: what the folder, the store or the port refuses.
    public init(_ configuration: Configuration) async throws {
        self.configuration = configuration
        pki = try LocalPKI(folder: configuration.folder + "/pki")
        origin = try RunIdentity(folder: configuration.folder)
        backend = try await Self.store(configuration)
        group = try EventLoopGroup(count: 1)
        objects = PlaneObjects(backend: backend, of: Self.resources)
        roles = RoleStore(objects: objects)
        tokens = ServiceAccountTokens(
            key: pki.tokenKey,
            directory: objects,
            clock: { Int64(WallTime.now.seconds) }
        )
        authorities = try pki.authorities(configuration.frontProxy) { [log = configuration.log] name, notice in
            guard case .kept(let error) = notice else { return }
            log.error("authorities were not replaced", [("file", name + ".crt"), ("error", "\(error)")])
        }
        let place = Place()
        var aggregation = Aggregator.Configuration(
            server: try Self.configuration(configuration, backend, authorities, objects, roles, tokens),
            loops: group
        )
        aggregation.proxyCertificate = pki.frontProxyFiles(configuration.frontProxy)
        if configuration.routesByEndpoints { aggregation.routing = .endpoints }
        // Nothing here makes pods ready.
        aggregation.longestRecovery = .seconds(2)
        aggregation.loopback = { place.port.withLock { $0 }.map { ("127.0.0.1", $0) } }
        let aggregator = Aggregator(aggregation)
        self.aggregator = aggregator
        http = HTTPServer(
            configuration: HTTPServerConfiguration(host: "127.0.0.1", port: configuration.port),
            tls: try TLSContext.server(
                identity: .pem(certificate: pki.server.certificatePEM, key: pki.server.privateKeyPEM),
                options: TLSServerOptions(clientAuthorities: [authorities.clients, authorities.proxies])
            ),
            group: group,
            streamsBody: aggregator.streamsBody
        ) { request, loop in
            await aggregator.respond(to: ProtobufBodies.translated(request), on: loop)
        }
        let port = try await http.start().port
        self.port = port
        place.port.withLock { $0 = port }
    }

    /// Where the control plane listens, once that is known.
    private final class Place: Sendable {
        let port = Mutex<UInt16?>(nil)
    }

    /// Kinds that the control plane's own parts read.
    private static let resources: [PlaneResource] =
        RoleStore.resources + [
            .namespaces, .configMaps, .secrets, .serviceAccounts, .services, .endpoints, .endpointSlices,
            .customResourceDefinitions, .deployments, .replicaSets,
        ]

    private static func store(_ configuration: Configuration) async throws -> any StorageBackend {
        guard configuration.isDurable else { return MemoryBackend() }
        return try await SQLiteBackend(path: configuration.folder + "/objects.db")
    }

    private static func configuration(
        _ configuration: Configuration,
        _ backend: any StorageBackend,
        _ authorities: PlaneAuthorities,
        _ objects: PlaneObjects,
        _ roles: RoleStore,
        _ tokens: ServiceAccountTokens
    ) throws -> APIServer.Configuration {
        let fixed = try configuration.fixedTokens.map { try TokenFile(parsing: $0) }
        var result = APIServer.Configuration(
            groups: LocalGroups.all(tokens: tokens, fixed: fixed, roles: roles),
            backend: backend,
            title: "Kubernetes",
            version: VersionInfo(major: "1", minor: "36", gitVersion: "v1.36.0"),
            log: configuration.log
        )
        result.hasChangingKinds = true
        result.admission = [
            NamespaceLifecycle(objects: objects), RoleEscalation(roles: roles, objects: objects),
            CustomKindRules(objects: objects),
        ]
        result.trust(
            clients: authorities.clients,
            proxies: (authorities.proxies, authorities.proxyNames),
            tokens: [AccountTokenAuthenticator(tokens: tokens)] + (fixed.map { [$0] } ?? []),
            authorizer: RoleAuthorizer(roles: roles)
        )
        return result
    }

    // MARK: Life

    /// Serves until cancelled.
    ///
    /// - Parameter whenReady: called once it answers and has what every cluster has; what it throws ends the run.
    /// - Throws: that, `CancellationError`, and what the store throws.
    public func run(whenReady: @Sendable () async throws -> Void = {}) async throws {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await self.aggregator.run() }
            tasks.addTask { try await self.objects.run() }
            tasks.addTask { try await Compactor.run(self.backend, interval: .seconds(300)) { _ in } }
            try await aggregator.server.waitUntilReady()
            await objects.waitUntilReady()
            try await Bootstrap(client: client(InProcessClient.itself), authorities: authorities, port: port).run()
            try await aggregator.waitUntilReady()
            let customKinds = customKinds
            // What is defined is served before anybody is told that the control plane is ready.
            _ = try? await customKinds.pass()
            tasks.addTask { try await self.run(customKinds) }
            for controller in controllers { tasks.addTask { try await controller() } }
            try await whenReady()
            try await tasks.waitForAll()
        }
    }

    /// Ends the store and the threads; the last call.
    public func close() async {
        await http.shutdown(deadline: .seconds(2))
        await backend.close()
        group.stop()
    }

    /// The way of extension servers into it.
    public var joined: JoinedCluster {
        let url = "https://127.0.0.1:\(port)"
        let cluster: JSONValue = [
            "server": .string(url), "certificate-authority-data": .string(Base64.encode(pki.servingAuthority)),
        ]
        let registration = Registration(
            client: client(InProcessClient.itself),
            pki: pki,
            folder: configuration.folder,
            cluster: cluster,
            origin: origin
        )
        return JoinedCluster(url: url, registration: registration)
    }

    private func client(_ user: UserInfo) -> InProcessClient {
        InProcessClient(server: aggregator.server, loop: group.loops[0], user: user)
    }

    private func client(_ controller: String) -> InProcessClient { client(InProcessClient.controller(controller)) }

    // MARK: Controllers

    private var controllers: [@Sendable () async throws -> Void] {
        [
            runNamespaceDefaults, runRoleAggregation, runEndpointMirror, runNamespaceDeletion, runGarbageCollection,
            runTrustPublication, runDeploymentRevisions, runEventExpiry,
        ]
    }

    @Sendable private func runNamespaceDefaults() async throws {
        let controller = NamespaceDefaults(
            client: client("service-account-controller"),
            objects: objects,
            servingAuthority: pki.servingAuthority
        )
        try await reconcile("namespace-defaults", after: NamespaceDefaults.resources, controller.pass)
    }

    @Sendable private func runRoleAggregation() async throws {
        let controller = RoleAggregator(client: client("clusterrole-aggregation-controller"), objects: objects)
        try await reconcile("clusterrole-aggregation", after: [.clusterRoles], controller.pass)
    }

    @Sendable private func runEndpointMirror() async throws {
        let controller = EndpointMirror(client: client("endpointslice-mirroring-controller"), objects: objects)
        try await reconcile("endpointslice-mirroring", after: EndpointMirror.resources, controller.pass)
    }

    @Sendable private func runDeploymentRevisions() async throws {
        let controller = DeploymentRevisions(client: client("deployment-controller"), objects: objects)
        try await reconcile("deployment", after: DeploymentRevisions.resources, controller.pass)
    }

    @Sendable private func runNamespaceDeletion() async throws {
        let controller = NamespaceDeletion(
            client: client("namespace-controller"),
            objects: objects,
            now: { Timestamp(secondsSince1970: Int64(WallTime.now.seconds)).description }
        )
        try await reconcile("namespace", after: [.namespaces], controller.pass)
    }

    @Sendable private func runGarbageCollection() async throws {
        let controller = GarbageCollector(client: client("generic-garbage-collector"))
        try await reconcile("garbage-collector", after: [], every: .seconds(5), controller.pass)
    }

    @Sendable private func runEventExpiry() async throws {
        let controller = EventExpiry(
            client: client(InProcessClient.itself),
            now: { Int64(WallTime.now.seconds) }
        )
        try await reconcile("event-expiry", after: [], every: EventExpiry.interval, controller.pass)
    }

    private var customKinds: CustomKinds {
        guard
            let definitions = aggregator.server.objects(group: CustomDefinition.group, plural: CustomDefinition.plural)
        else { preconditionFailure("CustomResourceDefinitions are served and stored") }
        var client = client(InProcessClient.itself)
        client.skipsFront = true
        return CustomKinds(
            aggregator: aggregator,
            definitions: definitions,
            client: client,
            now: { Timestamp(secondsSince1970: Int64(WallTime.now.seconds)).description }
        )
    }

    private func run(_ kinds: CustomKinds) async throws {
        let (wakes, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await kinds.follow { waker.yield() } }
            group.addTask { [log = configuration.log] in
                try await Reconciling.run("custom-kinds", wakes, waker, log: log, pass: kinds.pass)
            }
            try await group.waitForAll()
        }
    }

    @Sendable private func runTrustPublication() async throws {
        let publisher = TrustPublisher(
            client: client(InProcessClient.itself),
            objects: objects,
            authorities: authorities,
            now: { Int64(WallTime.now.seconds) }
        )
        try await reconcile(
            "cluster-authentication-trust",
            after: TrustPublisher.resources,
            every: TrustPublisher.interval,
            publisher.pass
        )
    }

    private func reconcile(
        _ name: String,
        after resources: [PlaneResource],
        every interval: Duration? = nil,
        _ pass: @Sendable () async throws -> Bool
    ) async throws {
        try await Reconciling.run(
            name,
            objects,
            after: resources,
            every: interval,
            log: configuration.log,
            pass: pass
        )
    }
}
