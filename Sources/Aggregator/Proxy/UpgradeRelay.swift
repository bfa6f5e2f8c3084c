internal import EventLoop
internal import Synchronization
internal import Transport

/// Copies bytes between a client and an extension server after both have changed their protocol.
///
/// Nothing is understood of what passes; whichever end closes, the other one is closed too. Both connections are on the
/// same loop.
final class UpgradeRelay: DuplexStream {
    private struct State {
        var toServer: [UInt8] = []
        var hasInputEnded = false
        var isClosed = false
        var client: StreamWaker?
        var server: StreamWaker?
        var answer: (any ResponseStream)?
    }

    private let state = Mutex(State())
    private static let limitBytes = 64 << 10

    /// What the client sends, as the body of the request that was upgraded.
    var request: any ResponseStream { Outgoing(relay: self) }

    /// What the server sends, before the client's connection is taken over.
    func connect(_ answer: any ResponseStream) { state.withLock { $0.answer = answer } }

    // MARK: The client's connection

    func start(waker: StreamWaker, on loop: isolated EventLoop) {
        let answer = state.withLock { state in
            state.client = waker
            return state.answer
        }
        answer?.start(waker: waker, on: loop)
    }

    func receive(_ bytes: [UInt8], on loop: isolated EventLoop) {
        let server = state.withLock { state in
            state.toServer += bytes
            return state.server
        }
        server?.wake()
    }

    func wantsInput(on loop: isolated EventLoop) -> Bool {
        state.withLock { $0.toServer.count < Self.limitBytes && !$0.hasInputEnded }
    }

    func inputEnded(on loop: isolated EventLoop) {
        let server = state.withLock { state in
            state.hasInputEnded = true
            return state.server
        }
        server?.wake()
    }

    func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> DuplexStep {
        guard let answer = state.withLock({ $0.answer }) else { return .abort }
        return switch answer.pull(into: &buffer, limit: limit, on: loop) {
        case .more: .more
        case .wait: .wait
        case .end: .close
        case .abort: .abort
        }
    }

    func drain(on loop: isolated EventLoop) { inputEnded(on: loop) }

    func closed(on loop: isolated EventLoop) {
        let (answer, server) = state.withLock { state in
            let taken = (state.answer, state.server)
            state.isClosed = true
            state.answer = nil
            state.client = nil
            return taken
        }
        answer?.closed(on: loop)
        server?.wake()
    }

    // MARK: The server's connection

    fileprivate func serverStarted(_ waker: StreamWaker) {
        let isReady = state.withLock { state in
            state.server = waker
            return !state.toServer.isEmpty || state.hasInputEnded || state.isClosed
        }
        if isReady { waker.wake() }
    }

    fileprivate func pullToServer(into buffer: inout [UInt8]) -> StreamStep {
        let (bytes, step, client) = state.withLock { state -> ([UInt8], StreamStep, StreamWaker?) in
            let bytes = state.toServer
            state.toServer = []
            let step: StreamStep = state.isClosed ? .abort : state.hasInputEnded ? .end : .wait
            return (bytes, step, bytes.count >= Self.limitBytes ? state.client : nil)
        }
        buffer += bytes
        client?.wake()
        return step
    }

    fileprivate func serverClosed() {
        let client = state.withLock { state in
            state.server = nil
            return state.client
        }
        client?.wake()
    }

    /// The way to the server.
    private final class Outgoing: ResponseStream {
        let relay: UpgradeRelay

        init(relay: UpgradeRelay) { self.relay = relay }

        func start(waker: StreamWaker, on loop: isolated EventLoop) { relay.serverStarted(waker) }
        func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> StreamStep {
            relay.pullToServer(into: &buffer)
        }
        func closed(on loop: isolated EventLoop) { relay.serverClosed() }
    }
}
