/// One line of the log while it is put together.
struct LogLine {
    private let format: LogFormat
    private var bytes: [UInt8] = []

    init(format: LogFormat) {
        self.format = format
        bytes.reserveCapacity(160)
    }

    mutating func begin(_ time: WallTime, _ level: LogLevel, _ message: StaticString) {
        switch format {
        case .text:
            bytes += time.rfc3339Bytes
            bytes.append(0x20)
            bytes += level.name.utf8
            bytes.append(0x20)
            escape(message.description, quotes: false)
        case .json:
            bytes += #"{"time":""#.utf8
            bytes += time.rfc3339Bytes
            bytes.append(UInt8(ascii: "\""))
            add("level", level.name)
            add("message", message.description)
        }
    }

    mutating func add(_ key: String, _ value: String) {
        switch format {
        case .text:
            bytes.append(0x20)
            bytes += key.utf8
            bytes.append(UInt8(ascii: "="))
            if Self.isPlain(value) { bytes += value.utf8 } else { quote(value) }
        case .json:
            bytes.append(UInt8(ascii: ","))
            quote(key)
            bytes.append(UInt8(ascii: ":"))
            quote(value)
        }
    }

    mutating func end() -> [UInt8] {
        if format == .json { bytes.append(UInt8(ascii: "}")) }
        bytes.append(0x0A)
        return bytes
    }

    /// Whether a value can be told from the rest of the line without quotes.
    private static func isPlain(_ value: String) -> Bool {
        !value.isEmpty && value.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != 0x22 && $0 != 0x3D && $0 != 0x5C }
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        escape(text, quotes: true)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends text so that it stays on its line, whatever a client put into it.
    private mutating func escape(_ text: String, quotes: Bool) {
        for byte in text.utf8 {
            switch byte {
            case 0x22 where quotes, 0x5C where quotes:
                bytes.append(0x5C)
                bytes.append(byte)
            case 0x0A: bytes += #"\n"#.utf8
            case 0x0D: bytes += #"\r"#.utf8
            case 0x09: bytes += #"\t"#.utf8
            case 0..<0x20, 0x7F:
                bytes += #"\u00"#.utf8
                bytes.append(0x30 + byte >> 4)
                bytes.append(byte & 15 < 10 ? 0x30 + byte & 15 : 0x57 + byte & 15)
            default: bytes.append(byte)
            }
        }
    }
}
