/// Writes one protobuf message, field by field.
///
/// Empty strings, false and 0 are left out, as readers take them for absent fields anyway; but for fields of a `oneof`, of
/// which readers see which one is there.
/// Source: Protocol Buffers, "Encoding".
struct ProtobufWriter {
    private enum WireType: UInt64 {
        case varint = 0
        case fixed64 = 1
        case lengthDelimited = 2
    }

    /// What was written so far.
    private(set) var bytes: [UInt8] = []

    /// The bytes of a message whose fields `body` writes.
    static func message(_ body: (inout ProtobufWriter) -> Void) -> [UInt8] {
        var writer = ProtobufWriter()
        body(&writer)
        return writer.bytes
    }

    /// Writes a string that is not empty.
    mutating func string(_ field: Int, _ value: String?, evenIfZero: Bool = false) {
        guard let value, evenIfZero || !value.isEmpty else { return }
        data(field, value.utf8)
    }

    /// Writes every string of a repeated field, empty ones too.
    mutating func strings(_ field: Int, _ values: [String]) {
        for value in values { data(field, value.utf8) }
    }

    /// Writes bytes or a message, empty or not.
    mutating func data(_ field: Int, _ value: some Collection<UInt8>) {
        tag(field, .lengthDelimited)
        varint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// Writes a message whose fields `body` writes.
    mutating func message(_ field: Int, _ body: (inout ProtobufWriter) -> Void) { data(field, Self.message(body)) }

    /// Writes a number other than 0.
    mutating func integer(_ field: Int, _ value: Int64?, evenIfZero: Bool = false) {
        guard let value, evenIfZero || value != 0 else { return }
        tag(field, .varint)
        varint(UInt64(bitPattern: value))
    }

    /// Writes true.
    mutating func boolean(_ field: Int, _ value: Bool?, evenIfZero: Bool = false) {
        integer(field, value.map { $0 ? 1 : 0 }, evenIfZero: evenIfZero)
    }

    /// Writes a double other than 0.
    mutating func double(_ field: Int, _ value: Double?, evenIfZero: Bool = false) {
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
