/// A digest that a generated file carries of itself, so that an edit is noticed wherever the file goes.
///
/// It is for files that are build output: the manifest of a project, which is checked in, knows nothing of those.
public enum Seal {
    /// What a seal says of a file.
    public enum State: Sendable {
        /// Nobody changed the file since it was sealed.
        case intact
        /// Somebody did.
        case broken
        /// The file has no seal: it was never one of ours.
        case missing
    }

    /// Stands where the seal goes, near the beginning of a text.
    public static let blank = mark + String(repeating: "0", count: length)

    private static let mark = "apiserver-boot-seal:"
    private static let length = 64
    /// No seal stands further from the beginning, in bytes.
    private static let reach = 300

    /// The text with its seal in place of the blank one.
    public static func sealed(_ text: String) -> String {
        var bytes = Array(text.utf8)
        guard let place = place(in: bytes) else { preconditionFailure("the text has no blank seal") }
        bytes.replaceSubrange(place, with: Array(SHA256.hex(of: bytes).utf8))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What the seal of a file says.
    public static func state(of bytes: [UInt8]) -> State {
        guard let place = place(in: bytes) else { return .missing }
        var blank = bytes
        for index in place { blank[index] = UInt8(ascii: "0") }
        return Array(SHA256.hex(of: blank).utf8) == Array(bytes[place]) ? .intact : .broken
    }

    /// Where the digits of the seal are.
    private static func place(in bytes: [UInt8]) -> Range<Int>? {
        let mark = Array(mark.utf8)
        let last = min(reach, bytes.count - length - mark.count)
        guard last >= 0 else { return nil }
        for start in 0...last where bytes[start...].starts(with: mark) {
            return start + mark.count..<start + mark.count + length
        }
        return nil
    }
}
