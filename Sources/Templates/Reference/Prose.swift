/// A text in the little Markdown that doc comments and introductions are written in, taken apart.
///
/// Headings, paragraphs, lists, code and links are read; what looks like HTML is text.
struct Prose: Equatable {
    /// What stands below each other.
    enum Block: Equatable {
        case paragraph([Span])
        /// The level counts from 1.
        case heading(Int, [Span])
        case list(isNumbered: Bool, [[Span]])
        case code(String)
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

    var blocks: [Block] = []

    init(_ text: String) {
        var paragraph: [String] = []
        var items: [String] = []
        var isNumbered = false
        var code: [String]?
        func isBreak(_ line: String) -> Bool { line.allSatisfy { $0 == " " || $0 == "\t" } }
        func flush(_ blocks: inout [Block]) {
            if !paragraph.isEmpty { blocks.append(.paragraph(Self.spans(paragraph.joined(separator: "\n")))) }
            if !items.isEmpty { blocks.append(.list(isNumbered: isNumbered, items.map { Self.spans($0) })) }
            (paragraph, items) = ([], [])
        }
        for part in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let line = String(part)
            let trimmed = Self.trimmed(line)
            if let lines = code {
                if trimmed.hasPrefix("```") {
                    blocks.append(.code(lines.joined(separator: "\n")))
                    code = nil
                } else {
                    code = lines + [line]
                }
            } else if trimmed.hasPrefix("```") {
                flush(&blocks)
                code = []
            } else if isBreak(line) {
                flush(&blocks)
            } else if let (level, title) = Self.heading(trimmed) {
                flush(&blocks)
                blocks.append(.heading(level, Self.spans(title)))
            } else if let (numbered, item) = Self.item(trimmed) {
                if !paragraph.isEmpty || numbered != isNumbered { flush(&blocks) }
                isNumbered = numbered
                items.append(item)
            } else if !items.isEmpty {
                items[items.count - 1] += "\n" + trimmed
            } else {
                paragraph.append(trimmed)
            }
        }
        if let lines = code { blocks.append(.code(lines.joined(separator: "\n"))) }
        flush(&blocks)
    }

    // MARK: Lines

    private static func trimmed(_ line: String) -> String {
        var line = line[...]
        while let first = line.first, first == " " || first == "\t" { line.removeFirst() }
        while let last = line.last, last == " " || last == "\t" { line.removeLast() }
        return String(line)
    }

    private static func heading(_ line: String) -> (Int, String)? {
        let level = line.prefix { $0 == "#" }.count
        guard (1...6).contains(level), line.dropFirst(level).first == " " else { return nil }
        return (level, trimmed(String(line.dropFirst(level))))
    }

    private static func item(_ line: String) -> (isNumbered: Bool, String)? {
        if line.hasPrefix("- ") || line.hasPrefix("* ") { return (false, trimmed(String(line.dropFirst(2)))) }
        let digits = line.prefix { $0.isASCII && $0.isNumber }
        guard (1...3).contains(digits.count), line.dropFirst(digits.count).hasPrefix(". ") else { return nil }
        return (true, trimmed(String(line.dropFirst(digits.count + 2))))
    }

    // MARK: Spans

    /// Reads `code`, **strong**, *emphasis* and [links](https://example.com).
    private static func spans(_ text: String) -> [Span] {
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
