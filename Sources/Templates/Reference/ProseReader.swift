internal import Project

/// Takes lines of Markdown apart into blocks.
struct ProseReader {
    /// The beginning of an entry of a list.
    private struct Entry {
        let isNumbered: Bool
        let indentation: Int
        /// Where its text begins.
        let column: Int
        let text: String

        init?(_ line: String) {
            let text = ProseReader.trimmed(line)
            guard let mark = MarkdownLine.entryMark(text) else { return nil }
            isNumbered = mark.isNumbered
            indentation = ProseReader.indentation(line)
            column = indentation + mark.length
            self.text = ProseReader.trimmed(String(text.dropFirst(mark.length)))
        }
    }

    /// Lists are not nested deeper: what is, is text.
    private static let deepest = 4

    private let lines: [String]
    private let depth: Int
    private var next = 0
    private var found: [Prose.Block] = []
    private var paragraph: [String] = []

    private init(_ lines: [String], depth: Int) {
        self.lines = lines
        self.depth = depth
    }

    static func blocks(_ text: String) -> [Prose.Block] {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        return blocks(lines, depth: 0)
    }

    private static func blocks(_ lines: [String], depth: Int) -> [Prose.Block] {
        var reader = ProseReader(lines, depth: depth)
        while reader.next < lines.count { reader.readBlock() }
        reader.flush()
        return reader.found
    }

    private mutating func readBlock() {
        let line = lines[next]
        let text = Self.trimmed(line)
        if text.isEmpty {
            flush()
            next += 1
        } else if let fence = CodeFence(line) {
            flush()
            found.append(code(fence))
        } else if let (level, title) = Self.heading(text) {
            flush()
            found.append(.heading(level, Prose.spans(title)))
            next += 1
        } else if depth < Self.deepest, let entry = Entry(line) {
            flush()
            found.append(list(entry))
        } else if Self.indentation(line) >= 4, paragraph.isEmpty || depth == 0 {
            flush()
            found.append(indentedCode())
        } else {
            paragraph.append(text)
            next += 1
        }
    }

    private mutating func flush() {
        guard !paragraph.isEmpty else { return }
        found.append(.paragraph(Prose.spans(paragraph.joined(separator: "\n"))))
        paragraph = []
    }

    // MARK: Code

    private mutating func code(_ fence: CodeFence) -> Prose.Block {
        var code: [String] = []
        next += 1
        while next < lines.count {
            let line = lines[next]
            next += 1
            if fence.isClosed(by: line) { break }
            code.append(Self.unindented(line, by: fence.indentation))
        }
        let isName = fence.language.allSatisfy { $0.isLetter || $0.isNumber || "+-#._".contains($0) }
        return .code(code.joined(separator: "\n"), language: isName ? fence.language : "")
    }

    private mutating func indentedCode() -> Prose.Block {
        var code: [String] = []
        while next < lines.count, Self.isBlank(lines[next]) || Self.indentation(lines[next]) >= 4 {
            code.append(Self.unindented(lines[next], by: 4))
            next += 1
        }
        while let last = code.last, Self.isBlank(last) { code.removeLast() }
        return .code(code.joined(separator: "\n"), language: "")
    }

    // MARK: Lists

    private mutating func list(_ first: Entry) -> Prose.Block {
        var entries: [[Prose.Block]] = []
        var entry: Entry? = first
        while let current = entry {
            next += 1
            var inside = [current.text]
            while let line = continuation(of: current, after: inside[inside.count - 1]) {
                inside.append(line)
                next += 1
            }
            entries.append(Self.blocks(inside, depth: depth + 1))
            entry = following(current)
        }
        return .list(isNumbered: first.isNumbered, entries)
    }

    /// The next line if it belongs to an entry, without the spaces that say so.
    private func continuation(of entry: Entry, after before: String) -> String? {
        guard next < lines.count else { return nil }
        let line = lines[next]
        if Self.isBlank(line) {
            guard let other = lines[next...].first(where: { !Self.isBlank($0) }) else { return nil }
            return Self.indentation(other) >= entry.indentation + 2 ? "" : nil
        }
        if Self.indentation(line) >= entry.indentation + 2 { return Self.unindented(line, by: entry.column) }
        let text = Self.trimmed(line)
        // A line that goes on with a paragraph may stand at the margin.
        guard !before.isEmpty, Entry(line) == nil, CodeFence(line) == nil, Self.heading(text) == nil else { return nil }
        return text
    }

    /// The entry of the same list that comes next.
    private mutating func following(_ entry: Entry) -> Entry? {
        guard let place = lines[next...].firstIndex(where: { !Self.isBlank($0) }), let other = Entry(lines[place]),
            other.isNumbered == entry.isNumbered
        else { return nil }
        next = place
        return other
    }

    // MARK: Lines

    private static func isBlank(_ line: String) -> Bool { line.allSatisfy { $0 == " " || $0 == "\t" } }

    /// In columns, a tab being four of them.
    private static func indentation(_ line: String) -> Int {
        line.prefix { $0 == " " || $0 == "\t" }.reduce(0) { $0 + ($1 == "\t" ? 4 : 1) }
    }

    private static func unindented(_ line: String, by columns: Int) -> String {
        var line = line[...]
        var removed = 0
        while removed < columns, let first = line.first, first == " " || first == "\t" {
            line.removeFirst()
            removed += first == "\t" ? 4 : 1
        }
        return String(line)
    }

    private static func trimmed(_ line: String) -> String {
        var line = line[...]
        while let first = line.first, first == " " || first == "\t" { line.removeFirst() }
        while let last = line.last, last == " " || last == "\t" { line.removeLast() }
        return String(line)
    }

    private static func heading(_ line: String) -> (Int, String)? {
        guard let level = MarkdownLine.headingLevel(line) else { return nil }
        return (level, trimmed(String(line.dropFirst(level))))
    }
}
