internal import EventLoop
internal import Telemetry
internal import Transport

/// The requests of one stream of watches, on their way to the server.
///
/// Any thread. Holds no more than a few bytes for every watch.
final class WatchOutbox: ResponseStream {
    private struct State {
        var bytes: [UInt8] = []
        var isCut = false
        var waker: StreamWaker?
    }

    private let state = Locked(State())

    /// Sends a request.
    func send(_ request: WatchRequest) {
        state.withLock { state -> StreamWaker? in
            state.bytes += GRPCFrames.frame(request.bytes)
            return state.waker
        }?.wake()
    }

    /// Ends the stream at once.
    func cut() {
        state.withLock { state -> StreamWaker? in
            state.isCut = true
            return state.waker
        }?.wake()
    }

    func start(waker: StreamWaker, on loop: isolated EventLoop) { state.withLock { $0.waker = waker } }

    func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> StreamStep {
        let (piece, step) = state.withLock { state -> ([UInt8], StreamStep) in
            if state.isCut { return ([], .abort) }
            guard state.bytes.count > limit else {
                defer { state.bytes = [] }
                return (state.bytes, .wait)
            }
            defer { state.bytes.removeFirst(limit) }
            return (Array(state.bytes[..<limit]), .more)
        }
        buffer += piece
        return step
    }

    func closed(on loop: isolated EventLoop) {
        state.withLock { state in
            state.bytes = []
            state.waker = nil
        }
    }
}
