public import APIMachinery
public import APIServer
public import ControllerRuntime
internal import EventLoop
public import KubeClient
internal import Storage
internal import Telemetry
internal import Transport

/// An API server for tests: in the process of the test, on memory, without a port, ready in milliseconds.
///
/// It serves your groups as the real one does (validation, defaults, subresources, watches, apply), and of Kubernetes the
/// kinds in ``CoreKinds`` without their controllers.
///
/// ```swift
/// try await TestServer.run(APIs.groups, reconcilers: [BeeController()]) { server in
///     let bee = try await server.client.create(Bee(…))
///     let ready = try await server.eventually(bee) { $0.status?.phase == .ready }
/// }
/// ```
public struct TestServer: Sendable {
    private let server: APIServer
    private let loop: EventLoop
    /// May do everything.
    public let client: KubeClient

    /// Runs a server, and controllers if there are any, for as long as the body takes.
    ///
    /// - Parameters:
    ///   - groups: what is served: mostly `APIs.groups`.
    ///   - admission: plug-ins of the server.
    ///   - services: what kinds that are served by your own code may ask for.
    ///   - reconcilers: controllers that work meanwhile, with everything that they follow known when the body begins.
    ///   - body: the test.
    /// - Returns: what the body returns.
    /// - Throws: what the body throws, and what keeps a server or its controllers from starting.
    public static func run<Result: Sendable>(
        _ groups: [APIGroup],
        admission: [any AdmissionPlugin] = [],
        services: [any Sendable] = [],
        reconcilers: [any Reconciler] = [],
        body: (TestServer) async throws -> Result
    ) async throws -> Result {
        let loops = try EventLoopGroup(count: 1)
        defer { loops.stop() }
        let own = Set(groups.map(\.name))
        var configuration = APIServer.Configuration(
            groups: groups + CoreKinds.groups.filter { !own.contains($0.name) },
            backend: MemoryBackend(),
            title: "test",
            log: .silent
        )
        configuration.admission = admission
        configuration.services = services
        configuration.authenticate(tokens: TestUsers())
        let server = APIServer(configuration)
        let tests = try TestServer(server, loops.loops[0])
        let serving = Task { try await server.run() }
        try await server.waitUntilReady()
        let manager = try reconcilers.isEmpty ? nil : tests.manager(reconcilers)
        let working = Task { try await manager?.run() }
        await manager?.waitForSync()
        do {
            let result = try await body(tests)
            await end(working, serving)
            return result
        } catch {
            await end(working, serving)
            throw error
        }
    }

    private static func end(_ working: Task<Void?, any Error>, _ serving: Task<Void, any Error>) async {
        working.cancel()
        _ = await working.result
        serving.cancel()
        _ = await serving.result
    }

    private init(_ server: APIServer, _ loop: EventLoop) throws {
        self.server = server
        self.loop = loop
        client = try Self.client(
            InProcessTransport(server: server, loop: loop),
            UserInfo(name: "test", groups: ["system:masters"])
        )
    }

    /// A client of somebody else.
    ///
    /// Without a cluster to ask, only members of `system:masters` may do more than read discovery.
    ///
    /// - Parameters:
    ///   - name: the user's name.
    ///   - groups: the user's groups.
    /// - Returns: a client of the same server.
    /// - Throws: nothing that a test has to expect.
    public func client(as name: String, groups: [String] = ["system:masters"]) throws -> KubeClient {
        try Self.client(transport, UserInfo(name: name, groups: groups))
    }

    /// Waits until an object is as it should be; fails only with the time limit of the test.
    ///
    /// - Parameters:
    ///   - object: which; its name and type count.
    ///   - isDone: whether this is it.
    /// - Returns: the object in that state.
    /// - Throws: what the server says, and if the object is deleted meanwhile.
    public func eventually<Object: APIObject>(
        _ object: Object,
        _ isDone: (Object) -> Bool
    ) async throws -> Object {
        let name = NamespacedName(object.metadata)
        var options = ListOptions()
        options.fieldSelector = "metadata.name=\(name.name)"
        options.sendsInitialEvents = true
        options.allowsBookmarks = true
        options.resourceVersionMatch = "NotOlderThan"
        let resource = Object.mapping.resource
        let namespace = Object.mapping.scope == .namespaced ? name.namespace : nil
        var watch = try await client.watch(resource, namespace: namespace, options: options)
        while let event = try await watch.next() {
            switch event {
            case .added(let tree), .modified(let tree):
                let found = try Object(json: tree)
                if isDone(found) { return found }
            case .deleted: throw TestFailure(description: "\(name) was deleted before it came to that")
            case .failed(let status): throw KubeClientError.status(status)
            case .bookmark: continue
            }
        }
        throw TestFailure(description: "the watch of \(name) ended")
    }

    /// Waits until an object is gone.
    public func untilGone<Object: APIObject>(_ object: Object) async throws {
        do {
            _ = try await eventually(object) { _ in false }
        } catch is TestFailure {
            return
        }
    }

    /// What brings requests to the server, for tests that put something in between.
    public var transport: any KubeTransport { InProcessTransport(server: server, loop: loop) }

    /// A manager that does not run yet.
    ///
    /// - Parameters:
    ///   - reconcilers: its controllers.
    ///   - transport: how it reaches the server; nil for the usual way.
    ///   - clock: its time; nil for that of the machine.
    /// - Returns: the manager, to be run.
    /// - Throws: `ManagerError`.
    public func manager(
        _ reconcilers: [any Reconciler],
        over transport: (any KubeTransport)? = nil,
        clock: ControllerClock? = nil
    ) throws -> ControllerManager {
        let user = UserInfo(name: "test", groups: ["system:masters"])
        let clock = clock ?? .system(loop)
        var hooks = KubeClient.Hooks()
        hooks.sleep = clock.sleep
        var configuration = ControllerManager.Configuration(
            client: try Self.client(transport ?? self.transport, user, hooks),
            reconcilers: reconcilers,
            log: .silent,
            clock: clock
        )
        configuration.identity = "test"
        return try ControllerManager(configuration)
    }

    private static func client(
        _ transport: any KubeTransport,
        _ user: UserInfo,
        _ hooks: KubeClient.Hooks = KubeClient.Hooks()
    ) throws -> KubeClient {
        guard let address = ClientConfiguration.Server("http://test-server") else {
            throw TestFailure(description: "no address")
        }
        let configuration = ClientConfiguration(
            server: address,
            credential: .token(TestUsers.token(of: user)),
            namespace: "default"
        )
        return try KubeClient(configuration, http: transport, userAgent: user.name + "/test", hooks: hooks)
    }
}

/// What did not happen in a test.
struct TestFailure: Error, CustomStringConvertible {
    let description: String
}

/// Takes every token that ``token(of:)`` makes: such servers can be reached from their own process alone.
struct TestUsers: TokenAuthenticator {
    /// Name and groups, none of which has a line break.
    static func token(of user: UserInfo) -> String {
        ([user.name] + user.groups).joined(separator: "\u{1F}")
    }

    func authenticate(token: String) async -> AuthenticationAnswer {
        let parts = token.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
        return .user(UserInfo(name: parts[0], groups: Array(parts.dropFirst())))
    }
}
