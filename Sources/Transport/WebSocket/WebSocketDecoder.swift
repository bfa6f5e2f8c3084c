/// Reads messages out of bytes that come in any pieces.
///
/// No I/O. After a violation it must not be used again.
///
/// Source: RFC 6455, 5. No extensions, so the reserved bits must be 0.
struct WebSocketDecoder {
    /// What was received.
    enum Event: Equatable {
        case message(WebSocketMessage)
        case ping([UInt8])
        case pong([UInt8])
        case close(WebSocketClose)
    }

    private struct Frame {
        var opcode: WebSocketOpcode
        var isFinal: Bool
        var length: Int
        var mask: UInt32?
        /// Bytes of the payload that have come.
        var received = 0
    }

    private let expectsMask: Bool
    private let messageBytes: Int
    private var buffer: [UInt8] = []
    private var position = 0
    private var frame: Frame?
    /// The kind of a message of which not every frame has come.
    private var kind: WebSocketOpcode?
    private var message: [UInt8] = []
    private var control: [UInt8] = []

    /// Makes a decoder.
    ///
    /// - Parameters:
    ///   - expectsMask: true for the frames of a client, which must be masked; those of a server must not.
    ///   - messageBytes: the most that one message may have, all frames together.
    init(expectsMask: Bool, messageBytes: Int) {
        self.expectsMask = expectsMask
        self.messageBytes = messageBytes
    }

    /// Adds received bytes.
    mutating func append(_ bytes: some Collection<UInt8>) {
        if position > 0 {
            buffer.removeFirst(position)
            position = 0
        }
        buffer += bytes
    }

    /// The next that is complete; nil if more bytes are needed.
    mutating func next() throws(WebSocketViolation) -> Event? {
        while true {
            if frame == nil {
                guard let head = try takeHead() else { return nil }
                frame = head
            }
            takePayload()
            guard let current = frame, current.received == current.length else { return nil }
            frame = nil
            if let event = try finish(current) { return event }
        }
    }

    // MARK: Heads

    private mutating func takeHead() throws(WebSocketViolation) -> Frame? {
        let available = buffer.count - position
        guard available >= 2 else { return nil }
        let (first, second) = (buffer[position], buffer[position + 1])
        guard first & 0x70 == 0 else { throw WebSocketViolation(.protocolError, "a reserved bit is set") }
        guard let opcode = WebSocketOpcode(rawValue: first & 0x0f) else {
            throw WebSocketViolation(.protocolError, "the opcode is unknown")
        }
        let isMasked = second & 0x80 != 0
        guard isMasked == expectsMask else {
            throw WebSocketViolation(.protocolError, isMasked ? "a frame is masked" : "a frame is not masked")
        }
        let short = Int(second & 0x7f)
        let lengthBytes = short == 126 ? 2 : short == 127 ? 8 : 0
        let size = 2 + lengthBytes + (isMasked ? 4 : 0)
        try check(opcode, isFinal: first & 0x80 != 0, short: short)
        guard available >= size else { return nil }
        let length = lengthBytes == 0 ? short : try extendedLength(lengthBytes)
        var frame = Frame(opcode: opcode, isFinal: first & 0x80 != 0, length: length, mask: nil)
        if isMasked { frame.mask = mask(at: position + size - 4) }
        position += size
        if !opcode.isControl {
            guard length <= messageBytes - message.count else {
                throw WebSocketViolation(.messageTooBig, "a message is longer than \(messageBytes) bytes")
            }
            if opcode != .continuation { kind = opcode }
        }
        return frame
    }

    private func check(_ opcode: WebSocketOpcode, isFinal: Bool, short: Int) throws(WebSocketViolation) {
        if opcode.isControl {
            guard isFinal else { throw WebSocketViolation(.protocolError, "a control frame is fragmented") }
            guard short < 126 else {
                throw WebSocketViolation(.protocolError, "a control frame is longer than 125 bytes")
            }
        } else if opcode == .continuation {
            guard kind != nil else { throw WebSocketViolation(.protocolError, "there is nothing to continue") }
        } else {
            guard kind == nil else { throw WebSocketViolation(.protocolError, "a message begins within another") }
        }
    }

    private func extendedLength(_ count: Int) throws(WebSocketViolation) -> Int {
        var length: UInt64 = 0
        for index in position + 2..<position + 2 + count { length = length << 8 | UInt64(buffer[index]) }
        guard length > (count == 2 ? 125 : 0xffff), length <= UInt64(Int.max) else {
            throw WebSocketViolation(.protocolError, "a length is not written in its shortest form")
        }
        return Int(length)
    }

    private func mask(at index: Int) -> UInt32 {
        var mask: UInt32 = 0
        for offset in 0..<4 { mask |= UInt32(buffer[index + offset]) << (8 * UInt32(offset)) }
        return mask
    }

    // MARK: Payloads

    private mutating func takePayload() {
        guard let current = frame else { return }
        let count = min(current.length - current.received, buffer.count - position)
        guard count > 0 else { return }
        let start = position
        position += count
        frame?.received += count
        if current.opcode.isControl {
            Self.copy(buffer[start..<position], current, to: &control)
        } else {
            Self.copy(buffer[start..<position], current, to: &message)
        }
    }

    private static func copy(_ bytes: ArraySlice<UInt8>, _ frame: Frame, to out: inout [UInt8]) {
        let first = out.count
        out += bytes
        guard let mask = frame.mask else { return }
        var offset = UInt32(truncatingIfNeeded: frame.received)
        for index in first..<out.count {
            out[index] ^= UInt8(truncatingIfNeeded: mask >> (8 * (offset & 3)))
            offset &+= 1
        }
    }

    private mutating func finish(_ frame: Frame) throws(WebSocketViolation) -> Event? {
        if frame.opcode.isControl {
            let payload = control
            control = []
            return switch frame.opcode {
            case .ping: .ping(payload)
            case .pong: .pong(payload)
            default: .close(try close(payload))
            }
        }
        guard frame.isFinal else { return nil }
        let payload = message
        message = []
        defer { kind = nil }
        guard kind == .text else { return .message(.binary(payload)) }
        guard let text = String(validating: payload, as: UTF8.self) else {
            throw WebSocketViolation(.invalidPayload, "a text is not UTF-8")
        }
        return .message(.text(text))
    }

    private func close(_ payload: [UInt8]) throws(WebSocketViolation) -> WebSocketClose {
        guard !payload.isEmpty else { return WebSocketClose(.none) }
        guard payload.count >= 2 else { throw WebSocketViolation(.protocolError, "a close code has one byte") }
        let code = WebSocketCloseCode(rawValue: UInt16(payload[0]) << 8 | UInt16(payload[1]))
        guard code.isWireCode else { throw WebSocketViolation(.protocolError, "the close code is not to be sent") }
        guard let reason = String(validating: payload[2...], as: UTF8.self) else {
            throw WebSocketViolation(.invalidPayload, "the reason of a close is not UTF-8")
        }
        return WebSocketClose(code, reason: reason)
    }
}
