/// Where a server listens and what it allows.
public struct HTTPServerConfiguration: Sendable, Equatable {
    /// Sizes.
    public struct Limits: Sendable, Equatable {
        /// Most bytes of a request line and header fields together.
        public var headBytes = 1 << 20
        /// Most header fields of a request.
        public var fieldCount = 200
        /// Most bytes of a request body; more is answered with `isBodyTooLarge`.
        public var bodyBytes = 3 << 20
        /// Most connections; beyond that new ones wait.
        public var connections = 10_000
        /// Most requests at a time on one HTTP/2 connection.
        public var concurrentStreams = 1_000

        /// Makes the defaults.
        public init() {}
    }

    /// Times after which a peer is given up.
    public struct Timeouts: Sendable, Equatable {
        /// For the TLS handshake.
        public var handshake = Duration.seconds(10)
        /// From the first byte of a request to the end of its head.
        public var head = Duration.seconds(32)
        /// From the end of a head to the end of its body.
        public var body = Duration.seconds(60)
        /// Without any request.
        public var idle = Duration.seconds(90)
        /// Without any progress of what is to be sent.
        public var write = Duration.seconds(60)
        /// Without a byte in either direction on a connection that was taken over; as long as kubelet's streams.
        public var takenOver = Duration.seconds(4 * 3_600)

        /// Makes the defaults.
        public init() {}
    }

    /// A name or address; empty means all addresses.
    public var host: String
    /// 0 means a free port.
    public var port: UInt16
    /// Whether other processes of the same user may listen at the same port, each getting some of the connections.
    public var sharesPort = false
    /// Sizes.
    public var limits = Limits()
    /// Times after which a peer is given up.
    public var timeouts = Timeouts()

    /// Makes a configuration with the default limits and time-outs.
    public init(host: String = "127.0.0.1", port: UInt16 = 0) {
        self.host = host
        self.port = port
    }
}

/// Where a server listens.
public struct ListeningAddress: Sendable, Equatable {
    /// The numeric address.
    public var host: String
    /// The port, never 0.
    public var port: UInt16

    /// Makes an address.
    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }
}
