public import EventLoop
internal import Synchronization
public import TLS

/// Serves HTTP/1.1 and HTTP/2 on one port, over TLS or, for tests, plain.
public final class HTTPServer: Sendable {
    /// Address, limits and time-outs.
    public let configuration: HTTPServerConfiguration
    let tls: TLSContext?
    let handler: HTTPHandler
    /// Which bodies are handed over while they come in; nil for none.
    let streamsBody: BodyStreaming?
    private let group: EventLoopGroup
    private let failedHandshakes = Atomic<Int>(0)
    private let listening = Atomic<Bool>(false)
    private let connectionCount = Atomic<Int>(0)
    private let requestCount = Atomic<Int>(0)
    /// Whether streams end when no request is left.
    private let isLeaving = Atomic<Bool>(false)
    private let state = Mutex(State())
    /// Names the listener among what a loop keeps.
    let listenerKey = WakeFlag()

    private struct State {
        var isDraining = false
        var drained: CheckedContinuation<Void, Never>?
    }

    /// Makes a server that does not listen yet.
    ///
    /// - Parameters:
    ///   - configuration: address, limits and time-outs.
    ///   - tls: nil serves plain HTTP.
    ///   - group: the loops that connections are spread over; must live as long as the server.
    ///   - streamsBody: which requests come with a body that is ``HTTPRequest/arriving``; nil for none.
    ///   - handler: answers each request, on the loop of its connection.
    public init(
        configuration: HTTPServerConfiguration,
        tls: TLSContext?,
        group: EventLoopGroup,
        streamsBody: BodyStreaming? = nil,
        handler: @escaping HTTPHandler
    ) {
        self.configuration = configuration
        self.tls = tls
        self.group = group
        self.streamsBody = streamsBody
        self.handler = handler
    }

    /// Connections that are open now.
    ///
    /// Any thread.
    public var openConnections: Int { connectionCount.load(ordering: .relaxed) }

    /// Requests whose handlers run now.
    ///
    /// Any thread.
    public var requestsInFlight: Int { requestCount.load(ordering: .relaxed) }

    /// Connections so far whose TLS handshake failed.
    ///
    /// Any thread.
    public var handshakeErrors: Int { failedHandshakes.load(ordering: .relaxed) }

    /// Whether new connections are taken.
    ///
    /// Any thread.
    public var isListening: Bool { listening.load(ordering: .relaxed) }

    /// Begins to listen.
    ///
    /// - Returns: the address with the port that was chosen.
    /// - Throws: `.system` if the address cannot be used.
    public func start() async throws(TransportError) -> ListeningAddress {
        do throws(EventLoopError) {
            let socket = try Socket.listen(
                host: configuration.host,
                port: configuration.port,
                sharesPort: configuration.sharesPort
            )
            let address = socket.localAddress
            try await Listener.start(socket, for: self, on: group.loops[0])
            listening.store(true, ordering: .relaxed)
            return ListeningAddress(host: address.host, port: address.port)
        } catch {
            throw .system(error)
        }
    }

    /// Stops: accepts no more, lets running requests finish, then ends streams, and cuts what is left at the deadline.
    public func shutdown(deadline: Duration) async {
        let isFirst = state.withLock { state in
            defer { state.isDraining = true }
            return !state.isDraining
        }
        guard isFirst else { return }
        await Listener.stop(for: self, on: group.loops[0])
        listening.store(false, ordering: .relaxed)
        for loop in group.loops {
            loop.execute { [self] loop in ServerWorker.of(self, on: loop).beginDrain(on: loop) }
        }
        group.loops[0].execute { [self] loop in scheduleCut(after: deadline, on: loop) }
        isLeaving.store(true, ordering: .sequentiallyConsistent)
        if requestCount.load(ordering: .sequentiallyConsistent) == 0 { endStreams() }
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isDrained = state.withLock { state in
                if openConnections == 0 { return true }
                state.drained = continuation
                return false
            }
            if isDrained { continuation.resume() }
        }
        for loop in group.loops { loop.execute { [self] loop in loop.locals[ObjectIdentifier(self)] = nil } }
    }

    private func scheduleCut(after deadline: Duration, on loop: isolated EventLoop) {
        loop.schedule(after: deadline) { _ in self.cut() }
    }

    private func endStreams() {
        for loop in group.loops {
            loop.execute { [self] loop in ServerWorker.existing(self, on: loop)?.endStreams(on: loop) }
        }
    }

    private func cut() {
        for loop in group.loops { loop.execute { [self] loop in ServerWorker.of(self, on: loop).cut(on: loop) } }
    }

    // MARK: Called on the loops

    /// Gives a connection to the loop whose turn it is.
    func accepted(_ socket: Socket, on loop: isolated EventLoop) {
        connectionCount.wrappingAdd(1, ordering: .relaxed)
        let target = group.next()
        if target === loop {
            ServerWorker.of(self, on: loop).adopt(socket, on: loop)
        } else {
            target.execute { [self] loop in ServerWorker.of(self, on: loop).adopt(socket, on: loop) }
        }
    }

    func connectionClosed() {
        let (_, left) = connectionCount.wrappingSubtract(1, ordering: .acquiringAndReleasing)
        if left == configuration.limits.connections - 1 { resumeAccepting() }
        guard left == 0 else { return }
        state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.isDraining else { return nil }
            return state.drained.take()
        }?.resume()
    }

    func handshakeFailed() { failedHandshakes.wrappingAdd(1, ordering: .relaxed) }

    func requestBegan() { requestCount.wrappingAdd(1, ordering: .relaxed) }

    func requestEnded() {
        let (_, left) = requestCount.wrappingSubtract(1, ordering: .sequentiallyConsistent)
        if left == 0, isLeaving.load(ordering: .sequentiallyConsistent) { endStreams() }
    }

    private func resumeAccepting() {
        group.loops[0].execute { [self] loop in Listener.of(self, on: loop)?.resume(on: loop) }
    }
}
