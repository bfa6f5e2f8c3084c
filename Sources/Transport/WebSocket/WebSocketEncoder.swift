/// The kinds of frames.
///
/// Source: RFC 6455, 5.2.
enum WebSocketOpcode: UInt8 {
    case continuation = 0
    case text = 1
    case binary = 2
    case close = 8
    case ping = 9
    case pong = 10

    var isControl: Bool { rawValue >= 8 }
}

/// Writes frames, each message as one.
///
/// Source: RFC 6455, 5.2.
enum WebSocketEncoder {
    /// Appends a message.
    static func append(_ message: WebSocketMessage, to out: inout [UInt8]) {
        switch message {
        case .text(let text): append(.text, text.utf8, to: &out)
        case .binary(let bytes): append(.binary, bytes, to: &out)
        }
    }

    /// Appends a last word; its reason is cut to what fits a control frame.
    static func append(_ close: WebSocketClose, to out: inout [UInt8]) {
        guard close.code.isWireCode else { return append(.close, [], to: &out) }
        var reason = close.reason
        while reason.utf8.count > 123 { reason.removeLast() }
        let code = [UInt8(close.code.rawValue >> 8), UInt8(close.code.rawValue & 0xff)]
        append(.close, code + Array(reason.utf8), to: &out)
    }

    /// Appends one frame.
    ///
    /// - Parameters:
    ///   - opcode: the kind.
    ///   - payload: what it carries.
    ///   - isFinal: whether the message ends with it.
    ///   - mask: the key of a client; nil for a server, whose frames are not masked.
    ///   - out: where the frame goes.
    static func append(
        _ opcode: WebSocketOpcode,
        _ payload: some Collection<UInt8>,
        isFinal: Bool = true,
        mask: [UInt8]? = nil,
        to out: inout [UInt8]
    ) {
        let count = payload.count
        let maskBit: UInt8 = mask == nil ? 0 : 0x80
        out.append(opcode.rawValue | (isFinal ? 0x80 : 0))
        switch count {
        case ...125: out.append(maskBit | UInt8(count))
        case ...0xffff:
            out.append(maskBit | 126)
            for shift in [8, 0] { out.append(UInt8(truncatingIfNeeded: count >> shift)) }
        default:
            out.append(maskBit | 127)
            for shift in stride(from: 56, through: 0, by: -8) { out.append(UInt8(truncatingIfNeeded: count >> shift)) }
        }
        guard let mask else {
            out += payload
            return
        }
        out += mask
        for (offset, byte) in payload.enumerated() { out.append(byte ^ mask[offset & 3]) }
    }
}
