public import EventLoop

/// What a duplex stream has to say when it is pulled.
public enum DuplexStep: Sendable {
    /// Bytes were appended; pull again when the peer can take more.
    case more
    /// Nothing beyond what was appended; the stream calls its waker when there is more.
    case wait
    /// Nothing will follow what was appended, but the peer may go on: half of the connection is closed.
    ///
    /// The connection ends when the peer has ended its half too.
    case endOutput
    /// Nothing will follow and nothing more is wanted: the connection ends when what was appended has been sent.
    case close
    /// The connection is cut at once, so that the peer notices.
    case abort
}

/// The two directions of a connection that a request has taken over, such as a WebSocket or a tunnel.
///
/// The counterpart of ``ResponseStream`` for ``HTTPResponse/Body/upgrade(_:)``. All calls come on the connection's loop,
/// one at a time, and none of them may block. Nothing is buffered beyond one read and one pull: the stream says by
/// ``wantsInput(on:)`` how fast the peer may send, and is pulled as fast as the peer takes.
///
/// A connection that was taken over ends when both directions have ended, when nothing has moved in either for
/// `HTTPServerConfiguration.Timeouts.takenOver`, or when the server has waited long enough for its drain.
public protocol DuplexStream: AnyObject, Sendable {
    /// Called once, before every other call, when the head of the answer is on its way.
    ///
    /// `waker` may be called from any thread, any number of times; it asks for a pull, and for ``wantsInput(on:)``.
    func start(waker: StreamWaker, on loop: isolated EventLoop)
    /// Takes bytes of the peer, never none; the first may have come together with the request.
    func receive(_ bytes: [UInt8], on loop: isolated EventLoop)
    /// Whether the connection should read on; asked after every call of the others.
    ///
    /// While the answer is no, the peer is held back. Whoever makes it yes again calls the waker.
    func wantsInput(on loop: isolated EventLoop) -> Bool
    /// The peer sends no more, but may still read; called once at most.
    func inputEnded(on loop: isolated EventLoop)
    /// Appends what is ready, about `limit` bytes at the most.
    ///
    /// Not called again after `endOutput`, `close` and `abort`.
    func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> DuplexStep
    /// The server stops: the stream says goodbye soon, or is cut at the deadline of the server; called once at most.
    func drain(on loop: isolated EventLoop)
    /// The connection has gone; called exactly once, no call follows.
    ///
    /// Also called when the stream is not used at all, because the peer left before or the protocol knows no upgrade.
    func closed(on loop: isolated EventLoop)
}
