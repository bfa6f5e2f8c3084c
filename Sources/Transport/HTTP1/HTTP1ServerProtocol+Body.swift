internal import EventLoop

/// What becomes of a body that is handed over while it comes in.
extension HTTP1ServerProtocol {
    /// Such a body.
    struct Arriving {
        let body: ArrivingBody
        /// The request that it belongs to.
        let request: UInt64
        /// When more of it must have come, in nanoseconds of the loop's clock; never while the reader is the slow one.
        var due: UInt64
    }

    /// Lets a request be handled whose body is still to come.
    func beginBody(of request: inout HTTPRequest, _ number: UInt64, on loop: isolated EventLoop) {
        let body = worker.makeBody(
            connection: connection.id,
            request: number,
            length: request.headers["content-length"].flatMap(HTTP1Syntax.contentLength),
            on: loop
        )
        body.receive(request.body)
        request.body = []
        request.arriving = body
        arriving = Arriving(body: body, request: number, due: .max)
        expectBody(on: loop)
    }

    /// Hands over what has come, and holds the peer back when the reader has enough.
    func takeBody(_ bytes: [UInt8], on loop: isolated EventLoop) {
        guard let body = arriving?.body else { return }
        body.receive(bytes)
        if body.waitingBytes >= pipelineBytes { connection.pauseReading(on: loop) }
        expectBody(on: loop)
    }

    func endBody(_ last: [UInt8], on loop: isolated EventLoop) {
        guard let body = arriving?.body else { return }
        body.receive(last)
        body.end()
        arriving = nil
        updateDeadlines(on: loop)
        resumeReading(on: loop)
    }

    func bodyTaken(_ count: Int, of request: UInt64, on loop: isolated EventLoop) {
        guard let current = arriving, current.request == request else { return }
        if case .handling = state, parser.takeContinue() {
            sayContinue()
            connection.flush(on: loop)
        }
        if current.body.waitingBytes < pipelineBytes { connection.resumeReading(on: loop) }
        expectBody(on: loop)
    }

    /// Answers what is not a body, or tells whoever reads the answer already.
    func breakBody(_ error: HTTP1ParseError, on loop: isolated EventLoop) {
        giveUpBody(.malformed(error.message))
        guard case .handling = state else { return connection.close(on: loop) }
        task?.cancel()
        task = nil
        refuse(error, on: loop)
    }

    /// Whoever reads the body hears that it will not be complete.
    func giveUpBody(_ error: TransportError) {
        arriving?.body.fail(error)
        arriving = nil
    }

    // MARK: Deadlines

    /// Gives the peer time for more, as long as the reader waits for it.
    private func expectBody(on loop: isolated EventLoop) {
        guard let current = arriving else { return }
        let limit = worker.configuration.timeouts.body.nanosecondsClamped
        arriving?.due = current.body.waitingBytes > 0 ? .max : loop.now &+ limit
        updateDeadlines(on: loop)
    }

    /// Waits for the first of what the request waits for.
    func updateDeadlines(on loop: isolated EventLoop) {
        var due = arriving?.due ?? .max
        if case .handling(let exchange) = state, let overdue = exchange.overdue { due = min(due, overdue.due) }
        if due == .max { connection.clearDeadline() } else { connection.setDeadline(at: due, on: loop) }
    }

    /// A deadline of a request has passed whose body is still coming in.
    func bodyDeadlineReached(on loop: isolated EventLoop) {
        guard let current = arriving, current.due <= loop.now else { return updateDeadlines(on: loop) }
        breakBody(HTTP1ParseError(status: 408, message: "the request took too long"), on: loop)
        connection.flush(on: loop)
    }
}
