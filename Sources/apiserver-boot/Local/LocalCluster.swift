internal import CProcess
internal import EventLoop
internal import Glibc
internal import LocalControlPlane
internal import Project
internal import Synchronization
internal import TLS
internal import Telemetry
internal import Transport

/// The way of a server into a cluster, beside the main thread, which hears of what happens through a descriptor.
final class LocalCluster: Sendable {
    /// Which cluster.
    enum Place: Sendable {
        /// A control plane in this process.
        case own(LocalControlPlane.Configuration)
        /// One that is there already.
        case existing(ExistingCluster.Configuration)
    }

    /// What happened.
    enum Event: Sendable {
        /// The control plane of this process answers.
        case serving(port: UInt16, pki: LocalPKI)
        /// A cluster that exists has been found.
        case found(url: String)
        /// What came of a step of the server's registration.
        case step(SetupStep, SetupStep.Outcome)
        /// The server can be started.
        case prepared(ExtensionServer.Files)
        /// The server answers by itself.
        case serverReady
        /// Requests reach the server through the control plane.
        case available(Sighting)
        /// The control plane cannot go on: why, and what to do about it.
        case failed(cause: String, fix: String)
        /// Everything has ended.
        case closed
    }

    /// What came of getting objects of the server through the control plane.
    enum Sighting: Sendable {
        case found(FoundObjects)
        /// No kind can be listed.
        case nothing
        /// Whoever runs the tool may not, for instance.
        case refused(String)
    }

    /// Readable when there are events.
    let descriptor: Int32
    private let writingEnd: Int32
    private let state = Mutex((events: [Event](), obstacle: "", isClosed: false))
    private let task = Mutex<Task<Void, Never>?>(nil)

    private static let interval = Duration.milliseconds(20)

    /// Lets a server join a cluster, and starts that first if it is one of ours.
    ///
    /// - Parameters:
    ///   - place: which cluster.
    ///   - server: who joins.
    ///   - address: where the server listens.
    init(_ place: Place, for server: ExtensionServer, at address: String) {
        var (reading, writing): (Int32, Int32) = (-1, -1)
        _ = unsafe apiboot_open_pipe(&reading, &writing)
        descriptor = reading
        writingEnd = writing
        let work = Task.detached { [self] in
            do {
                try await run(place, server, address)
            } catch is CancellationError {
                // Asked for.
            } catch let error as JoinError {
                tell(.failed(cause: error.cause, fix: error.fix))
            } catch {
                tell(.failed(cause: "\(error)", fix: ""))
            }
            tell(.closed)
        }
        task.withLock { $0 = work }
    }

    deinit {
        close(descriptor)
        close(writingEnd)
    }

    /// Takes what happened since the last call.
    func take() -> [Event] {
        var bytes = [UInt8](repeating: 0, count: 64)
        while unsafe read(descriptor, &bytes, bytes.count) > 0 {}
        return state.withLock { state in
            defer { state.events = [] }
            return state.events
        }
    }

    /// What kept the server from being ready when it was last asked.
    var obstacle: String { state.withLock { $0.obstacle } }

    /// Ends the control plane, and waits until it has ended.
    func stop() {
        task.withLock { $0?.cancel() }
        let deadline = ContinuousClock.now + .seconds(5)
        while ContinuousClock.now < deadline, !state.withLock({ $0.isClosed }) {
            _ = take()
            Readiness.wait(for: [descriptor], timeout: .milliseconds(100))
        }
    }

    private func tell(_ event: Event) {
        state.withLock { state in
            state.events.append(event)
            // Whoever ends the run because of an event before it does not see this one.
            if case .closed = event { state.isClosed = true }
        }
        var byte: UInt8 = 1
        _ = unsafe write(writingEnd, &byte, 1)
    }

    // MARK: Beside the main thread

    private func run(_ place: Place, _ server: ExtensionServer, _ address: String) async throws {
        switch place {
        case .own(let configuration):
            let plane = try await LocalControlPlane(configuration)
            do {
                try await plane.run { [self] in
                    tell(.serving(port: plane.port, pki: plane.pki))
                    try await join(plane.joined, server, address)
                }
            } catch {
                await plane.close()
                throw error
            }
            await plane.close()
        case .existing(let configuration):
            let cluster = try ExistingCluster(configuration)
            defer { cluster.close() }
            tell(.found(url: cluster.joined.url))
            try await join(cluster.joined, server, address)
        }
    }

    private func join(_ cluster: JoinedCluster, _ server: ExtensionServer, _ address: String) async throws {
        let files = try await cluster.prepare(server) { [self] in tell(.step($0, $1)) }
        tell(.prepared(files))
        try await waitUntilReady(server, address, cluster.servingAuthority)
        tell(.serverReady)
        try await cluster.announce(server)
        while let obstacle = try await cluster.obstacle(to: server) {
            state.withLock { $0.obstacle = obstacle }
            try await Task.sleep(for: Self.interval)
        }
        tell(.available(try await look(at: server, cluster)))
        try await cluster.keep(server)
    }

    private func look(at server: ExtensionServer, _ cluster: JoinedCluster) async throws -> Sighting {
        do {
            return try await cluster.look(at: server).map { .found($0) } ?? .nothing
        } catch let error as CancellationError {
            throw error
        } catch {
            return .refused("\(error)")
        }
    }

    /// Asks the server itself, as a probe of a cluster would: anonymously.
    private func waitUntilReady(_ server: ExtensionServer, _ address: String, _ authority: [UInt8]) async throws {
        let client = HTTPClient(group: try EventLoopGroup(count: 1))
        let endpoint = HTTPEndpoint(
            host: address,
            port: server.port,
            tls: try TLSClientIdentity(
                trust: .authorities(pem: authority),
                serverName: "\(server.name).\(server.namespace).svc"
            ),
            protocols: .http1
        )
        let request = ClientRequest(
            method: "GET",
            target: "/readyz",
            headers: HTTPHeaders([("connection", "close")]),
            timeout: .seconds(2)
        )
        while true {
            try Task.checkCancellation()
            let answer = try? await client.perform(request, to: endpoint)
            if answer?.status == 200 { return }
            if let answer {
                let line = answer.body.prefix { $0 != UInt8(ascii: "\n") }
                state.withLock { $0.obstacle = "\(answer.status) " + String(decoding: line, as: UTF8.self) }
            }
            try await Task.sleep(for: Self.interval)
        }
    }
}
