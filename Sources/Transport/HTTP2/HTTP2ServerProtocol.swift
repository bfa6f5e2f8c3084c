internal import EventLoop

/// HTTP/2 on one connection.
///
/// Loop only.
final class HTTP2ServerProtocol: ServerProtocol {
    unowned let connection: ServerConnection
    let worker: ServerWorker
    let loop: EventLoop
    var session: HTTP2Session?
    var streams: [Int32: HTTP2Stream] = [:]
    /// When the bytes came that the session looks at.
    private(set) var now: UInt64 = 0
    private var isInsideSession = false
    private var isDraining = false
    /// Whether the peer is being told to open another connection.
    private var isLeaving = false
    var hasSaidGoodbye = false

    // What the session reported and nobody has acted on yet.
    var ready: [HTTP2Stream] = []
    var ended: [HTTP2Stream] = []
    var toReset: [Int32] = []
    var awaitsBody = false
    /// Whether the session is to be asked for frames in the next turn.
    private var isFlushPending = false

    private var answeredCount = 0
    var resetCount = 0

    /// Output beyond which no more frames are made.
    let outputLimit = 64 << 10

    init(connection: ServerConnection, on loop: isolated EventLoop) {
        self.connection = connection
        self.loop = loop
        worker = connection.worker
        session = HTTP2Session(owner: self, limits: worker.configuration.limits)
        connection.setDeadline(after: worker.configuration.timeouts.idle, on: loop)
    }

    // MARK: Input and output

    func receive(_ bytes: UnsafeRawBufferPointer, on loop: isolated EventLoop) {
        guard let session else { return connection.close(on: loop) }
        now = loop.now
        isInsideSession = true
        let isGood = unsafe session.receive(bytes)
        isInsideSession = false
        act(on: loop)
        if !isGood {
            // nghttp2 has queued what it wants to say about the error.
            fill(on: loop)
            connection.closeAfterOutput(lingering: true)
        }
    }

    func fill(on loop: isolated EventLoop) {
        guard let session, !isInsideSession else { return }
        isInsideSession = true
        while connection.output.count < outputLimit {
            let step = unsafe session.withNextFrames { frames in
                connection.output.build { unsafe $0.append(contentsOf: frames) }
            }
            guard let step else {
                connection.closeAfterOutput(lingering: false)
                break
            }
            if !step { break }
        }
        isInsideSession = false
        act(on: loop)
        if session.isOver() || hasSaidGoodbye && streams.isEmpty && !session.wantsWrite() {
            connection.closeAfterOutput(lingering: false)
        }
    }

    /// Acts on what the session has reported.
    private func act(on loop: isolated EventLoop) {
        for id in toReset { session?.reset(id, .none) }
        toReset.removeAll(keepingCapacity: true)
        if awaitsBody {
            awaitsBody = false
            connection.bringDeadline(to: loop.now &+ worker.configuration.timeouts.body.nanosecondsClamped, on: loop)
        }
        while !ready.isEmpty || !ended.isEmpty {
            let (begun, over) = (ready, ended)
            ready.removeAll(keepingCapacity: true)
            ended.removeAll(keepingCapacity: true)
            for stream in over { release(stream, on: loop) }
            for stream in begun where !stream.isClosed { begin(stream, on: loop) }
            if !over.isEmpty, streams.isEmpty {
                connection.setDeadline(after: worker.configuration.timeouts.idle, on: loop)
            }
        }
        if resetCount > 1_000, resetCount > 2 * answeredCount, !hasSaidGoodbye {
            hasSaidGoodbye = true
            session?.goAway(.enhanceYourCalm)
            connection.closeAfterOutput(lingering: false)
        }
    }

    private func release(_ stream: HTTP2Stream, on loop: isolated EventLoop) {
        stream.task?.cancel()
        stream.task = nil
        stream.overdue = nil
        stream.arriving?.fail(.connectionClosed)
        let source = stream.source
        stream.source = nil
        source?.closed(on: loop)
    }

    // MARK: Requests

    private func begin(_ stream: HTTP2Stream, on loop: isolated EventLoop) {
        guard !stream.isBegun else { return }
        stream.isBegun = true
        guard !stream.isHeadTooLarge else { return refuse(stream, on: loop) }
        var request = HTTPRequest(
            method: stream.method,
            target: stream.target,
            version: .http2,
            headers: stream.headers,
            body: stream.body,
            isBodyTooLarge: stream.isBodyTooLarge,
            peerCertificates: connection.peerCertificates,
            remoteAddress: connection.remoteAddress
        )
        request.deadline = RequestDeadline(keeper: self, request: UInt64(stream.id))
        if stream.isStreamed, !stream.isComplete { beginBody(of: &request, stream, on: loop) }
        stream.body = []
        stream.headers = HTTPHeaders()
        worker.server.requestBegan()
        let handler = worker.server.handler
        let started = Task.immediate { [self, request] in
            let response = await handler(request, loop)
            finish(stream, response, on: loop)
        }
        if !stream.isAnswered, !stream.isClosed { stream.task = started }
    }

    private func refuse(_ stream: HTTP2Stream, on loop: isolated EventLoop) {
        let text = "431 Request Header Fields Too Large: the request head is longer than the server reads\n"
        let response = HTTPResponse(
            status: 431,
            headers: HTTPHeaders([("content-type", "text/plain; charset=utf-8")]),
            body: .bytes(Array(text.utf8))
        )
        send(response, for: stream, on: loop)
    }

    private func finish(_ stream: HTTP2Stream, _ response: HTTPResponse, on loop: isolated EventLoop) {
        worker.server.requestEnded()
        guard !stream.isClosed, !stream.isAnswered else { return response.body.discard(on: loop) }
        answer(stream, with: response, on: loop)
    }

    func answer(_ stream: HTTP2Stream, with response: HTTPResponse, on loop: isolated EventLoop) {
        stream.task = nil
        stream.overdue = nil
        stream.isAnswered = true
        let answer = response.refusingUpgrade("a protocol upgrade needs HTTP/1.1, this is HTTP/2", on: loop)
        send(answer, for: stream, on: loop)
        connection.flush(on: loop)
    }

    private func send(_ response: HTTPResponse, for stream: HTTP2Stream, on loop: isolated EventLoop) {
        answeredCount += 1
        stream.isAnswered = true
        let isHead = stream.method == "HEAD"
        let isBodiless = HTTPStatus.isBodiless(response.status)
        let count = response.body.byteCount
        let declared = isHead || count == nil && !isBodiless ? response.declaredLength : nil
        let length = declared ?? (isBodiless ? nil : count)
        let hasBody = !isHead && !isBodiless && response.body.byteCount != 0
        let asksToClose = session?.submitResponse(
            stream.id,
            status: response.status,
            headers: response.headers,
            date: worker.dateValue(),
            length: length,
            hasBody: hasBody
        )
        if asksToClose == true { sayGoodbye(on: loop) }
        guard hasBody else { return response.body.discard(on: loop) }
        if case .stream(let source) = response.body {
            stream.source = source
            source.start(waker: worker.makeWaker(connection: connection.id, stream: stream.id, on: loop), on: loop)
            if worker.isEndingStreams { endSource(of: stream, on: loop) }
        } else {
            for slice in response.body.slices ?? [] { stream.add(slice) }
        }
    }

    /// Sends what the session has to say, in the next turn.
    func flushLater(on loop: isolated EventLoop) {
        guard !isFlushPending, session?.wantsWrite() == true else { return }
        isFlushPending = true
        worker.later(connection.id, on: loop) { connection, loop in
            (connection.http as? HTTP2ServerProtocol)?.isFlushPending = false
            connection.flush(on: loop)
        }
    }

    // MARK: Streams

    func streamWoken(_ id: Int32, on loop: isolated EventLoop) {
        guard let stream = streams[id], stream.source != nil else { return }
        stream.isAwake = true
        session?.resume(id)
        connection.flush(on: loop)
    }

    private func endSource(of stream: HTTP2Stream, on loop: isolated EventLoop) {
        guard let source = stream.source else { return }
        stream.source = nil
        source.closed(on: loop)
        session?.resume(stream.id)
    }

    /// Pulls once; whether the stream is sound.
    func pull(
        _ stream: HTTP2Stream,
        from source: any ResponseStream,
        limit: Int,
        on loop: isolated EventLoop
    ) -> Bool {
        if let slice = source.pullSlice(limit: limit, on: loop) {
            stream.add(slice)
            return true
        }
        var bytes: [UInt8] = []
        let step = source.pull(into: &bytes, limit: limit, on: loop)
        stream.add(bytes[...])
        switch step {
        case .more:
            if bytes.isEmpty { pullLater(stream, on: loop) }
            return true
        case .wait:
            stream.isAwake = false
            return true
        case .end, .abort:
            stream.source = nil
            source.closed(on: loop)
            return step == .end
        }
    }

    /// Asks a stream again that promised bytes and gave none.
    private func pullLater(_ stream: HTTP2Stream, on loop: isolated EventLoop) {
        stream.isAwake = false
        let id = stream.id
        worker.later(connection.id, on: loop) { connection, loop in connection.streamWoken(id, on: loop) }
    }

    // MARK: The end

    func inputClosed(on loop: isolated EventLoop) { connection.close(on: loop) }

    func beginDrain(on loop: isolated EventLoop) {
        guard !isDraining else { return }
        isDraining = true
        sayGoodbye(on: loop)
    }

    func endStreams(on loop: isolated EventLoop) {
        for stream in Array(streams.values) { endSource(of: stream, on: loop) }
    }

    /// Takes no more requests, in the way that loses none.
    private func sayGoodbye(on loop: isolated EventLoop) {
        guard !isLeaving else { return }
        isLeaving = true
        session?.announceShutdown()
        let (worker, id) = (worker, connection.id)
        let server = worker.server
        // Requests that the peer has sent before it heard of the end are still answered.
        loop.schedule(after: .milliseconds(100)) { loop in
            ServerWorker.existing(server, on: loop)?.connections[id]?.finishDrain(on: loop)
        }
    }

    func finishDrain(on loop: isolated EventLoop) {
        guard !hasSaidGoodbye else { return }
        hasSaidGoodbye = true
        session?.goAway(.none)
        connection.flush(on: loop)
    }

    func closed(on loop: isolated EventLoop) {
        let open = streams
        streams = [:]
        for stream in open.values {
            stream.isClosed = true
            release(stream, on: loop)
        }
    }
}
