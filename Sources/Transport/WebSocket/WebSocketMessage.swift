/// One message of a WebSocket.
public enum WebSocketMessage: Sendable, Equatable {
    case text(String)
    case binary([UInt8])

    /// Its size on the wire, without frames.
    public var byteCount: Int {
        switch self {
        case .text(let text): text.utf8.count
        case .binary(let bytes): bytes.count
        }
    }
}

/// Why a WebSocket ends, as a number on the wire.
///
/// Source: RFC 6455, 7.4.
public struct WebSocketCloseCode: RawRepresentable, Sendable, Hashable {
    /// The number.
    public let rawValue: UInt16

    /// Makes a code; what may stand on the wire is checked where it is sent or read.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// What was meant to be done is done.
    public static let normal = WebSocketCloseCode(rawValue: 1000)
    /// The server stops, or the client leaves the page.
    public static let goingAway = WebSocketCloseCode(rawValue: 1001)
    /// The other end broke the protocol.
    public static let protocolError = WebSocketCloseCode(rawValue: 1002)
    /// The other end sent a kind of message that is not read here.
    public static let unsupportedData = WebSocketCloseCode(rawValue: 1003)
    /// The peer gave no code; never on the wire.
    public static let none = WebSocketCloseCode(rawValue: 1005)
    /// Text that is not UTF-8.
    public static let invalidPayload = WebSocketCloseCode(rawValue: 1007)
    /// A message that breaks a rule of the application.
    public static let policyViolation = WebSocketCloseCode(rawValue: 1008)
    /// A message that is longer than is read here.
    public static let messageTooBig = WebSocketCloseCode(rawValue: 1009)
    /// Something went wrong in the server.
    public static let internalError = WebSocketCloseCode(rawValue: 1011)

    /// Whether a frame may carry it.
    var isWireCode: Bool {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}

/// The last word of one end.
public struct WebSocketClose: Sendable, Equatable {
    /// Why it ends.
    public var code: WebSocketCloseCode
    /// The same in words; may be empty.
    public var reason: String

    /// Makes a last word; of the reason at most 123 bytes are sent.
    public init(_ code: WebSocketCloseCode, reason: String = "") {
        self.code = code
        self.reason = reason
    }
}

/// What is wrong with received frames; `close` is what the peer is told.
struct WebSocketViolation: Error, Equatable {
    var close: WebSocketClose

    init(_ code: WebSocketCloseCode, _ reason: String) { close = WebSocketClose(code, reason: reason) }
}
