extension ServerConnection {
    /// How far a connection has come.
    enum Phase {
        case starting
        case handshaking
        case open
        /// Everything was sent; input is thrown away so that the peer can read the answer.
        case lingering(bytesLeft: Int)
        case closed
    }

    /// What happens when all output is sent.
    enum Closing {
        case no
        case afterOutput(lingering: Bool)
    }
}
