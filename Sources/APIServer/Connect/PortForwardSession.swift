internal import APIMachinery
public import Transport

/// A client that forwards connections to ports: per port a stream of data and one for an error.
///
/// Source: kubelet's port forwarding over WebSocket: port `i` of the request has the channels `2i` and `2i + 1`.
public struct PortForwardSession: Sendable {
    /// Bytes from the client for one port.
    public struct Input: Sendable, Equatable {
        /// Place of the port in ``PortForwardSession/ports``.
        public var index: Int
        /// What the client sent.
        public var bytes: [UInt8]
    }

    /// The ports that the client named, in its order.
    public let ports: [UInt16]
    private let connection: ChannelConnection

    init(_ socket: WebSocketSession, ports: [UInt16]) {
        self.ports = ports
        connection = ChannelConnection(socket)
    }

    /// Waits for bytes of the client, for whichever port; nil when it has said goodbye, or the server stops.
    ///
    /// - Throws: `.connectionLost`, `.violation`, `.cancelled`; `.concurrentReceive` if another task waits already.
    public func receive() async throws(WebSocketError) -> Input? {
        while let frame = try await connection.receive() {
            guard case .data(let channel, let bytes) = frame, channel % 2 == 0, channel / 2 < ports.count,
                !bytes.isEmpty
            else { continue }
            return Input(index: Int(channel / 2), bytes: bytes)
        }
        return nil
    }

    /// Sends bytes that came from a port; `index` is its place in ``ports``.
    public func write(_ bytes: [UInt8], port index: Int) async throws(WebSocketError) {
        if !bytes.isEmpty { try await connection.send(UInt8(2 * index), bytes) }
    }

    /// Tells the client why a port cannot be forwarded; `index` is its place in ``ports``.
    public func fail(_ message: String, port index: Int) async throws(WebSocketError) {
        try await connection.send(UInt8(2 * index + 1), Array(message.utf8))
    }

    /// Says on every channel which port it belongs to.
    func begin() async throws(WebSocketError) {
        for (index, port) in ports.enumerated() {
            let bytes = [UInt8(port & 0xff), UInt8(port >> 8)]
            try await connection.send(UInt8(2 * index), bytes)
            try await connection.send(UInt8(2 * index + 1), bytes)
        }
    }

    /// Channels are bytes, two for a port, and the last is not a channel.
    static let mostPorts = 127

    /// Reads what the query says of `ports`: `80` and `443`, or `80,443`.
    ///
    /// Source: kubelet `portforward.NewV4Options`.
    static func ports(_ values: [String]) throws(StatusError) -> [UInt16] {
        let values = values.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
        guard !values.isEmpty else { throw .badRequest("query parameter \"ports\" is required") }
        guard values.count <= mostPorts else {
            throw .badRequest("at most \(mostPorts) ports can be forwarded at once")
        }
        var ports: [UInt16] = []
        for value in values {
            guard !value.isEmpty else { throw .badRequest("query parameter \"ports\" cannot be empty") }
            guard let port = UInt16(value) else { throw .badRequest("unable to parse \"\(value)\" as a port") }
            guard port > 0 else { throw .badRequest("port \"\(value)\" must be > 0") }
            ports.append(port)
        }
        return ports
    }
}
