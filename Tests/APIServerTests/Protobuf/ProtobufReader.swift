/// Reads protobuf messages as far as tests need it.
struct ProtobufReader {
    /// A field without its meaning.
    enum Value: Equatable {
        case number(UInt64)
        case double(Double)
        case bytes([UInt8])
    }

    let fields: [(number: Int, value: Value)]

    /// Reads all fields; nil if the bytes are no message.
    init?(_ bytes: some Collection<UInt8>) {
        var rest = Array(bytes)[...]
        var fields: [(Int, Value)] = []
        while !rest.isEmpty {
            guard let tag = Self.varint(&rest) else { return nil }
            switch tag & 7 {
            case 0:
                guard let number = Self.varint(&rest) else { return nil }
                fields.append((Int(tag >> 3), .number(number)))
            case 1:
                guard rest.count >= 8 else { return nil }
                let bits = rest.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                fields.append((Int(tag >> 3), .double(Double(bitPattern: bits))))
                rest = rest.dropFirst(8)
            case 2:
                guard let length = Self.varint(&rest), rest.count >= Int(length) else { return nil }
                fields.append((Int(tag >> 3), .bytes(Array(rest.prefix(Int(length))))))
                rest = rest.dropFirst(Int(length))
            default: return nil
            }
        }
        self.fields = fields.map { (number: $0.0, value: $0.1) }
    }

    /// The first message in a field, followed down.
    func message(_ path: Int...) -> ProtobufReader? {
        path.reduce(self) { reader, number in reader?.bytes(number).first.flatMap { ProtobufReader($0) } }
    }

    /// All messages in a field.
    func messages(_ number: Int) -> [ProtobufReader] { bytes(number).compactMap { ProtobufReader($0) } }

    /// All strings in a field.
    func strings(_ number: Int) -> [String] { bytes(number).map { String(decoding: $0, as: UTF8.self) } }

    /// The number in a field.
    func number(_ number: Int) -> UInt64? {
        for case (number, .number(let value)) in fields { return value }
        return nil
    }

    /// The double in a field.
    func double(_ number: Int) -> Double? {
        for case (number, .double(let value)) in fields { return value }
        return nil
    }

    /// The member of a field that holds `{name, value}` messages.
    func entry(_ name: String, in number: Int) -> ProtobufReader? {
        messages(number).first { $0.strings(1) == [name] }?.message(2)
    }

    private func bytes(_ number: Int) -> [[UInt8]] {
        fields.compactMap { field in
            guard field.number == number, case .bytes(let bytes) = field.value else { return nil }
            return bytes
        }
    }

    private static func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = rest.popFirst() else { return nil }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }
}
