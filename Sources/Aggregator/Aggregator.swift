public import APIServer
public import EventLoop
internal import JSON
internal import Storage
public import TLS
internal import Telemetry
public import Transport

/// Makes one API of many servers: the control plane's own one, and the extension servers that APIServices name.
///
/// Callers are authenticated and authorized by the control plane's server; what belongs to an extension server is then
/// passed on to it with the caller's name. A value of its own: several can live in one process.
public final class Aggregator: Sendable {
    /// The control plane's own server, with the group `apiregistration.k8s.io`.
    public let server: APIServer
    private let parts: AggregatorParts
    private let supervisor: AgentSupervisor
    private let keeper: LocalServiceKeeper
    private let objects: LocalObjects
    private let ready: Gate

    /// What an aggregator is made of.
    public struct Configuration: Sendable {
        /// The control plane's own server; the group `apiregistration.k8s.io` is added to it.
        ///
        /// It should serve Services (core group) and EndpointSlices (`discovery.k8s.io`): extension servers are found
        /// through them.
        public var server: APIServer.Configuration
        /// The loops of the listener that requests come from.
        public var loops: EventLoopGroup
        /// With what the aggregator proves to extension servers that it may speak for users; nil for none, and then they
        /// take every caller for anonymous.
        public var proxyCertificate: TLSIdentity?
        /// How Services become addresses.
        public var routing = ServiceRouting.local
        /// Where `default/kubernetes` leads: the address that this server listens on; nil as long as it does not.
        public var loopback: @Sendable () -> (host: String, port: UInt16)? = { nil }
        /// The place of a group version that this server serves itself; nil for one that gets no APIService.
        public var priority: @Sendable (_ group: String, _ version: String) -> LocalPriorities.Priority? =
            LocalPriorities.of
        /// Whether extension servers are kept from sending clients elsewhere.
        public var rejectsRedirects = true
        /// The longest pause before an extension server that is not available is looked at again.
        ///
        /// In a cluster the EndpointSlice tells earlier that a pod is ready; where nobody writes it, this is how long a
        /// server that has come back may wait.
        public var longestRecovery = Duration.seconds(30)
        /// Measures pauses and time-outs.
        public var clock: any Clock<Duration> = ContinuousClock()

        /// Makes a configuration without a certificate, which extension servers do not believe.
        public init(server: APIServer.Configuration, loops: EventLoopGroup) {
            self.server = server
            self.loops = loops
        }
    }

    /// Puts an aggregator together.
    ///
    /// Nothing runs yet.
    public init(_ configuration: Configuration) {
        let parts = AggregatorParts(configuration)
        let ready = Gate()
        let server = APIServer(Self.localServer(configuration, parts, ready))
        parts.api.connect(server)
        guard let objects = server.objects(group: APIServiceDefinition.group, plural: APIServiceDefinition.plural)
        else { preconditionFailure("APIServices are served and stored") }
        let seconds = configuration.server.clock
        let conditions = ConditionWriter(
            api: parts.api,
            find: { objects.get(name: $0) },
            now: { Timestamp(secondsSince1970: seconds()).description }
        )
        let world = AgentWorld(
            registry: parts.registry,
            directory: parts.index,
            caller: RemoteCaller(proxy: parts.proxy),
            conditions: conditions,
            discovery: parts.discovery,
            openAPI: parts.openAPI,
            metrics: parts.metrics,
            clock: configuration.clock,
            recovery: .availability(atMost: configuration.longestRecovery)
        )
        keeper = LocalServiceKeeper(
            wanted: Self.wanted(configuration),
            hasChanging: configuration.server.hasChangingKinds,
            objects: objects,
            api: parts.api,
            conditions: conditions,
            log: configuration.server.log,
            clock: configuration.clock
        )
        supervisor = AgentSupervisor(world: world)
        self.server = server
        self.parts = parts
        self.objects = objects
        self.ready = ready
    }

    /// The local server with the aggregator's group, behind the aggregator's front.
    private static func localServer(
        _ configuration: Configuration,
        _ parts: AggregatorParts,
        _ ready: Gate
    ) -> APIServer.Configuration {
        var local = configuration.server
        let own = APIGroup.Version("v1", definitions: [APIServiceDefinition.resource])
        local.groups.append(APIGroup(APIServiceDefinition.group, versions: [own]))
        local.front = AggregatorFront(
            registry: parts.registry,
            proxy: parts.proxy,
            discovery: parts.discovery,
            openAPI: parts.openAPI,
            api: parts.api,
            localGroups: Set(local.groups.map(\.name))
        )
        local.readinessChecks += checks(parts.registry, ready)
        return local
    }

    /// The APIServices that are made for what the local server serves.
    private static func wanted(_ configuration: Configuration) -> [AutoRegistration.Wanted] {
        let groupVersions = configuration.server.groups.flatMap { group in
            group.versions.map { GroupVersion(group: group.name, version: $0.name) }
        }
        return groupVersions.compactMap { groupVersion in
            configuration.priority(groupVersion.group, groupVersion.version).map {
                AutoRegistration.Wanted(groupVersion: groupVersion, priority: $0, manager: .onStart)
            }
        }
    }

    /// Answers one request; never throws, every failure is an answer.
    public func respond(to request: consuming HTTPRequest, on loop: EventLoop) async -> HTTPResponse {
        await server.respond(to: request, on: loop)
    }

    /// Whether the listener is to hand the body of a request over while it comes in, for `respond` to pass on: it goes
    /// to another server, and is not known to be short.
    ///
    /// A short one goes on in one piece together with its head, which costs less on both sides.
    public func streamsBody(_ method: String, _ target: String, _ headers: HTTPHeaders) -> Bool {
        guard let table = parts.registry.table, !table.remote.isEmpty else { return false }
        if let length = headers["content-length"].flatMap({ Int($0) }), length <= Proxy.shortBytes { return false }
        let path = target.prefix { $0 != "?" }
        return table.target(of: PercentEncoding.decode(path) ?? String(path)) != nil
    }

    /// Runs the local server and everything that keeps an eye on the others, until it is cancelled.
    public func run() async throws {
        defer { parts.client.shutdown() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [server] in try await server.run() }
            try await server.waitUntilReady()
            let services = server.objects(group: "", plural: "services")
            let slices = server.objects(group: "discovery.k8s.io", plural: "endpointslices")
            try await parts.index.load(services: services, slices: slices)
            if let local = await parts.api.document("/apis", accept: DiscoveryAnswer.accept) {
                parts.discovery.setLocal(local)
            }
            group.addTask { [parts, supervisor] in
                try await parts.index.run(services: services, slices: slices) { namespace, name in
                    supervisor.serviceChanged(namespace: namespace, name: name)
                }
            }
            group.addTask { [self] in
                try await parts.registry.run(objects) { self.tableChanged() }
            }
            group.addTask { [supervisor] in await supervisor.run() }
            group.addTask { [keeper] in await keeper.run() }
            try await group.waitForAll()
        }
    }

    /// Returns once all APIServices have been seen and those of this server are there.
    public func waitUntilReady() async throws { try await ready.wait() }

    /// Serves these kinds besides those that the local server has from its start, and no others; returns when they are
    /// served and every document tells of them.
    ///
    /// One call at a time, while the aggregator runs.
    ///
    /// - Parameters:
    ///   - kinds: what to serve.
    ///   - isComplete: whether these are all that there are: if some could not be read, their APIServices stay.
    package func serve(_ kinds: [ChangingKind], isComplete: Bool) async {
        await server.serve(kinds)
        parts.api.noteChange()
        if let local = await parts.api.document("/apis", accept: DiscoveryAnswer.accept) {
            parts.discovery.setLocal(local)
        }
        let versions = kinds.flatMap(\.versions).filter(\.isServed).map(\.definition)
        let groupVersions = Set(versions.map { GroupVersion(group: $0.group, version: $0.version) })
        keeper.want(
            groupVersions.map { groupVersion in
                AutoRegistration.Wanted(groupVersion: groupVersion, priority: .custom, manager: .always)
            },
            isComplete: isComplete
        )
    }

    /// Makes `/readyz` fail, so that no new requests are sent here.
    ///
    /// What comes is still answered; the connections to extension servers end with `run`.
    public func stop() { server.stop() }

    private func tableChanged() {
        let services = parts.registry.table?.services ?? []
        parts.discovery.update(services)
        parts.openAPI.update(services)
        supervisor.tableChanged()
        keeper.repeater.poke()
        if keeper.isComplete(services) { ready.open() }
    }

    private static func checks(_ registry: Registry, _ ready: Gate) -> [HealthCheck] {
        let hooks = [
            "start-kube-aggregator-informers", "apiservice-registration-controller",
            "apiservice-status-local-available-controller", "apiservice-status-remote-available-controller",
            "apiservice-wait-for-first-sync", "apiservice-discovery-controller", "apiservice-openapi-controller",
            "apiservice-openapiv3-controller", "kube-apiserver-autoregistration",
        ]
        return hooks.map { HealthCheck(name: "poststarthook/" + $0) { registry.isSynced } }
            + [HealthCheck(name: "autoregister-completion") { ready.isOpen }]
    }
}
