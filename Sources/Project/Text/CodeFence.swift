/// The line that begins a block of code in Markdown, and tells which line ends it.
///
/// Source: CommonMark 0.31, section 4.5.
public struct CodeFence: Sendable, Equatable {
    /// How many spaces stand in front of it; as many may stand in front of each line of the code.
    public let indentation: Int
    /// What is said of the code, mostly its language; may be empty.
    public let language: String
    private let mark: Character
    private let length: Int

    /// Reads a line; nil if it begins no code.
    public init?(_ line: String) {
        let text = line.drop { $0 == " " || $0 == "\t" }
        guard let mark = text.first, mark == "`" || mark == "~" else { return nil }
        let length = text.prefix { $0 == mark }.count
        let rest = text.dropFirst(length)
        guard length >= 3, !(mark == "`" && rest.contains("`")) else { return nil }
        indentation = line.count - text.count
        language = rest.split(whereSeparator: { $0 == " " || $0 == "\t" }).first.map(String.init) ?? ""
        self.mark = mark
        self.length = length
    }

    /// Whether a line ends the code.
    public func isClosed(by line: String) -> Bool {
        let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
        return words.count == 1 && words[0].count >= length && words[0].allSatisfy { $0 == mark }
    }
}
