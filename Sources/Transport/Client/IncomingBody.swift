public import EventLoop
internal import Synchronization

/// The body of an answer while it comes in.
///
/// Nothing is read ahead beyond the client's `bufferBytes`: a slow reader slows the server down. Read it to its end,
/// hand it over with ``stream()``, or drop it: then the request is cancelled (HTTP/2 resets the stream, HTTP/1.1 closes
/// the connection). One reader at a time.
public final class IncomingBody: Sendable {
    /// The loop on which the answer comes in.
    public let loop: EventLoop
    /// Keeps the client's connections.
    private let client: HTTPClient
    private let exchange: UInt64
    private let state = Mutex(State())

    private struct State {
        /// How it ended, once the reader knows.
        var outcome = ResponseInbox.Outcome.open
    }

    init(_ exchange: UInt64, of client: HTTPClient, on loop: EventLoop) {
        self.exchange = exchange
        self.client = client
        self.loop = loop
    }

    deinit {
        guard outcome == .open else { return }
        let (shared, exchange) = (client.shared, exchange)
        loop.execute { loop in
            ClientWorker.existing(shared, on: loop)?.exchanges[exchange]?.abandon(on: loop)
        }
    }

    /// Fields that came after the body, such as gRPC's status; known once the body was read to its end.
    public var trailers: HTTPHeaders { if case .ended(let trailers) = outcome { trailers } else { HTTPHeaders() } }

    /// Waits for the next bytes; nil at the end.
    ///
    /// - Parameter limit: most bytes to return.
    /// - Returns: at least one byte; nil at the end.
    /// - Throws: what broke the answer, `.cancelled` if the task was cancelled.
    public func next(limit: Int = 64 << 10) async throws(TransportError) -> [UInt8]? {
        try await next(limit: limit, on: loop)
    }

    /// Reads all that is left.
    ///
    /// - Throws: `.bodyTooLarge` beyond `limitBytes`, and what broke the answer.
    public func collect(limitBytes: Int) async throws(TransportError) -> [UInt8] {
        try await collect(limitBytes: limitBytes, on: loop)
    }

    /// The body as the body of another answer or request on the same loop: pulled when its peer takes more, with
    /// nothing buffered in between.
    ///
    /// The only reader from then on.
    ///
    /// - Parameter inRounds: whether it may wait a little for others: see ``StreamWaker/wakeInRound()``.
    /// - Returns: the body, still to be pulled.
    public func stream(inRounds: Bool = false) -> any ResponseStream { BodyRelay(self, inRounds: inRounds) }

    private func next(limit: Int, on loop: isolated EventLoop) async throws(TransportError) -> [UInt8]? {
        switch outcome {
        case .open: break
        case .ended: return nil
        case .failed(let error): throw error
        }
        guard let exchange = find(on: loop) else { throw .clientClosed }
        do throws(TransportError) {
            let bytes = try await exchange.next(limit: limit, on: loop)
            if bytes == nil { finish(exchange) }
            return bytes
        } catch {
            finish(exchange)
            throw error
        }
    }

    private func collect(limitBytes: Int, on loop: isolated EventLoop) async throws(TransportError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let more = try await next(limit: .max, on: loop) {
            if bytes.isEmpty { bytes = more } else { bytes += more }
            guard bytes.count <= limitBytes else { throw .bodyTooLarge(limitBytes: limitBytes) }
        }
        return bytes
    }

    // MARK: For the relay

    func find(on loop: isolated EventLoop) -> ClientExchange? {
        ClientWorker.existing(client.shared, on: loop)?.exchanges[exchange]
    }

    /// Notes how the exchange has ended.
    func finish(_ exchange: ClientExchange) { state.withLock { $0.outcome = exchange.inbox.outcome } }

    private var outcome: ResponseInbox.Outcome { state.withLock { $0.outcome } }

    /// Gives up what is left.
    func abandon(on loop: isolated EventLoop) {
        guard outcome == .open else { return }
        state.withLock { $0.outcome = .failed(.cancelled) }
        find(on: loop)?.abandon(on: loop)
    }
}
