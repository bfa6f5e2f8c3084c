internal import EventLoop

/// One request with its answer, from the wish for a connection to the last byte read.
///
/// Loop only.
final class ClientExchange {
    /// How bytes for the request's body come from its stream.
    struct Source {
        let stream: any ResponseStream
        var isStarted = false
        /// Whether it may be pulled: it has not said "wait" since it was last woken.
        var isAwake = true
    }

    let id: UInt64
    let request: ClientRequest
    let endpoint: HTTPEndpoint
    let worker: ClientWorker
    var inbox = ResponseInbox()
    /// The body of the request that comes over time; nil once it is over.
    private(set) var source: Source?
    /// The number of the HTTP/2 stream.
    var streamID: Int32 = 0
    private var attempt = 0
    private var http: (any ClientProtocol)?
    private var waiter: CheckedContinuation<Void, Never>?
    private var reader: StreamWaker?
    /// Whether the reader is woken together with others.
    private var wakesInRounds = false
    /// Counts what a waiting reader wants to hear of.
    private var news: UInt64 = 0
    private var wasStarted = false
    private var deadline = UInt64.max
    private var headDeadline = UInt64.max
    private var timer: (handle: TimerHandle, at: UInt64)?

    init(id: UInt64, request: ClientRequest, endpoint: HTTPEndpoint, worker: ClientWorker) {
        self.id = id
        self.request = request
        self.endpoint = endpoint
        self.worker = worker
        if case .stream(let stream) = request.body { source = Source(stream: stream) }
    }

    // MARK: Called by pool and protocol

    /// Whether the request can be given to a connection: nobody has given it up.
    var isWanted: Bool { !inbox.isOver }

    /// Whether it may still begin, asked when everything else is there.
    var mayBegin: Bool { request.mayBegin?() ?? true }

    /// Starts the deadline of the whole exchange.
    func start(on loop: isolated EventLoop) {
        guard let timeout = request.timeout else { return }
        deadline = loop.now &+ timeout.nanosecondsClamped
        armTimer(on: loop)
    }

    /// A connection takes the request.
    func assign(to http: any ClientProtocol, on loop: isolated EventLoop) {
        self.http = http
        attempt += 1
        if let timeout = request.headTimeout {
            headDeadline = loop.now &+ timeout.nanosecondsClamped
            armTimer(on: loop)
        }
        http.begin(self, on: loop)
    }

    func receive(_ head: ResponseHead, on loop: isolated EventLoop) {
        inbox.receive(head)
        headDeadline = .max
        if head.status == 101, let stream = request.upgraded { source = Source(stream: stream) }
        wake()
    }

    /// Tells the reader that bytes were appended to the inbox.
    func bodyArrived() { wake() }

    func end(trailers: HTTPHeaders, on loop: isolated EventLoop) {
        guard !inbox.isOver else { return }
        inbox.end(trailers: trailers)
        finish(on: loop)
    }

    /// An attempt failed; there may be another one.
    func fail(_ error: TransportError, _ cause: RetryRule.Cause, on loop: isolated EventLoop) {
        guard !inbox.isOver else { return }
        http = nil
        let mayRetry = RetryRule.allows(
            cause,
            attempt: attempt,
            isReplayable: inbox.head == nil && !wasStarted,
            isIdempotent: request.isIdempotent
        )
        if mayRetry { return worker.retry(self, on: loop) }
        inbox.fail(error)
        finish(on: loop)
    }

    /// Gives up, for whatever reason.
    func cancel(_ error: TransportError, on loop: isolated EventLoop) {
        guard !inbox.isOver else { return }
        inbox.fail(error)
        if let http { http.cancel(self, on: loop) } else { worker.forget(self) }
        finish(on: loop)
    }

    private func finish(on loop: isolated EventLoop) {
        http = nil
        timer?.handle.cancel(on: loop)
        timer = nil
        closeSource(on: loop)
        wake()
    }

    private func wake() {
        news &+= 1
        waiter.take()?.resume()
        if wakesInRounds { reader?.wakeInRound() } else { reader?.wake() }
    }

    // MARK: The request's body

    /// Pulls once from the request's stream; the step is `.wait` while it sleeps.
    func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> StreamStep {
        guard var current = source, current.isAwake else { return .wait }
        if !current.isStarted {
            current.isStarted = true
            wasStarted = true
            source = current
            current.stream.start(waker: worker.makeWaker(self, on: loop), on: loop)
        }
        let before = buffer.count
        let step = current.stream.pull(into: &buffer, limit: limit, on: loop)
        switch step {
        case .more:
            guard buffer.count == before else { return .more }
            // It promised bytes and gave none: it is asked again in the next turn.
            source?.isAwake = false
            worker.makeWaker(self, on: loop).wake()
            return .wait
        case .wait: source?.isAwake = false
        case .end, .abort: closeSource(on: loop)
        }
        return step
    }

    /// The stream called its waker.
    func requestWoken(on loop: isolated EventLoop) {
        guard source != nil else { return }
        source?.isAwake = true
        http?.requestWoken(self, on: loop)
    }

    /// Ends the request's stream, and the one for an upgrade that did not come.
    func closeSource(on loop: isolated EventLoop) {
        let isUnused = inbox.head?.status != 101 && inbox.isOver
        if let current = source.take() { current.stream.closed(on: loop) }
        if isUnused, let stream = request.upgraded { stream.closed(on: loop) }
    }

    // MARK: Deadlines

    private func armTimer(on loop: isolated EventLoop) {
        let due = min(deadline, headDeadline)
        guard due != .max else { return }
        if let timer {
            guard timer.at > due else { return }
            timer.handle.cancel(on: loop)
        }
        let delay = Duration.nanoseconds(Int64(clamping: due > loop.now ? due - loop.now : 0))
        let (shared, id) = (worker.shared, id)
        let handle = loop.schedule(after: delay) { loop in
            ClientWorker.existing(shared, on: loop)?.exchanges[id]?.timerFired(on: loop)
        }
        timer = (handle, due)
    }

    private func timerFired(on loop: isolated EventLoop) {
        timer = nil
        if deadline <= loop.now { return cancel(.timedOut(.whole), on: loop) }
        if headDeadline <= loop.now { return cancel(.timedOut(.head), on: loop) }
        armTimer(on: loop)
    }
}

// MARK: - The reader's side

extension ClientExchange {
    /// Waits for the head.
    func head(on loop: isolated EventLoop) async throws(TransportError) -> ResponseHead {
        while true {
            if let head = inbox.head { return head }
            if case .failed(let error) = inbox.outcome {
                worker.remove(self)
                throw error
            }
            await suspend(on: loop)
        }
    }

    /// Takes at most `limit` bytes of the body, waiting for some; nil at the end.
    func next(limit: Int, on loop: isolated EventLoop) async throws(TransportError) -> [UInt8]? {
        while true {
            switch take(limit, on: loop) {
            case .bytes(let bytes): return bytes
            case .end: return nil
            case .failed(let error): throw error
            case .wait: await suspend(on: loop)
            }
        }
    }

    /// Takes what is there.
    func take(_ limit: Int, on loop: isolated EventLoop) -> ResponseInbox.Taken {
        let taken = inbox.take(limit)
        switch taken {
        case .bytes(let bytes): http?.bodyTaken(self, count: bytes.count, on: loop)
        case .end, .failed: worker.remove(self)
        case .wait: break
        }
        return taken
    }

    /// Takes the next bytes if they can be had without a copy.
    func takePiece(_ limit: Int, on loop: isolated EventLoop) -> ArraySlice<UInt8>? {
        guard let piece = inbox.takePiece(limit) else { return nil }
        http?.bodyTaken(self, count: piece.count, on: loop)
        return piece
    }

    /// From now on `waker` is woken when there is something to take.
    func setReader(_ waker: StreamWaker, inRounds: Bool) {
        reader = waker
        wakesInRounds = inRounds
    }

    /// The reader has gone.
    func abandon(on loop: isolated EventLoop) {
        reader = nil
        inbox.discard()
        worker.remove(self)
        cancel(.cancelled, on: loop)
    }

    /// Keeps a reader; `seen` says how much news it had heard when it decided to wait.
    private func park(
        _ continuation: CheckedContinuation<Void, Never>,
        seen: UInt64,
        on loop: isolated EventLoop
    ) {
        precondition(waiter == nil, "an answer has one reader at a time")
        // The way here may take turns of the loop, in which there was news already.
        if news != seen { continuation.resume() } else { waiter = continuation }
    }

    private func suspend(on loop: isolated EventLoop) async {
        let (shared, id, seen) = (worker.shared, id, news)
        await withTaskCancellationHandler {
            // Naming the loop isolates the closures to it.
            await EventLoop.wait(on: loop) { continuation in park(continuation, seen: seen, on: loop) }
        } onCancel: {
            loop.execute { loop in ClientWorker.existing(shared, on: loop)?.exchanges[id]?.cancel(.cancelled, on: loop)
            }
        }
    }
}
