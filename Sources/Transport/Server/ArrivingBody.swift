public import EventLoop
internal import Synchronization

/// The body of a request while it comes in.
///
/// Nothing is read ahead beyond 64 KiB (HTTP/1.1) or the window of a stream (HTTP/2): a slow reader slows the client
/// down. It is a ``ResponseStream``, so it can be the body of another request on the same loop, pulled as fast as that
/// server takes it. It ends with `abort` if the client goes away or the request is over before the body is. One reader.
public final class ArrivingBody: ResponseStream {
    private struct State {
        var inbox = ResponseInbox()
        var waker: StreamWaker?
        var isAbandoned = false
    }

    /// How many bytes the client has said there will be; nil if it has not.
    public let length: Int?
    private let loop: EventLoop
    private let state = Mutex(State())
    /// Tells the connection that a reader is there, and how many bytes it took.
    private let taken: @Sendable (_ count: Int, _ loop: isolated EventLoop) -> Void

    init(
        length: Int?,
        on loop: EventLoop,
        taken: @escaping @Sendable (_ count: Int, _ loop: isolated EventLoop) -> Void
    ) {
        self.length = length
        self.loop = loop
        self.taken = taken
    }

    // MARK: The connection's side

    /// How many bytes wait for the reader.
    var waitingBytes: Int { state.withLock { $0.inbox.count } }

    /// Adds bytes; false if nobody wants them any more.
    func receive(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let (isWanted, waker) = state.withLock { state -> (Bool, StreamWaker?) in
            guard !state.isAbandoned else { return (false, nil) }
            unsafe state.inbox.append(bytes)
            return (true, state.waker)
        }
        waker?.wake()
        return isWanted
    }

    /// Adds bytes.
    func receive(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        unsafe bytes.withUnsafeBufferPointer { _ = unsafe receive($0) }
    }

    /// Everything has come.
    func end() { change { $0.end(trailers: HTTPHeaders()) } }

    /// Nothing more will come, though more was to come; without effect after the end.
    func fail(_ error: TransportError) { change { $0.fail(error) } }

    private func change(_ body: (inout ResponseInbox) -> Void) {
        state.withLock { state in
            body(&state.inbox)
            return state.waker
        }?.wake()
    }

    // MARK: The reader's side

    /// Called by the reader: from now on `waker` is woken when there is something to pull.
    public func start(waker: StreamWaker, on loop: isolated EventLoop) {
        guard loop === self.loop else { return }
        state.withLock { $0.waker = waker }
        taken(0, loop)
    }

    /// Called by the reader: hands over what has come.
    public func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> StreamStep {
        guard loop === self.loop else { return .abort }
        let (step, isLast) = state.withLock { state -> (ResponseInbox.Taken, Bool) in
            let taken = state.inbox.take(limit)
            if case .ended = state.inbox.outcome, state.inbox.count == 0 { return (taken, true) }
            return (taken, false)
        }
        switch step {
        case .bytes(let bytes):
            if buffer.isEmpty { buffer = bytes } else { buffer += bytes }
            taken(bytes.count, loop)
            return isLast ? .end : .more
        case .wait: return .wait
        case .end: return .end
        case .failed: return .abort
        }
    }

    /// Called by the reader: it wants no more; what still comes is thrown away.
    public func closed(on loop: isolated EventLoop) {
        guard loop === self.loop else { return }
        let dropped = state.withLock { state -> Int in
            state.waker = nil
            state.isAbandoned = true
            defer { state.inbox.discard() }
            return state.inbox.count
        }
        if dropped > 0 { taken(dropped, loop) }
    }

    /// Reads all of it, on the loop of the request.
    ///
    /// - Returns: the whole body.
    /// - Throws: `.bodyTooLarge` beyond `limitBytes`, `.requestAborted` if it broke off, `.cancelled` with the task.
    public func collect(limitBytes: Int) async throws(TransportError) -> [UInt8] {
        try await collect(limitBytes, on: loop)
    }

    private func collect(_ limitBytes: Int, on loop: isolated EventLoop) async throws(TransportError) -> [UInt8] {
        let (news, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        start(waker: StreamWaker { bell.yield() }, on: loop)
        defer { closed(on: loop) }
        var rings = news.makeAsyncIterator()
        var bytes: [UInt8] = []
        while true {
            let step = pull(into: &bytes, limit: .max, on: loop)
            guard bytes.count <= limitBytes else { throw .bodyTooLarge(limitBytes: limitBytes) }
            switch step {
            case .more: continue
            case .end: return bytes
            case .abort: throw .requestAborted
            case .wait: guard await rings.next(isolation: loop) != nil else { throw .cancelled }
            }
        }
    }
}
