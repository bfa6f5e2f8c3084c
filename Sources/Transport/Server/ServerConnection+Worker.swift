internal import EventLoop

/// What a worker tells a connection: the end of the server, wake-ups, time.
extension ServerConnection {
    /// The server stops.
    func beginDrain(on loop: isolated EventLoop) {
        guard let http else {
            if case .lingering = phase { return }
            return close(on: loop)
        }
        http.beginDrain(on: loop)
        flush(on: loop)
    }

    /// All requests have been answered.
    func endStreams(on loop: isolated EventLoop) {
        http?.endStreams(on: loop)
        flush(on: loop)
    }

    /// The moment after `beginDrain` when requests on their way have come.
    func finishDrain(on loop: isolated EventLoop) { (http as? HTTP2ServerProtocol)?.finishDrain(on: loop) }

    func streamWoken(_ stream: Int32, on loop: isolated EventLoop) { http?.streamWoken(stream, on: loop) }

    /// The reader of a request's body is there, or took so many bytes.
    func bodyTaken(_ count: Int, of request: UInt64, on loop: isolated EventLoop) {
        http?.bodyTaken(count, of: request, on: loop)
    }

    func timerFired(on loop: isolated EventLoop) {
        switch deadlines.fired(at: loop.now) {
        case .none: return armTimer(on: loop)
        case .write: return close(on: loop)
        case .protocol: break
        }
        guard case .open = phase, let http else { return close(on: loop) }
        http.deadlineReached(on: loop)
        armTimer(on: loop)
    }
}
