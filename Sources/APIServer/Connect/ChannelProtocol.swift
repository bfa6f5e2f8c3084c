internal import TLS
internal import Transport

/// The subprotocols that carry several streams over one WebSocket, as `kubectl exec`, `attach` and `port-forward` use them.
///
/// Source: apimachinery `httpstream/wsstream`, `util/remotecommand`.
public enum ChannelProtocol: String, Sendable, CaseIterable {
    /// As `v4`, and the client can end its input.
    case v5 = "v5.channel.k8s.io"
    /// The first byte of a message is its channel; how a command ended is told as a Status.
    case v4 = "v4.channel.k8s.io"
    /// As `v4`, in text: a digit, then the bytes as base 64.
    case v4Base64 = "v4.base64.channel.k8s.io"
    /// As `v4`, but a failure is told as plain text, and success by silence; also what clients speak that offer nothing.
    case v1 = "channel.k8s.io"
    /// As `v1`, in text.
    case v1Base64 = "base64.channel.k8s.io"

    var isBase64: Bool { self == .v4Base64 || self == .v1Base64 }

    /// Whether the end of a command is told as a Status.
    var tellsStatus: Bool { self != .v1 && self != .v1Base64 }
}

/// What one message of a channel protocol says.
enum ChannelFrame: Equatable {
    case data(channel: UInt8, [UInt8])
    /// The client sends no more on that channel.
    case end(channel: UInt8)
}

extension ChannelProtocol {
    private static let endSignal: UInt8 = 255

    /// Reads one message; nil for one that says nothing.
    ///
    /// Text and binary messages are taken for each other, as clients send both.
    ///
    /// - Throws: `.invalidPayload` for text that is not base 64.
    func decode(_ message: WebSocketMessage) throws(ChannelViolation) -> ChannelFrame? {
        let bytes =
            switch message {
            case .text(let text): Array(text.utf8)
            case .binary(let bytes): bytes
            }
        guard let first = bytes.first else { return nil }
        if isBase64 {
            guard first >= UInt8(ascii: "0"), first <= UInt8(ascii: "9") else { return nil }
            guard let payload = Base64.decode(String(decoding: bytes[1...], as: UTF8.self)) else {
                throw ChannelViolation()
            }
            return .data(channel: first - UInt8(ascii: "0"), payload)
        }
        if self == .v5, first == Self.endSignal {
            return bytes.count == 2 ? .end(channel: bytes[1]) : nil
        }
        return .data(channel: first, Array(bytes[1...]))
    }

    /// The message that carries bytes on a channel.
    func encode(_ channel: UInt8, _ bytes: some Collection<UInt8>) -> WebSocketMessage {
        guard isBase64 else { return .binary([channel] + bytes) }
        return .text(String(channel) + Base64.encode(Array(bytes)))
    }
}

/// A message of a text protocol that is not base 64.
struct ChannelViolation: Error, Equatable {}
