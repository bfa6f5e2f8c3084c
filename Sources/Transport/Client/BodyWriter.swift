public import EventLoop
internal import Synchronization

/// The body of a request that a task writes piece by piece, for instance while it reads the answer.
///
/// ``write(_:)`` waits until the piece before was taken, so a slow server slows the task down. One writer at a time.
public final class BodyWriter: ResponseStream {
    private struct State {
        var piece: [UInt8] = []
        var isFinished = false
        var isClosed = false
        var waker: StreamWaker?
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Makes a writer whose body is empty so far.
    public init() {}

    /// Adds bytes, after the bytes before were taken.
    ///
    /// - Returns: false if nobody takes them any more: the request is over.
    @discardableResult
    public func write(_ bytes: [UInt8]) async -> Bool {
        await drained()
        let (isOpen, waker) = state.withLock { state -> (Bool, StreamWaker?) in
            guard !state.isClosed, !state.isFinished else { return (false, nil) }
            state.piece += bytes
            return (true, state.waker)
        }
        waker?.wake()
        return isOpen
    }

    /// Ends the body; nothing can be added afterwards.
    public func finish() {
        state.withLock { state -> StreamWaker? in
            state.isFinished = true
            return state.waker
        }?.wake()
    }

    /// Waits until everything was taken, or the request is over or the task cancelled.
    private func drained() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let isReady = state.withLock { state in
                    if state.piece.isEmpty || state.isClosed || Task.isCancelled { return true }
                    state.waiter = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiter.take() }?.resume()
        }
    }

    /// Called by the connection.
    public func start(waker: StreamWaker, on loop: isolated EventLoop) { state.withLock { $0.waker = waker } }

    /// Called by the connection: hands over what was written.
    public func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> StreamStep {
        let (piece, step, waiter) = state.withLock {
            state -> ([UInt8], StreamStep, CheckedContinuation<Void, Never>?) in
            guard state.piece.count > limit else {
                defer { state.piece = [] }
                return (state.piece, state.isFinished ? .end : .wait, state.waiter.take())
            }
            defer { state.piece.removeFirst(limit) }
            return (Array(state.piece[..<limit]), .more, nil)
        }
        buffer += piece
        waiter?.resume()
        return step
    }

    /// Called by the connection: nobody takes bytes any more.
    public func closed(on loop: isolated EventLoop) {
        state.withLock { state in
            state.isClosed = true
            state.piece = []
            return state.waiter.take()
        }?.resume()
    }
}
