/// Sizes and times of one WebSocket.
public struct WebSocketConfiguration: Sendable, Equatable {
    /// Most bytes of one received message, all its frames together; more ends the WebSocket with code 1009.
    public var messageBytes = 4 << 20
    /// Bytes of received messages that wait for ``WebSocketSession/receive()``; beyond that the peer is held back.
    public var inboxBytes = 64 << 10
    /// Bytes that wait to be sent; beyond that ``WebSocketSession/send(_:)`` waits.
    public var outboxBytes = 64 << 10
    /// How long the peer may take to answer a last word.
    public var closeTimeout = Duration.seconds(5)

    /// Makes the defaults.
    public init() {}
}

/// Why a WebSocket gives or takes no more messages.
public enum WebSocketError: Error, Sendable, Equatable {
    /// The end has begun: by the peer, by this end, or because the server stops.
    case closed
    /// The connection broke without a last word.
    case connectionLost
    /// The peer sent what may not be sent; it was told so.
    case violation(WebSocketClose)
    /// The task was cancelled.
    case cancelled
    /// Another task waits for a message already.
    case concurrentReceive
}
