/// What came of one step of a session.
package enum TLSStep: Sendable, Equatable {
    /// The step is complete; the number of bytes for reads and writes.
    case done(Int)
    /// Try again when the socket is readable.
    case wantRead
    /// Try again when the socket is writable.
    case wantWrite
    /// The peer has ended its side, or the connection is gone.
    case closed
    /// The session is dead.
    case failed(TLSError)
}
