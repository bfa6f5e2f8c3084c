/// A text in the little Markdown that doc comments and introductions are written in, taken apart.
///
/// Headings, paragraphs, lists, code and links are read; what looks like HTML is text.
struct Prose: Equatable {
    /// What stands below each other.
    enum Block: Equatable {
        case paragraph([Span])
        /// The level counts from 1.
        case heading(Int, [Span])
        /// Each entry is text with blocks of its own.
        case list(isNumbered: Bool, [[Block]])
        case code(String, language: String)
    }

    /// What stands behind each other.
    enum Span: Equatable {
        case text(String)
        case code(String)
        case strong(String)
        case emphasis(String)
        /// A link whose address may be followed.
        case link(String, to: String)
    }

    var blocks: [Block]

    init(_ text: String) { blocks = ProseReader.blocks(text) }

    /// Takes blocks that have been read.
    init(blocks: [Block]) { self.blocks = blocks }

    /// Whether it is a single paragraph, or nothing.
    var isPlain: Bool {
        switch blocks.first {
        case .paragraph?: blocks.count == 1
        case nil: true
        default: false
        }
    }

    /// Reads `code`, **strong**, *emphasis* and [links](https://example.com).
    static func spans(_ text: String) -> [Span] {
        var spans: [Span] = []
        var plain = ""
        var rest = text[...]
        while let first = rest.first {
            guard let (span, length) = span(rest, after: plain.last) else {
                plain.append(first)
                rest.removeFirst()
                continue
            }
            if !plain.isEmpty { spans.append(.text(plain)) }
            plain = ""
            spans.append(span)
            rest = rest.dropFirst(length)
        }
        if !plain.isEmpty { spans.append(.text(plain)) }
        return spans
    }

    /// The span that a text begins with, and how many characters it takes.
    private static func span(_ text: Substring, after before: Character?) -> (Span, Int)? {
        func enclosed(_ mark: String) -> Substring? {
            guard text.hasPrefix(mark) else { return nil }
            let inside = text.dropFirst(mark.count)
            guard let end = range(of: mark, in: inside), end > inside.startIndex else { return nil }
            return inside[..<end]
        }
        if let code = enclosed("`") { return (.code(String(code)), code.count + 2) }
        let isWordBefore = before.map { $0.isLetter || $0.isNumber } ?? false
        guard !isWordBefore else { return nil }
        if let strong = enclosed("**"), strong.first != " " { return (.strong(String(strong)), strong.count + 4) }
        if !text.hasPrefix("**"), let emphasis = enclosed("*"), emphasis.first != " ", emphasis.last != " " {
            return (.emphasis(String(emphasis)), emphasis.count + 2)
        }
        return link(text)
    }

    private static func link(_ text: Substring) -> (Span, Int)? {
        if text.hasPrefix("[") {
            guard let middle = range(of: "](", in: text), let end = text[middle...].firstIndex(of: ")") else {
                return nil
            }
            let label = text[text.index(after: text.startIndex)..<middle]
            let address = text[text.index(middle, offsetBy: 2)..<end]
            guard isSafe(address) else { return nil }
            let name = label.isEmpty ? address : label
            return (.link(String(name), to: String(address)), text.distance(from: text.startIndex, to: end) + 1)
        }
        guard text.hasPrefix("https://") || text.hasPrefix("http://") else { return nil }
        var address = text.prefix { !$0.isWhitespace && !"<>\"'`()[]".contains($0) }
        while let last = address.last, ".,;:!?".contains(last) { address.removeLast() }
        return address.hasSuffix("//") ? nil : (.link(String(address), to: String(address)), address.count)
    }

    /// Whether a link may lead there: to a page, or to a place on this one, but to nothing that a browser would run.
    private static func isSafe(_ address: Substring) -> Bool {
        guard !address.contains(where: { $0.isWhitespace || $0.isNewline }) else { return false }
        if address.hasPrefix("#") { return address.count > 1 }
        return ["https://", "http://", "mailto:"].contains { address.lowercased().hasPrefix($0) }
    }

    private static func range(of mark: String, in text: Substring) -> Substring.Index? {
        text.indices.first { text[$0...].hasPrefix(mark) }
    }
}
