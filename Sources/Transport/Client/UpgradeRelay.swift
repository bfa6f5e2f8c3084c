public import EventLoop
internal import Synchronization

/// An upgraded connection to another server as what takes a connection of our own server over: a proxy for WebSockets
/// and other tunnels.
///
/// Give ``outgoing`` to `ClientRequest.upgraded`. When the answer is 101, call ``connect(_:)`` with its body and answer
/// with `HTTPResponse.Body.upgrade`. Both connections are on one loop; at most one read of the user is kept, and
/// nothing of the server.
public final class UpgradeRelay: DuplexStream {
    /// What goes to the other server.
    public let outgoing: any ResponseStream
    private let toServer = OutgoingHalf()
    private let body = Mutex<(any ResponseStream)?>(nil)

    /// Makes a relay that is not connected yet.
    public init() { outgoing = toServer }

    /// Takes the bytes that the other server sends.
    public func connect(_ body: IncomingBody) { self.body.withLock { $0 = body.stream() } }

    /// Called by the user's connection.
    public func start(waker: StreamWaker, on loop: isolated EventLoop) {
        toServer.setUser(waker)
        incoming?.start(waker: waker, on: loop)
    }

    /// Called by the user's connection: the bytes go to the other server.
    public func receive(_ bytes: [UInt8], on loop: isolated EventLoop) { toServer.add(bytes) }

    /// Called by the user's connection: one read waits at the most.
    public func wantsInput(on loop: isolated EventLoop) -> Bool { toServer.isEmpty }

    /// Called by the user's connection.
    public func inputEnded(on loop: isolated EventLoop) { toServer.end(.end) }

    /// Called by the user's connection: hands over what the other server sent.
    public func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> DuplexStep {
        switch incoming?.pull(into: &buffer, limit: limit, on: loop) ?? .abort {
        case .more: .more
        case .wait: .wait
        case .end: .close
        case .abort: .abort
        }
    }

    /// Called by the user's connection: the tunnel goes on until the server's deadline, for nobody knows its words.
    public func drain(on loop: isolated EventLoop) {}

    /// Called by the user's connection: the other server's is cut too.
    public func closed(on loop: isolated EventLoop) {
        toServer.end(.abort)
        incoming?.closed(on: loop)
    }

    private var incoming: (any ResponseStream)? { body.withLock { $0 } }
}

/// What the user sent and the other server has not taken.
private final class OutgoingHalf: ResponseStream {
    private struct State {
        var bytes: [UInt8] = []
        /// What follows the bytes.
        var last = StreamStep.wait
        var server: StreamWaker?
        var user: StreamWaker?
    }

    private let state = Mutex(State())

    var isEmpty: Bool { state.withLock { $0.bytes.isEmpty } }

    func setUser(_ waker: StreamWaker) { state.withLock { $0.user = waker } }

    func add(_ bytes: [UInt8]) {
        state.withLock { state in
            state.bytes += bytes
            return state.server
        }?.wake()
    }

    /// Nothing more will be added; the first end counts.
    func end(_ step: StreamStep) {
        state.withLock { state in
            if case .wait = state.last { state.last = step }
            return state.server
        }?.wake()
    }

    func start(waker: StreamWaker, on loop: isolated EventLoop) { state.withLock { $0.server = waker } }

    func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> StreamStep {
        let (bytes, step, user) = state.withLock { state -> ([UInt8], StreamStep, StreamWaker?) in
            defer { state.bytes = [] }
            return (state.bytes, state.last, state.bytes.isEmpty ? nil : state.user)
        }
        buffer += bytes
        // The user may send on.
        user?.wake()
        return step
    }

    func closed(on loop: isolated EventLoop) {
        state.withLock { state in
            state.bytes = []
            state.server = nil
            return state.user
        }?.wake()
    }
}
