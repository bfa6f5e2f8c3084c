public import EventLoop
public import TLS

/// What can fail in a server or client as a whole.
public enum TransportError: Error, Sendable, Equatable {
    /// The operating system refused, for instance because the address is in use.
    case system(EventLoopError)
    /// Certificates or the handshake.
    case tls(TLSError)
    /// The deadline has passed.
    case timedOut
    /// The peer closed the connection too early.
    case connectionClosed
    /// The peer's bytes are not HTTP; the text says what is wrong.
    case malformed(String)
}
