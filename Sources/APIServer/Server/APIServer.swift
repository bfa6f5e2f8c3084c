internal import APIMachinery
public import EventLoop
internal import JSON
public import Storage
internal import Synchronization
public import Telemetry
public import Transport

/// An extension API server: groups of resources over a store, ready to answer requests.
///
/// A value of its own with everything it needs; several can live in one process. Who listens, and with which certificates,
/// is decided by who calls `respond`.
public final class APIServer: Sendable {
    private let pipeline: Pipeline
    /// The same handlers for requests of the process itself.
    let trusted: Pipeline
    /// The same without what stands in front.
    let bare: Pipeline
    let stores: [ObjectStore]
    /// What comes and goes; nil if nothing does.
    let changing: ChangingKinds?
    private let stopping: StopSign

    /// What a server is made of.
    public struct Configuration: Sendable {
        /// What is served: the groups with their versions and resources.
        public var groups: [APIGroup]
        /// Where objects are kept.
        public var backend: any StorageBackend
        /// Checks that every change must pass, asked in this order; none by default.
        public var admission: [any AdmissionPlugin] = []
        /// What kinds and subresources that are served by user code may ask for by type.
        public var services: [any Sendable] = []
        /// Title of the OpenAPI documents.
        public var title: String
        /// What `/version` answers.
        public var version: VersionInfo
        /// Address that discovery names, `host:port`.
        public var advertisedAddress: String = ""
        /// Where the server logs.
        public var log: Logger
        /// Now, in seconds since 1970.
        public var clock: @Sendable () -> Int64
        /// Whether kinds may come and go while the server runs, by `serve`.
        package var hasChangingKinds = false
        /// Takes requests before the server's own handlers; nil for none.
        package var front: (any FrontHandler)?
        /// What else has to be well for `/readyz`.
        package var readinessChecks: [HealthCheck] = []
        /// Where the server counts, and whoever shares its `/metrics`.
        package var registry = MetricsRegistry()
        /// How many reading requests are answered at a time, watches aside; 0 is no limit.
        package var maxRequestsInFlight = 400
        /// The same for requests that change something.
        package var maxMutatingRequestsInFlight = 200
        /// How long the answer to a request may take, watches and connections aside; zero is no limit.
        package var requestTimeout = Duration.seconds(60)
        /// How long a watch lasts at least that does not say so itself; it may be twice as long.
        package var minRequestTimeout = Duration.seconds(1800)
        /// How often an answer over HTTP/2 tells its client to open another connection.
        var goawayChance = 0.0
        /// Sends requests elsewhere when the server ends; nil if the port is closed instead.
        var shutdownGate: ShutdownGate?
        /// What is recorded of requests, and where; nil for nothing.
        var auditor: Auditor?
        /// What the cluster has to say about changes; nil for a server that stands alone.
        var cluster: ClusterAdmission?
        var authenticator = Authenticator()
        var authorizer: any Authorizer = AuthorizerUnion.standard

        /// Makes a configuration that knows no callers yet.
        public init(
            groups: [APIGroup],
            backend: any StorageBackend,
            title: String,
            version: VersionInfo = VersionInfo(),
            log: Logger,
            clock: @escaping @Sendable () -> Int64 = { Int64(WallTime.now.seconds) }
        ) {
            self.groups = groups
            self.backend = backend
            self.title = title
            self.version = version
            self.log = log
            self.clock = clock
        }
    }

    /// Puts a server together.
    ///
    /// Nothing runs yet.
    public init(_ configuration: Configuration) {
        let kinds = Self.kinds(configuration.groups)
        let stores = kinds.stored.map { Self.store($0, configuration) }
        let reader = ObjectReader { definition in
            stores.first { $0.kind.group == definition.group && $0.kind.plural == definition.plural }
        }
        let cluster = configuration.cluster.flatMap { $0.isEmpty ? nil : $0 }
        let isAsked = cluster != nil || !configuration.admission.isEmpty
        let environment = ServerEnvironment(
            clock: configuration.clock,
            admission: configuration.admission,
            cluster: cluster,
            admissionMetrics: isAsked
                ? AdmissionMetrics(registry: configuration.registry, plugins: configuration.admission) : nil,
            services: configuration.services,
            log: configuration.log,
            reader: reader,
            authorizer: configuration.authorizer,
            minRequestTimeout: configuration.minRequestTimeout,
            registry: configuration.registry
        )
        let metrics = ServerMetrics(registry: configuration.registry)
        let changing = Self.changing(configuration, kinds, environment)
        ProcessMetrics.register(in: configuration.registry)
        ProcessMetrics.register(configuration.version, in: configuration.registry)
        ObjectCounts.show(in: configuration.registry, metrics) { stores + (changing?.stores ?? []) }
        let documents = ServedDocuments(
            groups: configuration.groups,
            resources: kinds.served,
            title: configuration.title
        )
        let stopping = StopSign()
        self.stopping = stopping
        self.stores = stores
        self.changing = changing
        let endpoints = FixedEndpoints(
            configuration: configuration,
            documents: { changing?.documents ?? documents },
            health: Self.health(configuration, stores, stopping),
            metrics: metrics
        )
        let resources = ResourceRouter(stores: stores, virtual: kinds.virtual, environment: environment)
        let own = Self.own(resources, changing, endpoints)
        let handler = Self.handler(own, behind: configuration.front)
        pipeline = Pipeline(Self.steps(configuration, metrics, stopping), handler: handler)
        trusted = Pipeline([CommonHeaders()], handler: handler)
        bare = Pipeline([CommonHeaders()], handler: own)
    }

    private static func steps(
        _ configuration: Configuration,
        _ metrics: ServerMetrics,
        _ stopping: StopSign
    ) -> [any Middleware] {
        let auditor = configuration.auditor
        let identities = IdentityMetrics(registry: configuration.registry)
        let limits = InFlightLimits(
            reading: configuration.maxRequestsInFlight,
            changing: configuration.maxMutatingRequestsInFlight
        )
        limits.show(in: configuration.registry, metrics)
        let steps: [(any Middleware)?] = [
            auditor.map { AuditingRefusals(auditor: $0) },
            Measuring(metrics: metrics, log: configuration.log),
            configuration.shutdownGate,
            CommonHeaders(),
            Goaway(chance: configuration.goawayChance, stopping: stopping),
            RequestDeadlines(limit: configuration.requestTimeout, metrics: metrics, front: configuration.front),
            Authenticating(configuration.authenticator, metrics: identities, log: configuration.log),
            Tracing(),
            auditor.map { Auditing(auditor: $0) },
            Impersonating(authorizer: configuration.authorizer),
            limits,
            Authorizing(authorizer: configuration.authorizer, metrics: identities, log: configuration.log),
        ]
        return steps.compactMap { $0 }
    }

    /// What answers for itself: resources, those that come and go among them, and everything else.
    private static func own(
        _ resources: ResourceRouter,
        _ changing: ChangingKinds?,
        _ endpoints: FixedEndpoints
    ) -> Responder {
        { context in
            let info = context.info
            guard info.isResource else { return await endpoints.respond(to: context) }
            if let changing, !resources.serves(apiVersion: info.apiVersion),
                let router = changing.router(group: info.group, apiVersion: info.apiVersion)
            {
                return await router.respond(to: context)
            }
            if resources.serves(group: info.group) { return await resources.respond(to: context) }
            return await endpoints.respond(to: context)
        }
    }

    private static func handler(_ own: @escaping Responder, behind front: (any FrontHandler)?) -> Responder {
        guard let front else { return own }
        return { context in
            if let response = await front.respond(to: FrontRequest(context: context)) { return response }
            if let refusal = await context.completeBody() { return refusal }
            return await own(context)
        }
    }

    /// Answers one request; never throws, every failure is an answer.
    public func respond(to request: consuming HTTPRequest, on loop: EventLoop) async -> HTTPResponse {
        await pipeline(RequestContext(request: request, loop: loop))
    }

    /// Keeps the caches fed until it is cancelled.
    public func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for store in stores { group.addTask { try await store.cache.run() } }
            if let changing { group.addTask { try await changing.run() } }
            try await group.waitForAll()
        }
    }

    /// Rewrites every object that the store holds in another version than its kind's storage version.
    ///
    /// Each rewrite is an update that expects what was read; what other clients write meanwhile wins and is looked at
    /// again. May be broken off and started anew at any time, also while the server runs.
    ///
    /// - Parameter report: told how far a kind is, after every page of its objects and at its end.
    /// - Returns: what became of the objects of each kind.
    /// - Throws: what the store throws. An object that cannot be rewritten is no error but a failure of its kind.
    public func migrateStorage(
        report: @Sendable (StorageMigration) -> Void = { _ in }
    ) async throws -> [StorageMigration] {
        var results: [StorageMigration] = []
        for store in stores {
            results.append(try await StorageMigrator(kind: store.kind, backend: store.backend).run(report))
        }
        return results
    }

    /// Returns once every cache has been filled.
    public func waitUntilReady() async throws {
        for store in stores { await store.cache.waitUntilReady() }
    }

    /// Makes `/readyz` fail, so that no new requests are sent here.
    ///
    /// What comes is still answered.
    public func stop() { stopping.set() }

    private static func health(
        _ configuration: Configuration,
        _ stores: [ObjectStore],
        _ stopping: StopSign
    ) -> HealthChecks {
        let backend = configuration.backend
        let storage = HealthCheck(name: backend.name) { (try? await backend.check()) != nil }
        let caches = HealthCheck(name: "informer-sync") { stores.allSatisfy { $0.cache.isReady } }
        let shutdown = HealthCheck(name: "shutdown") { !stopping.isSet }
        // Source: apiserver `options/etcd.go`: only stores behind a network are asked about readiness apart.
        let readiness = HealthCheck(name: backend.name + "-readiness") {
            (try? await backend.checkReadiness()) != nil
        }
        let common = [HealthCheck.ping, .log, storage]
        return HealthChecks(endpoints: [
            HealthChecks.Endpoint(path: "/healthz", checks: common),
            HealthChecks.Endpoint(path: "/livez", checks: common),
            HealthChecks.Endpoint(
                path: "/readyz",
                checks: common + (backend.isEmbedded ? [] : [readiness]) + [caches] + configuration.readinessChecks + [
                    shutdown
                ]
            ),
        ])
    }

    /// Tells the log what happens to a cache; only what an operator should know of.
    private static func report(_ notice: WatchCacheNotice, of kind: ServedKind, to log: Logger) {
        let fields = [("resource", "\(kind.groupResource)"), ("notice", "\(notice)")]
        if case .following = notice { log.debug("watch cache", fields) } else { log.warning("watch cache", fields) }
    }

    /// Everything that is served, once as discovery tells of it, once by who keeps the objects.
    private struct Kinds {
        var served: [ServedResource] = []
        var stored: [ServedKind] = []
        var virtual: [ServedKind] = []
    }

    private static func kinds(_ groups: [APIGroup]) -> Kinds {
        var kinds = Kinds()
        var stored: [String: [ServedVersion]] = [:]
        for version in groups.flatMap(\.versions).flatMap(\.served) {
            kinds.served.append(ServedResource(version))
            if version.handlers == nil {
                stored[version.definition.group + "/" + version.definition.plural, default: []].append(version)
            } else {
                kinds.virtual.append(ServedKind(versions: [version]))
            }
        }
        kinds.stored = stored.sorted { $0.key < $1.key }.map { ServedKind(versions: $0.value) }
        return kinds
    }

    private static func changing(
        _ configuration: Configuration,
        _ kinds: Kinds,
        _ environment: ServerEnvironment
    ) -> ChangingKinds? {
        guard configuration.hasChangingKinds else { return nil }
        return ChangingKinds(
            ChangingKinds.Base(
                groups: configuration.groups,
                resources: kinds.served,
                title: configuration.title,
                environment: environment,
                store: { store($0, configuration) }
            )
        )
    }

    private static func store(_ kind: ServedKind, _ configuration: Configuration) -> ObjectStore {
        let log = configuration.log
        let cache = WatchCache<ServedObject>(
            backend: configuration.backend,
            prefix: kind.prefix,
            cost: { $0.bytes.count + 256 },
            report: { report($0, of: kind, to: log) },
            decode: { stored, _ in try ServedObject(stored, of: kind) }
        )
        return ObjectStore(kind: kind, backend: configuration.backend, cache: cache)
    }
}

/// Whether the server is on its way down.
///
/// Any thread.
final class StopSign: Sendable {
    private let flag = Atomic(false)

    var isSet: Bool { flag.load(ordering: .relaxed) }

    func set() { flag.store(true, ordering: .relaxed) }
}
