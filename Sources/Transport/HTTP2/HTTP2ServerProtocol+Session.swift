internal import EventLoop

extension HTTP2ServerProtocol: HTTP2SessionOwner {
    func streamBegan(_ id: Int32) { streams[id] = HTTP2Stream(id: id, startedAt: now) }

    func fieldReceived(_ id: Int32, _ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) {
        guard let stream = streams[id] else { return }
        let limits = worker.configuration.limits
        stream.headBytes += name.count + value.count + 32
        stream.fieldCount += 1
        guard stream.headBytes <= limits.headBytes, stream.fieldCount <= limits.fieldCount else {
            stream.isHeadTooLarge = true
            return
        }
        let name = unsafe String(decoding: name, as: UTF8.self)
        let value = unsafe String(decoding: value, as: UTF8.self)
        switch name {
        case ":method": stream.method = value
        case ":path": stream.target = value
        case ":scheme": break
        case ":authority": stream.headers.set("host", value)
        case "host": if stream.headers["host"] == nil { stream.headers.add(name, value) }
        case "cookie":
            stream.headers.set("cookie", stream.headers["cookie"].map { $0 + "; " + value } ?? value)
        default: stream.headers.add(name, value)
        }
    }

    func headReceived(_ id: Int32, isLast: Bool) {
        guard let stream = streams[id] else { return }
        if isLast { return bodyEnded(id) }
        let limit = worker.configuration.limits.bodyBytes
        if stream.isHeadTooLarge {
            ready.append(stream)
        } else if worker.server.streamsBody?(stream.method, stream.target, stream.headers) == true {
            stream.isStreamed = true
            awaitsBody = true
            ready.append(stream)
        } else if let length = stream.headers["content-length"].flatMap(HTTP1Syntax.contentLength), length > limit {
            refuseBody(of: stream)
        } else {
            awaitsBody = true
        }
    }

    func bodyReceived(_ id: Int32, _ bytes: UnsafeBufferPointer<UInt8>) {
        // The streams limit what waits for readers; the connection's window must not be in the way of the others.
        session?.consumeConnection(bytes.count)
        guard let stream = streams[id], unsafe !takeBody(bytes, for: stream) else { return }
        session?.consumeStream(id, bytes.count)
        guard !stream.isBegun, !stream.isBodyTooLarge else { return }
        guard stream.body.count + bytes.count <= worker.configuration.limits.bodyBytes else {
            return refuseBody(of: stream)
        }
        unsafe stream.body.append(contentsOf: bytes)
    }

    private func refuseBody(of stream: HTTP2Stream) {
        stream.body = []
        stream.isBodyTooLarge = true
        ready.append(stream)
    }

    func bodyEnded(_ id: Int32) {
        guard let stream = streams[id] else { return }
        stream.isComplete = true
        stream.arriving?.end()
        if !stream.isBegun { ready.append(stream) }
    }

    func resetReceived(_ id: Int32) { resetCount += 1 }

    func streamClosed(_ id: Int32) {
        guard let stream = streams.removeValue(forKey: id) else { return }
        stream.isClosed = true
        ended.append(stream)
    }

    func lastFrameSent(_ id: Int32) {
        // The peer would go on sending a body that nobody reads.
        if let stream = streams[id], !stream.isComplete { toReset.append(id) }
    }

    func dataSource(_ id: Int32, limit: Int) -> HTTP2Session.DataStep {
        guard let stream = streams[id] else { return .abort }
        if stream.readyBytes == 0, stream.isAwake, let source = stream.source {
            // The session only runs inside this loop's calls of `receive` and `fill`.
            nonisolated(unsafe) let (me, current) = (self, stream)
            let isSound = loop.assumeIsolated { loop in
                unsafe me.pull(current, from: source, limit: limit, on: loop)
            }
            guard isSound else { return .abort }
        }
        if stream.readyBytes == 0, stream.source != nil { return .wait }
        let count = min(limit, stream.readyBytes)
        return .bytes(count, isLast: count == stream.readyBytes && stream.source == nil)
    }

    func sendData(_ id: Int32, header: UnsafeBufferPointer<UInt8>, count: Int) -> Bool {
        guard let stream = streams[id] else { return true }
        connection.output.build { unsafe $0.append(contentsOf: header) }
        stream.take(count, into: &connection.output)
        return connection.output.count < outputLimit
    }
}
