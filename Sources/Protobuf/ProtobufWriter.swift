/// Writes one protobuf message, field by field.
///
/// Empty strings, false and 0 are left out, as readers take them for absent fields anyway; but for fields of a `oneof`, of
/// which readers see which one is there.
/// Source: Protocol Buffers, "Encoding".
package struct ProtobufWriter: Sendable {
    private enum WireType: UInt64 {
        case varint = 0
        case fixed64 = 1
        case lengthDelimited = 2
    }

    /// What was written so far.
    package private(set) var bytes: [UInt8] = []

    /// Makes a writer of an empty message.
    package init() {}

    /// The bytes of a message whose fields `body` writes.
    package static func message(_ body: (inout ProtobufWriter) -> Void) -> [UInt8] {
        var writer = ProtobufWriter()
        body(&writer)
        return writer.bytes
    }

    /// Writes a string that is not empty.
    package mutating func string(_ field: Int, _ value: String?, evenIfZero: Bool = false) {
        guard let value, evenIfZero || !value.isEmpty else { return }
        append(field, value.utf8)
    }

    /// Writes every string of a repeated field, empty ones too.
    package mutating func strings(_ field: Int, _ values: [String]) {
        for value in values { append(field, value.utf8) }
    }

    /// Writes bytes or a message, empty or not.
    package mutating func data(_ field: Int, _ value: [UInt8]) { append(field, value) }

    /// Writes a number other than 0.
    package mutating func unsigned(_ field: Int, _ value: UInt64, evenIfZero: Bool = false) {
        integer(field, Int64(bitPattern: value), evenIfZero: evenIfZero)
    }

    private mutating func append(_ field: Int, _ value: some Collection<UInt8>) {
        tag(field, .lengthDelimited)
        varint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// Writes a message whose fields `body` writes.
    package mutating func message(_ field: Int, _ body: (inout ProtobufWriter) -> Void) {
        data(field, Self.message(body))
    }

    /// Writes a number other than 0.
    package mutating func integer(_ field: Int, _ value: Int64?, evenIfZero: Bool = false) {
        guard let value, evenIfZero || value != 0 else { return }
        tag(field, .varint)
        varint(UInt64(bitPattern: value))
    }

    /// Writes true.
    package mutating func boolean(_ field: Int, _ value: Bool?, evenIfZero: Bool = false) {
        integer(field, value.map { $0 ? 1 : 0 }, evenIfZero: evenIfZero)
    }

    /// Writes a double other than 0.
    package mutating func double(_ field: Int, _ value: Double?, evenIfZero: Bool = false) {
        guard let value, evenIfZero || value != 0 else { return }
        tag(field, .fixed64)
        for shift in stride(from: 0, to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> UInt64(shift)))
        }
    }

    private mutating func tag(_ field: Int, _ type: WireType) { varint(UInt64(field) << 3 | type.rawValue) }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
