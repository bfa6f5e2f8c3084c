/// What the beginning of a line says in Markdown; the line comes without the spaces in front of it.
///
/// Source: CommonMark 0.31, sections 4.2 and 5.2.
public enum MarkdownLine {
    /// What stands in front of an entry of a list.
    public struct EntryMark: Sendable, Equatable {
        /// Whether it is a number.
        public let isNumbered: Bool
        /// In characters, with the space behind it.
        public let length: Int
    }

    /// The level of a heading, 1 to 6; nil for any other line.
    public static func headingLevel(_ line: String) -> Int? {
        let level = line.prefix { $0 == "#" }.count
        return (1...6).contains(level) && line.dropFirst(level).first == " " ? level : nil
    }

    /// The mark with which an entry of a list begins: `- `, `* `, or a number of three digits at most; nil for any other
    /// line.
    public static func entryMark(_ line: String) -> EntryMark? {
        if line.hasPrefix("- ") || line.hasPrefix("* ") { return EntryMark(isNumbered: false, length: 2) }
        let digits = line.prefix { $0.isASCII && $0.isNumber }
        guard (1...3).contains(digits.count), line.dropFirst(digits.count).hasPrefix(". ") else { return nil }
        return EntryMark(isNumbered: true, length: digits.count + 2)
    }
}
