internal import EventLoop

/// HTTP/1.1 on one connection: one request after the other.
///
/// Loop only.
final class HTTP1ServerProtocol: ServerProtocol {
    /// The request that is being answered.
    struct Exchange {
        var number: UInt64
        var isHead: Bool
        var isHTTP10: Bool
        var keepsAlive: Bool
        var isBodyTooLarge: Bool
        /// When somebody else answers, and what.
        var overdue: OverdueAnswer?
    }

    enum State {
        case reading
        case handling(Exchange)
        case streaming(any ResponseStream, isChunked: Bool, keepsAlive: Bool)
        case ended
    }

    unowned let connection: ServerConnection
    let worker: ServerWorker
    var parser: HTTP1RequestParser
    var state = State.reading
    /// The body that is handed over while it comes in; nil when all of it was.
    var arriving: Arriving?
    private var lastNumber: UInt64 = 0
    var task: Task<Void, Never>?
    private var isProcessing = false
    private var isStreamAwake = false
    /// How many bytes a stream still owes that has said its length.
    private var streamBytesLeft: Int?
    private var isDraining = false
    /// Which deadline is running.
    private var phase = HTTP1RequestParser.Phase.idle

    /// Most bytes of further requests that are kept while one is answered, and of a body that its reader has not taken.
    let pipelineBytes = 64 << 10

    init(connection: ServerConnection, on loop: isolated EventLoop) {
        self.connection = connection
        worker = connection.worker
        parser = HTTP1RequestParser(limits: worker.configuration.limits, streamsBody: worker.server.streamsBody)
        // A connection that was opened for nothing is held to the time of a head.
        connection.setDeadline(after: worker.configuration.timeouts.head, on: loop)
    }

    // MARK: Requests

    func receive(_ bytes: UnsafeRawBufferPointer, on loop: isolated EventLoop) {
        if case .ended = state { return }
        unsafe parser.append(bytes)
        process(on: loop)
        if case .reading = state { return }
        if arriving == nil, parser.bufferedBytes > pipelineBytes { connection.pauseReading(on: loop) }
    }

    private func process(on loop: isolated EventLoop) {
        guard !isProcessing else { return }
        isProcessing = true
        defer { isProcessing = false }
        while isReading {
            switch parser.next() {
            case .needMore:
                if arriving != nil { return takeBody(parser.takeBody(), on: loop) }
                return updateDeadline(on: loop)
            case .expectsContinue: sayContinue()
            case .request(let message), .head(let message): begin(message, on: loop)
            case .bodyEnded(let last): endBody(last, on: loop)
            case .failed(let error): if arriving != nil { breakBody(error, on: loop) } else { refuse(error, on: loop) }
            }
        }
    }

    /// Whether what comes belongs to a request that is not complete.
    private var isReading: Bool { if case .reading = state { true } else { arriving != nil } }

    func sayContinue() { connection.output.build { $0 += "HTTP/1.1 100 Continue\r\n\r\n".utf8 } }

    private func updateDeadline(on loop: isolated EventLoop) {
        let timeouts = worker.configuration.timeouts
        guard parser.phase != phase || phase == .idle else { return }
        phase = parser.phase
        switch phase {
        case .idle: connection.setDeadline(after: timeouts.idle, on: loop)
        case .head: connection.setDeadline(after: timeouts.head, on: loop)
        case .body: connection.setDeadline(after: timeouts.body, on: loop)
        }
    }

    private func begin(_ message: HTTP1Message, on loop: isolated EventLoop) {
        lastNumber += 1
        let number = lastNumber
        phase = .idle
        connection.clearDeadline()
        let keepsAlive = message.keepsAlive && !isDraining
        state = .handling(
            Exchange(
                number: number,
                isHead: message.method == "HEAD",
                isHTTP10: message.isHTTP10,
                keepsAlive: keepsAlive,
                isBodyTooLarge: message.isBodyTooLarge
            )
        )
        var request = HTTPRequest(
            method: message.method,
            target: message.target,
            version: .http1,
            headers: message.headers,
            body: message.body,
            isBodyTooLarge: message.isBodyTooLarge,
            peerCertificates: connection.peerCertificates,
            remoteAddress: connection.remoteAddress
        )
        request.deadline = RequestDeadline(keeper: self, request: number)
        if !parser.isBetweenRequests { beginBody(of: &request, number, on: loop) }
        worker.server.requestBegan()
        let handler = worker.server.handler
        let started = Task.immediate { [self, request] in
            let response = await handler(request, loop)
            finish(number, response, on: loop)
        }
        // A handler that never waited has finished already.
        if case .handling(let exchange) = state, exchange.number == number { task = started }
    }

    // MARK: Answers

    private func finish(_ number: UInt64, _ response: HTTPResponse, on loop: isolated EventLoop) {
        worker.server.requestEnded()
        guard case .handling(let exchange) = state, exchange.number == number else {
            return response.body.discard(on: loop)
        }
        answer(exchange, with: response, on: loop)
    }

    private func answer(_ exchange: Exchange, with response: HTTPResponse, on loop: isolated EventLoop) {
        task = nil
        connection.clearDeadline()
        if case .upgrade(let stream) = response.body, !exchange.isHTTP10, response.status == 101, arriving == nil {
            return upgrade(response, to: stream, on: loop)
        }
        send(response.refusingUpgrade("this connection cannot change its protocol", on: loop), for: exchange, on: loop)
        guard !isProcessing else { return }
        process(on: loop)
        resumeReading(on: loop)
        connection.flush(on: loop)
    }

    private func send(_ response: HTTPResponse, for exchange: Exchange, on loop: isolated EventLoop) {
        let asksToClose = response.headers["connection"].map { HTTP1Syntax.hasToken("close", in: $0) } ?? false
        // What comes of a body after its answer is no request.
        let keepsAlive = exchange.keepsAlive && !isDraining && !asksToClose && arriving == nil
        let framing = framing(of: response, for: exchange)
        let staysOpen = keepsAlive && framing != .close
        let date = worker.dateValue()
        connection.output.build { bytes in
            HTTP1ResponseEncoder.appendHead(
                response,
                framing: framing,
                keepsAlive: staysOpen,
                isHTTP10: exchange.isHTTP10,
                date: date,
                to: &bytes
            )
        }
        if case .none = framing {
            response.body.discard(on: loop)
        } else if case .stream(let stream) = response.body {
            if case .length(let count) = framing { streamBytesLeft = count } else { streamBytesLeft = nil }
            return beginStream(stream, isChunked: framing == .chunked, keepsAlive: staysOpen, on: loop)
        } else {
            for slice in response.body.slices ?? [] { connection.output.append(slice) }
        }
        finishExchange(keepsAlive: staysOpen, lingering: exchange.isBodyTooLarge, on: loop)
    }

    /// Says yes, and leaves the connection to the stream.
    private func upgrade(_ response: HTTPResponse, to stream: any DuplexStream, on loop: isolated EventLoop) {
        state = .ended
        let date = worker.dateValue()
        connection.output.build { bytes in
            HTTP1ResponseEncoder.appendHead(
                response,
                framing: .upgrade,
                keepsAlive: true,
                isHTTP10: false,
                date: date,
                to: &bytes
            )
        }
        connection.takeOver(stream, received: parser.takeBuffered(), on: loop)
    }

    private func framing(of response: HTTPResponse, for exchange: Exchange) -> HTTP1ResponseEncoder.Framing {
        if HTTPStatus.isBodiless(response.status) { return .none(length: nil) }
        let count = response.body.byteCount
        if exchange.isHead { return .none(length: response.declaredLength ?? count) }
        if let count = count ?? response.declaredLength { return .length(count) }
        return exchange.isHTTP10 ? .close : .chunked
    }

    private func finishExchange(keepsAlive: Bool, lingering: Bool, on loop: isolated EventLoop) {
        guard keepsAlive, !isDraining else {
            state = .ended
            let isSending = lingering || parser.bufferedBytes > 0 || arriving != nil
            giveUpBody(.requestAborted)
            return connection.closeAfterOutput(lingering: isSending)
        }
        state = .reading
    }

    func resumeReading(on loop: isolated EventLoop) {
        guard parser.bufferedBytes <= pipelineBytes, (arriving?.body.waitingBytes ?? 0) < pipelineBytes else { return }
        connection.resumeReading(on: loop)
    }

    /// Answers what is not a request and ends the connection.
    func refuse(_ error: HTTP1ParseError, on loop: isolated EventLoop) {
        let text = "\(error.status) \(HTTPStatus.reason(error.status)): \(error.message)\n"
        let response = HTTPResponse(
            status: error.status,
            headers: HTTPHeaders([("content-type", "text/plain; charset=utf-8")]),
            body: .bytes(Array(text.utf8))
        )
        let exchange = Exchange(number: 0, isHead: false, isHTTP10: false, keepsAlive: false, isBodyTooLarge: true)
        connection.clearDeadline()
        send(response, for: exchange, on: loop)
    }

    // MARK: Streams

    private func beginStream(
        _ stream: any ResponseStream,
        isChunked: Bool,
        keepsAlive: Bool,
        on loop: isolated EventLoop
    ) {
        state = .streaming(stream, isChunked: isChunked, keepsAlive: keepsAlive)
        isStreamAwake = true
        updateDeadlines(on: loop)
        // The number tells a late wake-up of an earlier stream; a spare pull does no harm.
        stream.start(waker: worker.makeWaker(connection: connection.id, stream: 1, on: loop), on: loop)
        if worker.isEndingStreams { endStream(properly: true, on: loop) }
    }

    func streamWoken(_ stream: Int32, on loop: isolated EventLoop) {
        isStreamAwake = true
        connection.flush(on: loop)
    }

    func fill(on loop: isolated EventLoop) {
        guard case .streaming(let stream, let isChunked, _) = state, isStreamAwake else { return }
        let limit = 2 * OutputQueue.recordBytes - 64
        if let slice = stream.pullSlice(limit: limit, on: loop) { return send(slice, isChunked: isChunked, on: loop) }
        var chunk: [UInt8] = []
        swap(&chunk, &worker.pulled)
        let step = stream.pull(into: &chunk, limit: limit, on: loop)
        let isEmpty = chunk.isEmpty
        guard isPromised(chunk.count) else { return endStream(properly: false, on: loop) }
        if isChunked, !isEmpty {
            connection.output.build { HTTP1ResponseEncoder.appendChunk(chunk, to: &$0) }
        } else {
            connection.output.append(chunk[...])
            // What the output keeps cannot be used again without a copy.
            if chunk.count > OutputQueue.copiedBytes { chunk = [] }
        }
        chunk.removeAll(keepingCapacity: true)
        swap(&chunk, &worker.pulled)
        switch step {
        case .more where isEmpty:
            // It promised bytes and gave none: it is asked again in the next turn.
            isStreamAwake = false
            worker.later(connection.id, on: loop) { connection, loop in connection.streamWoken(1, on: loop) }
        case .more: break
        case .wait: isStreamAwake = false
        case .end: endStream(properly: true, on: loop)
        case .abort: endStream(properly: false, on: loop)
        }
    }

    /// Counts bytes of a body whose length was told; false if there are more than that.
    private func isPromised(_ count: Int) -> Bool {
        guard let left = streamBytesLeft else { return true }
        guard count <= left else { return false }
        streamBytesLeft = left - count
        return true
    }

    private func send(_ slice: ArraySlice<UInt8>, isChunked: Bool, on loop: isolated EventLoop) {
        guard isPromised(slice.count) else { return endStream(properly: false, on: loop) }
        if isChunked { connection.output.build { HTTP1ResponseEncoder.appendChunkSize(slice.count, to: &$0) } }
        connection.output.append(slice)
        if isChunked { connection.output.build { $0 += "\r\n".utf8 } }
    }

    private func endStream(properly: Bool, on loop: isolated EventLoop) {
        guard case .streaming(let stream, let isChunked, let keepsAlive) = state else { return }
        state = .ended
        stream.closed(on: loop)
        // One that keeps less than it has promised is cut, so that the peer notices.
        guard properly, (streamBytesLeft ?? 0) == 0 else { return connection.close(on: loop) }
        if isChunked { connection.output.build { $0 += "0\r\n\r\n".utf8 } }
        finishExchange(keepsAlive: keepsAlive, lingering: false, on: loop)
        guard !isProcessing else { return }
        process(on: loop)
        resumeReading(on: loop)
    }

    // MARK: The end

    func inputClosed(on loop: isolated EventLoop) {
        // An answer that is complete is still sent; one that is not is of no use to a peer that has gone.
        if case .reading = state {
            state = .ended
            connection.closeAfterOutput(lingering: false)
        } else {
            connection.close(on: loop)
        }
    }

    func beginDrain(on loop: isolated EventLoop) {
        isDraining = true
        switch state {
        case .reading where parser.phase == .idle:
            state = .ended
            connection.closeAfterOutput(lingering: false)
        case .reading, .handling, .streaming, .ended: break
        }
    }

    func endStreams(on loop: isolated EventLoop) {
        if case .streaming = state { endStream(properly: true, on: loop) }
    }

    func deadlineReached(on loop: isolated EventLoop) {
        if case .handling(let exchange) = state, let overdue = exchange.overdue, overdue.due <= loop.now {
            task?.cancel()
            return answer(exchange, with: overdue.answer(), on: loop)
        }
        guard arriving == nil else { return bodyDeadlineReached(on: loop) }
        guard case .reading = state, parser.phase != .idle else { return connection.close(on: loop) }
        refuse(HTTP1ParseError(status: 408, message: "the request took too long"), on: loop)
        connection.flush(on: loop)
    }

    func closed(on loop: isolated EventLoop) {
        let last = state
        state = .ended
        giveUpBody(.connectionClosed)
        task?.cancel()
        task = nil
        if case .streaming(let stream, _, _) = last { stream.closed(on: loop) }
    }
}

extension HTTP1ServerProtocol: DeadlineKeeper {
    func setDeadline(_ overdue: OverdueAnswer, of request: UInt64, on loop: isolated EventLoop) {
        guard case .handling(var exchange) = state, exchange.number == request else { return }
        exchange.overdue = overdue
        state = .handling(exchange)
        updateDeadlines(on: loop)
    }
}
