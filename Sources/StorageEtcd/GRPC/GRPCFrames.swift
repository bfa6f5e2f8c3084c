/// Messages of a gRPC stream: each with a byte that says whether it is compressed, and its length.
///
/// Source: gRPC over HTTP/2, "Length-Prefixed-Message".
struct GRPCFrames: Sendable {
    /// The bytes cannot be read.
    struct Malformed: Error, Equatable {
        let reason: String
    }

    private var buffer: [UInt8] = []
    private var start = 0

    /// A message as it is sent.
    static func frame(_ message: [UInt8]) -> [UInt8] {
        var frame: [UInt8] = []
        frame.reserveCapacity(message.count + 5)
        frame.append(0)
        for shift in stride(from: 24, through: 0, by: -8) {
            frame.append(UInt8(truncatingIfNeeded: message.count >> shift))
        }
        frame += message
        return frame
    }

    /// Takes bytes that came in.
    mutating func append(_ bytes: [UInt8]) {
        if start == buffer.count {
            buffer = bytes
        } else {
            buffer.removeFirst(start)
            buffer += bytes
        }
        start = 0
    }

    /// The next complete message; nil if more bytes must come first.
    mutating func next() throws(Malformed) -> ArraySlice<UInt8>? {
        guard buffer.count - start >= 5 else { return nil }
        guard buffer[start] == 0 else { throw Malformed(reason: "a message is compressed") }
        let length = buffer[start + 1..<start + 5].reduce(0) { $0 << 8 | Int($1) }
        let body = start + 5
        guard buffer.count - body >= length else { return nil }
        start = body + length
        return buffer[body..<start]
    }

    /// Whether a message has begun and is not complete.
    var isInMessage: Bool { start < buffer.count }
}
