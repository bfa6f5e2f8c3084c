internal import EventLoop

/// HTTP/1.1 on one connection of a client: one request after the other.
///
/// Loop only.
final class HTTP1ClientProtocol: ClientProtocol {
    /// The request that is on its way or being answered.
    private struct Exchange {
        let exchange: ClientExchange
        let framing: HTTP1RequestEncoder.Framing
        /// Bytes of a request body of a declared length that are still to come; nil if it is over or has no length.
        var bodyLeft: Int?
        var isRequestSent: Bool
        var hasReceived = false
        /// What the connection had sent before this request.
        let sentBefore: Int
    }

    private enum State {
        case idle
        case busy(Exchange)
        /// Both directions carry bytes that are not HTTP.
        case upgraded(ClientExchange)
        case ended
    }

    private unowned let connection: ClientConnection
    private let worker: ClientWorker
    private var parser: HTTP1ResponseParser
    private var state = State.idle
    private var isReceiving = false
    /// Whether the connection has served a request before.
    private var isReused = false

    var capacity: Int? { nil }

    init(connection: ClientConnection, on loop: isolated EventLoop) {
        self.connection = connection
        worker = connection.worker
        parser = HTTP1ResponseParser(limits: worker.configuration.limits)
        connection.setDeadline(after: worker.configuration.timeouts.idle, on: loop)
    }

    // MARK: Requests

    func begin(_ exchange: ClientExchange, on loop: isolated EventLoop) {
        let request = exchange.request
        connection.clearDeadline()
        parser.begin(isHead: request.method == "HEAD", acceptsUpgrade: request.upgraded != nil)
        let framing = HTTP1RequestEncoder.framing(of: request)
        let authority = exchange.endpoint.authority
        connection.output.build { HTTP1RequestEncoder.appendHead(request, authority: authority, to: &$0) }
        var current = Exchange(
            exchange: exchange,
            framing: framing,
            isRequestSent: true,
            sentBefore: connection.sentBytes
        )
        switch request.body {
        case .bytes(let bytes): if !bytes.isEmpty { connection.output.append(bytes[...]) }
        case .stream:
            current.isRequestSent = false
            if case .length(let count) = framing { current.bodyLeft = count }
        }
        state = .busy(current)
        connection.flush(on: loop)
    }

    func requestWoken(_ exchange: ClientExchange, on loop: isolated EventLoop) { connection.flush(on: loop) }

    func fill(on loop: isolated EventLoop) {
        switch state {
        case .busy(let current) where !current.isRequestSent: sendBody(current, on: loop)
        case .upgraded(let exchange): sendRaw(exchange, on: loop)
        case .busy, .idle, .ended: break
        }
    }

    private func sendBody(_ current: Exchange, on loop: isolated EventLoop) {
        let (chunk, step) = pull(current.exchange, on: loop)
        guard case .busy(var current) = state else { return }
        if let left = current.bodyLeft {
            guard chunk.count <= left, step != .end || chunk.count == left else {
                return abort(current.exchange, on: loop)
            }
            current.bodyLeft = left - chunk.count
            connection.output.append(chunk[...])
        } else if !chunk.isEmpty {
            connection.output.build { HTTP1ResponseEncoder.appendChunk(chunk, to: &$0) }
        }
        switch step {
        case .more, .wait: break
        case .end:
            current.isRequestSent = true
            if current.framing == .chunked { connection.output.build { $0 += "0\r\n\r\n".utf8 } }
        case .abort: return abort(current.exchange, on: loop)
        }
        state = .busy(current)
    }

    private func sendRaw(_ exchange: ClientExchange, on loop: isolated EventLoop) {
        guard exchange.source != nil else { return }
        let (chunk, step) = pull(exchange, on: loop)
        connection.output.append(chunk[...])
        switch step {
        case .more, .wait: break
        case .end: connection.endWritingAfterOutput()
        case .abort: abort(exchange, on: loop)
        }
    }

    private func pull(_ exchange: ClientExchange, on loop: isolated EventLoop) -> ([UInt8], StreamStep) {
        var chunk: [UInt8] = []
        let step = exchange.pull(into: &chunk, limit: 2 * OutputQueue.recordBytes - 64, on: loop)
        return (chunk, step)
    }

    private func abort(_ exchange: ClientExchange, on loop: isolated EventLoop) {
        state = .ended
        exchange.fail(.requestAborted, .other, on: loop)
        connection.close(.requestAborted, on: loop)
    }

    func cancel(_ exchange: ClientExchange, on loop: isolated EventLoop) {
        state = .ended
        connection.close(.cancelled, on: loop)
    }

    // MARK: Answers

    func receive(_ bytes: UnsafeRawBufferPointer, on loop: isolated EventLoop) {
        switch state {
        case .busy(var current):
            current.hasReceived = true
            state = .busy(current)
            unsafe parser.append(bytes)
            process(current.exchange, on: loop)
        case .upgraded(let exchange):
            exchange.inbox.withBody { unsafe $0.append(contentsOf: bytes) }
            delivered(to: exchange, on: loop)
        case .idle, .ended:
            // Nobody asked for that.
            state = .ended
            connection.close(.malformed("the server sent bytes before a request"), on: loop)
        }
    }

    func receive(_ bytes: [UInt8], on loop: isolated EventLoop) {
        unsafe bytes.withUnsafeBytes { unsafe receive($0, on: loop) }
    }

    private func process(_ exchange: ClientExchange, on loop: isolated EventLoop) {
        while case .busy = state {
            let before = exchange.inbox.count
            let step = exchange.inbox.withBody { parser.next(into: &$0) }
            switch step {
            case .needMore:
                if exchange.inbox.count > before { delivered(to: exchange, on: loop) }
                return
            case .head(let head):
                if let length = head.headers["content-length"].flatMap(HTTP1Syntax.contentLength) {
                    exchange.inbox.reserve(length)
                }
                exchange.receive(head, on: loop)
            case .end(let trailers): finish(exchange, trailers, on: loop)
            case .upgraded: upgrade(exchange, on: loop)
            case .failed(let error):
                state = .ended
                exchange.fail(error, .other, on: loop)
                connection.close(error, on: loop)
            }
        }
    }

    /// Tells the reader, and slows the server down when the reader has enough.
    private func delivered(to exchange: ClientExchange, on loop: isolated EventLoop) {
        exchange.bodyArrived()
        if exchange.inbox.count >= worker.configuration.limits.bufferBytes { connection.pauseReading(on: loop) }
    }

    func bodyTaken(_ exchange: ClientExchange, count: Int, on loop: isolated EventLoop) {
        if exchange.inbox.count < worker.configuration.limits.bufferBytes { connection.resumeReading(on: loop) }
    }

    private func finish(_ exchange: ClientExchange, _ trailers: HTTPHeaders, on loop: isolated EventLoop) {
        guard case .busy(let current) = state else { return }
        let isGood = parser.keepsAlive && current.isRequestSent && parser.bufferedBytes == 0
        state = isGood ? .idle : .ended
        exchange.end(trailers: trailers, on: loop)
        guard isGood else { return connection.close(.connectionClosed, on: loop) }
        isReused = true
        connection.resumeReading(on: loop)
        connection.setDeadline(after: worker.configuration.timeouts.idle, on: loop)
        connection.pool.released(connection, on: loop)
    }

    private func upgrade(_ exchange: ClientExchange, on loop: isolated EventLoop) {
        state = .upgraded(exchange)
        let rest = parser.takeRest()
        guard !rest.isEmpty else { return }
        exchange.inbox.withBody { $0 += rest }
        delivered(to: exchange, on: loop)
    }

    // MARK: The end

    func inputClosed(on loop: isolated EventLoop) {
        switch state {
        case .busy(let current):
            if parser.inputClosed() { process(current.exchange, on: loop) }
        case .upgraded(let exchange):
            state = .ended
            exchange.end(trailers: HTTPHeaders(), on: loop)
        case .idle, .ended: break
        }
        connection.close(.connectionClosed, on: loop)
    }

    func deadlineReached(on loop: isolated EventLoop) {
        guard case .idle = state else { return }
        connection.close(.connectionClosed, on: loop)
    }

    private func cause(_ current: Exchange) -> RetryRule.Cause {
        if connection.sentBytes == current.sentBefore { return .notSent }
        return isReused && !current.hasReceived ? .stale : .other
    }

    func closed(_ error: TransportError, on loop: isolated EventLoop) {
        let last = state
        state = .ended
        switch last {
        case .busy(let current):
            current.exchange.fail(error, cause(current), on: loop)
        case .upgraded(let exchange): exchange.fail(error, .other, on: loop)
        case .idle, .ended: break
        }
    }
}
