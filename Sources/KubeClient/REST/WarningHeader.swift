/// The value of a `Warning` field.
///
/// Source: RFC 7234, 5.5; apimachinery, `net.ParseWarningHeader`.
enum WarningHeader {
    /// The texts of all warnings with code 299 in a field.
    static func texts(_ field: String) -> [String] {
        var found: [String] = []
        var bytes = Array(field.utf8)[...]
        while let quote = bytes.firstIndex(of: UInt8(ascii: "\"")) {
            let head = String(decoding: bytes[..<quote], as: UTF8.self)
            let text = quoted(&bytes, from: quote + 1)
            let code = head.split(whereSeparator: { $0 == " " || $0 == "," }).first
            if code == "299", let text { found.append(text) }
            // A date may follow, in quotes too; it ends at the next comma.
            bytes = bytes[(bytes.firstIndex(of: UInt8(ascii: ",")) ?? bytes.endIndex)...].dropFirst()
        }
        return found
    }

    private static func quoted(_ bytes: inout ArraySlice<UInt8>, from start: Int) -> String? {
        var text: [UInt8] = []
        var index = start
        while index < bytes.endIndex {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                bytes = bytes[(index + 1)...]
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\") where index + 1 < bytes.endIndex:
                index += 1
                text.append(bytes[index])
            case let byte: text.append(byte)
            }
            index += 1
        }
        bytes = bytes[bytes.endIndex...]
        return nil
    }
}
