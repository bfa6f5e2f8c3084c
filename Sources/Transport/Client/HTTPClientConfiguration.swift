/// What a client allows.
public struct HTTPClientConfiguration: Sendable, Equatable {
    /// Sizes and numbers.
    public struct Limits: Sendable, Equatable {
        /// Most bytes of an answer's status line and header fields together.
        public var headBytes = 1 << 20
        /// Most header fields of an answer.
        public var fieldCount = 500
        /// Most bytes of an answer that wait for their reader; then the server is slowed down.
        public var bufferBytes = 512 << 10
        /// Most connections to one endpoint on one loop.
        public var connectionsPerEndpoint = 1_000
        /// Most requests that wait for a connection to one endpoint on one loop.
        public var waitingPerEndpoint = 10_000
        /// Most requests at a time on one HTTP/2 connection; the server may allow fewer.
        public var concurrentStreams = 250

        /// Makes the defaults.
        public init() {}
    }

    /// Times after which something is given up.
    public struct Timeouts: Sendable, Equatable {
        /// For look-up and TCP together, and once more for TLS.
        public var connect = Duration.seconds(30)
        /// Without any request.
        public var idle = Duration.seconds(90)
        /// An HTTP/2 connection with open requests that hears nothing for so long asks whether the server is there.
        ///
        /// Source: client-go, `HTTP2_READ_IDLE_TIMEOUT_SECONDS`.
        public var ping = Duration.seconds(30)
        /// For the answer to that question.
        ///
        /// Source: client-go, `HTTP2_PING_TIMEOUT_SECONDS`.
        public var pong = Duration.seconds(15)

        /// Makes the defaults.
        public init() {}
    }

    /// Sizes and numbers.
    public var limits = Limits()
    /// Times after which something is given up.
    public var timeouts = Timeouts()

    /// Makes the defaults.
    public init() {}
}
