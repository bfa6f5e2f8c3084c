internal import EventLoop

/// What becomes of a body that is handed over while it comes in.
extension HTTP2ServerProtocol {
    /// Lets a request be handled whose body is still to come.
    func beginBody(of request: inout HTTPRequest, _ stream: HTTP2Stream, on loop: isolated EventLoop) {
        let body = worker.makeBody(
            connection: connection.id,
            request: UInt64(stream.id),
            length: request.headers["content-length"].flatMap(HTTP1Syntax.contentLength),
            on: loop
        )
        body.receive(request.body)
        request.body = []
        request.arriving = body
        stream.arriving = body
    }

    /// Keeps bytes of a body that is handed over while it comes in; false if nobody will take them.
    ///
    /// Called while nghttp2 runs. The client may send as many again when they were taken.
    func takeBody(_ bytes: UnsafeBufferPointer<UInt8>, for stream: HTTP2Stream) -> Bool {
        guard stream.isStreamed else { return false }
        stream.bodyMovedAt = now
        guard let body = stream.arriving else {
            // Its head came together with these; the window bounds them.
            guard !stream.isBegun else { return false }
            unsafe stream.body.append(contentsOf: bytes)
            return true
        }
        return unsafe body.receive(bytes)
    }

    func bodyTaken(_ count: Int, of request: UInt64, on loop: isolated EventLoop) {
        guard count > 0, let stream = Int32(exactly: request).flatMap({ streams[$0] }) else { return }
        stream.bodyMovedAt = loop.now
        guard !stream.isComplete else { return }
        session?.consumeStream(stream.id, count)
        flushLater(on: loop)
    }

    /// When more of a body must have come, in nanoseconds of the loop's clock.
    func bodyDue(of stream: HTTP2Stream, on loop: isolated EventLoop) -> UInt64 {
        let limit = worker.configuration.timeouts.body.nanosecondsClamped
        guard let body = stream.arriving else { return stream.startedAt &+ limit }
        // While the reader is the slow one, nothing is asked of the client.
        return (body.waitingBytes > 0 ? loop.now : stream.bodyMovedAt) &+ limit
    }
}
