internal import Transport

/// A WebSocket with a channel protocol on it.
struct ChannelConnection: Sendable {
    let socket: WebSocketSession
    let channelProtocol: ChannelProtocol

    /// The most that one message carries.
    private static let messageBytes = 32 << 10

    init(_ socket: WebSocketSession) {
        self.socket = socket
        channelProtocol = socket.subprotocol.flatMap(ChannelProtocol.init) ?? .v1
    }

    /// The next message that says something; nil at the end.
    func receive() async throws(WebSocketError) -> ChannelFrame? {
        while let message = try await socket.receive() {
            do throws(ChannelViolation) {
                if let frame = try channelProtocol.decode(message) { return frame }
            } catch {
                let close = WebSocketClose(.invalidPayload, reason: "a message is not base 64")
                socket.close(close.code, reason: close.reason)
                throw .violation(close)
            }
        }
        return nil
    }

    /// Sends bytes, in several messages if there are many; an empty message if there are none.
    func send(_ channel: UInt8, _ bytes: [UInt8]) async throws(WebSocketError) {
        var rest = bytes[...]
        repeat {
            try await socket.send(channelProtocol.encode(channel, rest.prefix(Self.messageBytes)))
            rest = rest.dropFirst(Self.messageBytes)
        } while !rest.isEmpty
    }
}
