public import EventLoop

/// An HTTP client on event loops: HTTP/1.1 and HTTP/2, with connections that are kept per endpoint and loop.
///
/// A request that is made on one of the loops stays there, so a handler of a server pays no hop.
public final class HTTPClient: Sendable {
    /// Limits and time-outs.
    public let configuration: HTTPClientConfiguration
    let shared: ClientShared
    private let group: EventLoopGroup

    /// Makes a client without connections.
    ///
    /// - Parameters:
    ///   - group: the loops to run on.
    ///   - configuration: limits and time-outs.
    public init(group: EventLoopGroup, configuration: HTTPClientConfiguration = HTTPClientConfiguration()) {
        self.group = group
        self.configuration = configuration
        shared = ClientShared(configuration: configuration)
    }

    deinit { cut() }

    /// Ends all connections; what is on them fails with `.clientClosed`.
    ///
    /// Any thread. Also done when the last reference to the client goes away.
    public func shutdown() { cut() }

    /// Sends a request and waits for the head of the answer; the body comes when it is read.
    ///
    /// Connections that turn out to be dead are replaced, and the request sent again where that does no harm.
    ///
    /// - Parameters:
    ///   - request: what to send.
    ///   - endpoint: where to.
    ///   - loop: where to run: a loop of the group; nil for the current one, or any.
    /// - Returns: the answer, whatever its status.
    /// - Throws: why there is none.
    public func send(
        _ request: ClientRequest,
        to endpoint: HTTPEndpoint,
        on loop: EventLoop? = nil
    ) async throws(TransportError) -> ClientResponse {
        try await begin(request, endpoint, on: loop ?? currentLoop())
    }

    /// Sends a request and reads the whole answer.
    ///
    /// - Parameters:
    ///   - request: what to send.
    ///   - endpoint: where to.
    ///   - loop: where to run: a loop of the group; nil for the current one, or any.
    ///   - limitBytes: most bytes of a body to accept.
    /// - Returns: the answer, whatever its status.
    /// - Throws: why there is none.
    public func perform(
        _ request: ClientRequest,
        to endpoint: HTTPEndpoint,
        on loop: EventLoop? = nil,
        limitBytes: Int = 64 << 20
    ) async throws(TransportError) -> CompleteResponse {
        try await complete(request, endpoint, limitBytes, on: loop ?? currentLoop())
    }

    private func begin(
        _ request: ClientRequest,
        _ endpoint: HTTPEndpoint,
        on loop: isolated EventLoop
    ) async throws(TransportError) -> ClientResponse {
        guard !shared.isClosed else { throw .clientClosed }
        let exchange = ClientWorker.of(shared, on: loop).begin(request.traced, to: endpoint, on: loop)
        let head = try await exchange.head(on: loop)
        let body = IncomingBody(exchange.id, of: self, on: loop)
        return ClientResponse(version: head.version, status: head.status, headers: head.headers, body: body)
    }

    private func complete(
        _ request: ClientRequest,
        _ endpoint: HTTPEndpoint,
        _ limitBytes: Int,
        on loop: isolated EventLoop
    ) async throws(TransportError) -> CompleteResponse {
        guard !shared.isClosed else { throw .clientClosed }
        let exchange = ClientWorker.of(shared, on: loop).begin(request.traced, to: endpoint, on: loop)
        let head = try await exchange.head(on: loop)
        var bytes: [UInt8] = []
        while let more = try await exchange.next(limit: .max, on: loop) {
            if bytes.isEmpty { bytes = more } else { bytes += more }
            guard bytes.count <= limitBytes else {
                exchange.abandon(on: loop)
                throw .bodyTooLarge(limitBytes: limitBytes)
            }
        }
        var response = CompleteResponse(status: head.status, headers: head.headers, body: bytes)
        if case .ended(let trailers) = exchange.inbox.outcome { response.trailers = trailers }
        return response
    }

    private func currentLoop() -> EventLoop { group.loops.first(where: \.isCurrent) ?? group.next() }

    private func cut() {
        let shared = shared
        shared.close()
        for loop in group.loops {
            loop.execute { loop in ClientWorker.existing(shared, on: loop)?.cut(on: loop) }
        }
    }
}
