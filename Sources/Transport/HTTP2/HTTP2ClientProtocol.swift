internal import EventLoop

/// HTTP/2 on one connection of a client.
///
/// Loop only.
final class HTTP2ClientProtocol: ClientProtocol {
    private unowned let connection: ClientConnection
    private let worker: ClientWorker
    private let loop: EventLoop
    private var session: HTTP2ClientSession?
    private var streams: [Int32: HTTP2ClientStream] = [:]
    private var isInsideSession = false
    /// The server takes no more requests.
    private var isRetired = false
    private var isAwaitingPong = false
    private var settingsChanged = false
    private var sawGoAway = false
    /// The bytes that the session is reading, if parts of them may be kept.
    private var kept: [UInt8] = []
    /// Bytes of bodies that the connection was not credited with yet.
    private var uncredited = 0
    /// Streams that the session has news of.
    private var touched: [HTTP2ClientStream] = []

    /// Output beyond which no more frames are made.
    private let outputLimit = 64 << 10

    init(connection: ClientConnection, on loop: isolated EventLoop) {
        self.connection = connection
        self.loop = loop
        worker = connection.worker
        session = HTTP2ClientSession(owner: self, limits: worker.configuration.limits)
        connection.setDeadline(after: worker.configuration.timeouts.idle, on: loop)
    }

    var capacity: Int? {
        min(session?.remoteConcurrentStreams() ?? 1, worker.configuration.limits.concurrentStreams)
    }

    // MARK: Requests

    func begin(_ exchange: ClientExchange, on loop: isolated EventLoop) {
        let request = exchange.request
        let hasBody =
            switch request.body {
            case .bytes(let bytes): !bytes.isEmpty
            case .stream: true
            }
        guard let id = session?.submit(request, endpoint: exchange.endpoint, hasBody: hasBody) else {
            // No stream numbers are left, or no memory.
            retire()
            return exchange.fail(.connectionClosed, .notSent, on: loop)
        }
        let stream = HTTP2ClientStream(id: id, exchange: exchange)
        exchange.streamID = id
        if case .bytes(let bytes) = request.body {
            stream.add(bytes)
            stream.isBodyComplete = true
        }
        if streams.isEmpty { connection.setDeadline(after: worker.configuration.timeouts.ping, on: loop) }
        streams[id] = stream
        // Requests that begin in one turn share a record and a system call.
        connection.flushSoon(on: loop)
        // One whose right to begin may end does not wait for others.
        if request.mayBegin != nil { connection.flush(on: loop) }
    }

    func cancel(_ exchange: ClientExchange, on loop: isolated EventLoop) {
        guard let stream = streams[exchange.streamID] else { return }
        stream.isDone = true
        session?.reset(stream.id, HTTP2ClientSession.ErrorCode.cancel)
        connection.flush(on: loop)
    }

    func requestWoken(_ exchange: ClientExchange, on loop: isolated EventLoop) {
        session?.resume(exchange.streamID)
        connection.flush(on: loop)
    }

    func bodyTaken(_ exchange: ClientExchange, count: Int, on loop: isolated EventLoop) {
        guard !exchange.inbox.isOver else { return }
        session?.consumeStream(exchange.streamID, count)
        connection.flushSoon(on: loop)
    }

    // MARK: Input and output

    func receive(_ bytes: UnsafeRawBufferPointer, on loop: isolated EventLoop) {
        guard let session else { return connection.close(.connectionClosed, on: loop) }
        isAwaitingPong = false
        isInsideSession = true
        let problem = unsafe session.receive(bytes)
        isInsideSession = false
        if uncredited > 0 {
            session.consumeConnection(uncredited)
            uncredited = 0
        }
        act(on: loop)
        if let problem {
            let error = TransportError.malformed("HTTP/2: \(problem)")
            failAll(error, .other, on: loop)
            connection.close(error, on: loop)
        }
    }

    func receive(_ bytes: [UInt8], on loop: isolated EventLoop) {
        kept = bytes
        unsafe bytes.withUnsafeBytes { unsafe receive($0, on: loop) }
        kept = []
    }

    /// The slice of what may be kept that these bytes are; nil if they are elsewhere.
    private func slice(_ bytes: UnsafeBufferPointer<UInt8>) -> ArraySlice<UInt8>? {
        guard !kept.isEmpty, let start = bytes.baseAddress else { return nil }
        let offset = unsafe kept.withUnsafeBufferPointer { all in unsafe all.baseAddress.map { unsafe start - $0 } ?? -1
        }
        guard offset >= 0, offset + bytes.count <= kept.count else { return nil }
        return kept[offset..<offset + bytes.count]
    }

    func fill(on loop: isolated EventLoop) {
        guard let session, !isInsideSession else { return }
        isInsideSession = true
        var isBroken = false
        while connection.output.count < outputLimit {
            let step = unsafe session.withNextFrames { frames in
                connection.output.build { unsafe $0.append(contentsOf: frames) }
            }
            guard let step else {
                isBroken = true
                break
            }
            if !step { break }
        }
        isInsideSession = false
        act(on: loop)
        if isBroken || session.isOver() || isRetired && streams.isEmpty { connection.closeAfterOutput() }
    }

    /// Tells exchanges and pool what the session has reported.
    private func act(on loop: isolated EventLoop) {
        if settingsChanged {
            settingsChanged = false
            connection.pool.resized(connection, capacity: capacity ?? 1, on: loop)
        }
        if sawGoAway { retire() }
        while !touched.isEmpty {
            let current = touched
            touched.removeAll(keepingCapacity: true)
            for stream in current { report(stream, on: loop) }
        }
        if isRetired, streams.isEmpty { connection.closeAfterOutput() }
    }

    private func report(_ stream: HTTP2ClientStream, on loop: isolated EventLoop) {
        stream.isTouched = false
        let exchange = stream.exchange
        if !stream.isDone {
            if stream.isHeadTooLarge {
                stream.isDone = true
                session?.reset(stream.id, HTTP2ClientSession.ErrorCode.cancel)
                exchange.fail(.headTooLarge(limitBytes: worker.configuration.limits.headBytes), .other, on: loop)
            } else {
                if let head = stream.head.take() { exchange.receive(head, on: loop) }
                if stream.isEnded { end(stream, on: loop) } else { exchange.bodyArrived() }
            }
        }
        guard let code = stream.closeCode else { return }
        streams[stream.id] = nil
        if !stream.isDone {
            stream.isDone = true
            let isRefused = code == HTTP2ClientSession.ErrorCode.refusedStream
            let error: TransportError =
                stream.isBodyBroken ? .requestAborted : code == 0 ? .connectionClosed : .streamReset(code: code)
            exchange.fail(error, isRefused ? .refused : .other, on: loop)
        }
        connection.pool.released(connection, on: loop)
        if streams.isEmpty { connection.setDeadline(after: worker.configuration.timeouts.idle, on: loop) }
    }

    private func end(_ stream: HTTP2ClientStream, on loop: isolated EventLoop) {
        stream.isDone = true
        guard stream.hasHead else {
            session?.reset(stream.id, HTTP2ClientSession.ErrorCode.cancel)
            return stream.exchange.fail(.malformed("HTTP/2: the answer has no head"), .other, on: loop)
        }
        // The rest of a request body is of no use to a server that has answered.
        if stream.closeCode == nil, !(stream.isBodyComplete && stream.readyBytes == 0) {
            session?.reset(stream.id, HTTP2ClientSession.ErrorCode.cancel)
        }
        stream.exchange.end(trailers: stream.fields, on: loop)
    }

    // MARK: The end

    private func retire() {
        isRetired = true
        connection.pool.retire(connection)
    }

    private func failAll(_ error: TransportError, _ cause: RetryRule.Cause, on loop: isolated EventLoop) {
        let open = streams
        streams = [:]
        for stream in open.values where !stream.isDone {
            stream.isDone = true
            stream.exchange.fail(error, cause, on: loop)
        }
    }

    func inputClosed(on loop: isolated EventLoop) { connection.close(.connectionClosed, on: loop) }

    func deadlineReached(on loop: isolated EventLoop) {
        let timeouts = worker.configuration.timeouts
        guard !streams.isEmpty else {
            retire()
            session?.goAway()
            connection.flush(on: loop)
            return
        }
        if isAwaitingPong {
            failAll(.timedOut(.pong), .other, on: loop)
            return connection.close(.timedOut(.pong), on: loop)
        }
        let quiet = loop.now &- connection.lastReceived
        let limit = timeouts.ping.nanosecondsClamped
        guard quiet >= limit else {
            return connection.setDeadline(after: .nanoseconds(Int64(clamping: limit - quiet)), on: loop)
        }
        isAwaitingPong = true
        session?.ping()
        connection.setDeadline(after: timeouts.pong, on: loop)
        connection.flush(on: loop)
    }

    func closed(_ error: TransportError, on loop: isolated EventLoop) {
        let cause: RetryRule.Cause = connection.sentBytes == 0 ? .notSent : .other
        failAll(error, cause, on: loop)
        session = nil
    }
}

extension HTTP2ClientProtocol: HTTP2ClientSessionOwner {
    private func touch(_ stream: HTTP2ClientStream) {
        guard !stream.isTouched else { return }
        stream.isTouched = true
        touched.append(stream)
    }

    func fieldReceived(_ id: Int32, _ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) {
        guard let stream = streams[id], !stream.isDone, !stream.isHeadTooLarge else { return }
        let limits = worker.configuration.limits
        stream.headBytes += name.count + value.count + 32
        guard stream.headBytes <= limits.headBytes, stream.fields.fields.count < limits.fieldCount else {
            stream.isHeadTooLarge = true
            return touch(stream)
        }
        let name = unsafe String(decoding: name, as: UTF8.self)
        let value = unsafe String(decoding: value, as: UTF8.self)
        if name == ":status" { stream.status = Int(value) ?? 0 } else { stream.fields.add(name, value) }
    }

    func headReceived(_ id: Int32) {
        guard let stream = streams[id], !stream.hasHead else { return }
        defer { stream.fields = HTTPHeaders() }
        guard stream.status >= 200 else { return }
        stream.hasHead = true
        stream.head = ResponseHead(version: .http2, status: stream.status, headers: stream.fields)
        touch(stream)
    }

    func bodyReceived(_ id: Int32, _ bytes: UnsafeBufferPointer<UInt8>) {
        uncredited += bytes.count
        guard let stream = streams[id], !stream.isDone else { return }
        if let slice = unsafe slice(bytes) {
            stream.exchange.inbox.append(slice)
        } else {
            unsafe stream.exchange.inbox.append(bytes)
        }
        touch(stream)
    }

    func streamEnded(_ id: Int32) {
        guard let stream = streams[id] else { return }
        stream.isEnded = true
        touch(stream)
    }

    func streamClosed(_ id: Int32, code: UInt32) {
        guard let stream = streams[id] else { return }
        stream.closeCode = code
        touch(stream)
    }

    func settingsReceived() { settingsChanged = true }

    func goAwayReceived() { sawGoAway = true }

    func dataSource(_ id: Int32, limit: Int) -> HTTP2Session.DataStep {
        guard let stream = streams[id], !stream.isDone else { return .abort }
        if stream.readyBytes == 0, !stream.isBodyComplete {
            // The session only runs inside this loop's calls of `receive` and `fill`.
            nonisolated(unsafe) let (me, current) = (self, stream)
            let isWaiting = loop.assumeIsolated { loop in unsafe me.pull(current, limit: limit, on: loop) }
            if stream.isBodyBroken { return .abort }
            if isWaiting { return .wait }
        }
        let count = min(limit, stream.readyBytes)
        return .bytes(count, isLast: count == stream.readyBytes && stream.isBodyComplete)
    }

    /// Pulls once; whether there is nothing to send now.
    private func pull(_ stream: HTTP2ClientStream, limit: Int, on loop: isolated EventLoop) -> Bool {
        var bytes: [UInt8] = []
        let step = stream.exchange.pull(into: &bytes, limit: limit, on: loop)
        stream.add(bytes)
        switch step {
        case .more: return false
        case .wait: return bytes.isEmpty
        case .end: stream.isBodyComplete = true
        case .abort: stream.isBodyBroken = true
        }
        return false
    }

    func sendData(_ id: Int32, header: UnsafeBufferPointer<UInt8>, count: Int) -> Bool {
        guard let stream = streams[id] else { return true }
        connection.output.build { unsafe $0.append(contentsOf: header) }
        stream.take(count, into: &connection.output)
        return connection.output.count < outputLimit
    }
}
