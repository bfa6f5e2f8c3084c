internal import EventLoop

/// HTTP/1.1 or HTTP/2 on one connection.
///
/// What is to be sent goes into the connection's `output`, which the connection flushes after `receive` and whenever it
/// is asked to.
protocol ServerProtocol: AnyObject {
    /// Takes decrypted bytes.
    func receive(_ bytes: UnsafeRawBufferPointer, on loop: isolated EventLoop)
    /// Appends more output, if there is any; called when all earlier output was sent.
    func fill(on loop: isolated EventLoop)
    /// The peer sends no more.
    func inputClosed(on loop: isolated EventLoop)
    /// The server stops: no new requests, and the connection closes when it is done.
    func beginDrain(on loop: isolated EventLoop)
    /// All requests of the server have been answered: what would go on for ever ends.
    func endStreams(on loop: isolated EventLoop)
    /// The deadline set with `setDeadline` has passed.
    func deadlineReached(on loop: isolated EventLoop)
    /// A stream called its waker.
    func streamWoken(_ stream: Int32, on loop: isolated EventLoop)
    /// The reader of a request's body is there, or took so many bytes.
    func bodyTaken(_ count: Int, of request: UInt64, on loop: isolated EventLoop)
    /// The connection is gone: ends tasks and streams.
    func closed(on loop: isolated EventLoop)
}
