/// Reads the fields of one protobuf message.
///
/// Source: Protocol Buffers, "Encoding".
package struct ProtobufReader: Sendable {
    /// What a field holds.
    package enum Value: Sendable, Equatable {
        /// A number, a truth value or a member of an enumeration.
        case number(UInt64)
        /// A string, bytes, a message, or a number of fixed length.
        case bytes(ArraySlice<UInt8>)

        /// The number; 0 if it is none.
        package var number: UInt64 { if case .number(let number) = self { number } else { 0 } }
        /// The bytes; empty if it is a number.
        package var bytes: ArraySlice<UInt8> { if case .bytes(let bytes) = self { bytes } else { [] } }
        /// The bytes as text.
        package var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    private var rest: ArraySlice<UInt8>

    /// Makes a reader of a whole message.
    package init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The bytes are no message.
    package struct Malformed: Error, Equatable {
        /// Makes the error.
        package init() {}
    }

    /// The next field; nil at the end.
    package mutating func next() throws(Malformed) -> (number: Int, value: Value)? {
        guard !rest.isEmpty else { return nil }
        let key = try varint()
        guard let number = Int(exactly: key >> 3), number > 0 else { throw Malformed() }
        switch key & 7 {
        case 0: return (number, .number(try varint()))
        case 1: return (number, .bytes(try take(8)))
        case 2: return (number, .bytes(try take(try varint())))
        case 5: return (number, .bytes(try take(4)))
        default: throw Malformed()
        }
    }

    private mutating func varint() throws(Malformed) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = rest.popFirst() else { throw Malformed() }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw Malformed()
    }

    private mutating func take(_ count: UInt64) throws(Malformed) -> ArraySlice<UInt8> {
        guard let count = Int(exactly: count), count <= rest.count else { throw Malformed() }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
