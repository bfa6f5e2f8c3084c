public import EventLoop
public import TLS

/// What can fail in a server or client as a whole.
public enum TransportError: Error, Sendable, Equatable {
    /// What was not done in time.
    public enum Stage: Sendable, Equatable {
        /// Look-up, TCP and TLS.
        case connect
        /// The head of the answer.
        case head
        /// The whole exchange.
        case whole
        /// An answer to the question whether the peer is there.
        case pong
    }

    /// The operating system refused, for instance because the address is in use or nobody listens there.
    case system(EventLoopError)
    /// Certificates or the handshake.
    case tls(TLSError)
    /// The deadline of `stage` has passed.
    case timedOut(Stage)
    /// The peer closed the connection too early.
    case connectionClosed
    /// The peer ended the HTTP/2 stream; `code` is that of its RST_STREAM.
    case streamReset(code: UInt32)
    /// The peer's bytes are not HTTP; the text says what is wrong.
    case malformed(String)
    /// The head of an answer is longer than the client reads.
    case headTooLarge(limitBytes: Int)
    /// The body of an answer is longer than the caller wants.
    case bodyTooLarge(limitBytes: Int)
    /// The server does not speak the protocol that the endpoint demands.
    case protocolRefused
    /// Too many requests wait for a connection already.
    case overloaded(limit: Int)
    /// The stream of the request's body broke.
    case requestAborted
    /// The caller's task was cancelled, or the answer dropped.
    case cancelled
    /// The request was no longer to be sent when it had a connection; see `ClientRequest.mayBegin`.
    case withdrawn
    /// The client was shut down.
    case clientClosed
}
