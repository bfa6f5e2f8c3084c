internal import EventLoop

/// HTTP/1.1 or HTTP/2 on one connection of a client.
///
/// What is to be sent goes into the connection's `output`, which the connection flushes. Loop only.
protocol ClientProtocol: AnyObject {
    /// How many requests at a time it takes; nil if one after the other.
    var capacity: Int? { get }
    /// Sends a request.
    func begin(_ exchange: ClientExchange, on loop: isolated EventLoop)
    /// Gives a request up that has not ended.
    func cancel(_ exchange: ClientExchange, on loop: isolated EventLoop)
    /// A reader took bytes of an answer.
    func bodyTaken(_ exchange: ClientExchange, count: Int, on loop: isolated EventLoop)
    /// The body of a request has bytes again.
    func requestWoken(_ exchange: ClientExchange, on loop: isolated EventLoop)
    /// Takes decrypted bytes, which are gone afterwards.
    func receive(_ bytes: UnsafeRawBufferPointer, on loop: isolated EventLoop)
    /// Takes many decrypted bytes, parts of which it may keep.
    func receive(_ bytes: [UInt8], on loop: isolated EventLoop)
    /// Appends more output, if there is any; called when all earlier output was sent.
    func fill(on loop: isolated EventLoop)
    /// The peer sends no more.
    func inputClosed(on loop: isolated EventLoop)
    /// The deadline set with `setDeadline` has passed.
    func deadlineReached(on loop: isolated EventLoop)
    /// The connection is gone: fails what is on it.
    func closed(_ error: TransportError, on loop: isolated EventLoop)
}
