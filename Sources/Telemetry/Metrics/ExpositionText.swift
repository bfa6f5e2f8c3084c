/// Text in the Prometheus exposition format while it is put together.
///
/// Source: Prometheus documentation, "Text-based format", version 0.0.4.
struct ExpositionText {
    private(set) var bytes: [UInt8] = []

    mutating func header(_ name: String, help: String, kind: String) {
        bytes += "# HELP \(name) ".utf8
        escape(help, quotes: false)
        bytes += "\n# TYPE \(name) \(kind)\n".utf8
    }

    mutating func sample(_ name: String, _ labels: [(String, String)], _ value: Double) {
        bytes += name.utf8
        if !labels.isEmpty {
            bytes.append(UInt8(ascii: "{"))
            for (place, (label, value)) in labels.enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes += label.utf8
                bytes += "=\"".utf8
                escape(value, quotes: true)
                bytes.append(UInt8(ascii: "\""))
            }
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(0x20)
        bytes += Self.number(value).utf8
        bytes.append(0x0A)
    }

    /// A double as the format wants it.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        if value == value.rounded(), value.magnitude < 1e15 { return String(Int(value)) }
        return value.description
    }

    private mutating func escape(_ text: String, quotes: Bool) {
        for byte in text.utf8 {
            switch byte {
            case 0x5C: bytes += #"\\"#.utf8
            case 0x0A: bytes += #"\n"#.utf8
            case 0x22 where quotes: bytes += #"\""#.utf8
            default: bytes.append(byte)
            }
        }
    }
}
