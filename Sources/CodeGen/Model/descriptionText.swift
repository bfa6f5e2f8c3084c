internal import Project

/// The description that `kubectl explain` shows for the lines of a doc comment.
///
/// Lines of a paragraph are joined with spaces, paragraphs stay apart, and indented lines keep their lines, as do those
/// of lists, headings and fenced code. What stands below `---` is for the readers of the source alone.
/// Source: kube-openapi `generateDescription`, which knows paragraphs and indented lines.
func descriptionText(_ lines: [String]) -> String {
    var text = DescriptionText()
    for line in lines where !text.isOver { text.add(line) }
    return text.lines.joined(separator: "\n")
}

/// What has been read of a doc comment.
private struct DescriptionText {
    /// What the last line was, and with it what the next one does.
    private enum Line {
        case paragraph
        /// An entry of a list, which goes on with indented lines, too.
        case entry
        /// A line of its own.
        case kept
    }

    var lines: [String] = []
    var isOver = false
    private var last = Line.kept
    private var isAfterBlank = false
    private var fence: CodeFence?

    mutating func add(_ line: String) {
        let text = line.trimmedSpaces
        if let fence {
            lines.append(line.trimmedEnd)
            if fence.isClosed(by: line) { self.fence = nil }
        } else if text == "---" {
            isOver = true
        } else if text.isEmpty {
            isAfterBlank = !lines.isEmpty
        } else {
            addText(line, text)
        }
    }

    private mutating func addText(_ line: String, _ text: String) {
        let isBeginning = isAfterBlank || lines.isEmpty
        if isAfterBlank { lines.append("") }
        isAfterBlank = false
        fence = CodeFence(line)
        if fence != nil || MarkdownLine.headingLevel(text) != nil {
            keep(line, .kept)
        } else if MarkdownLine.entryMark(text) != nil {
            keep(line, .entry)
        } else if !isBeginning, last == .entry {
            join(text)
        } else if line.hasPrefix(" ") || line.hasPrefix("\t"), !lines.isEmpty {
            // Within a list, a paragraph of an entry; anywhere else, lines that are to stay as they are.
            let isOfEntry = last == .entry && !line.hasPrefix("    ") && !line.hasPrefix("\t")
            keep(line, isOfEntry ? .entry : .kept)
        } else if isBeginning || last == .kept {
            keep(text, .paragraph)
        } else {
            join(text)
        }
    }

    private mutating func keep(_ line: String, _ kind: Line) {
        lines.append(line.trimmedEnd)
        last = kind
    }

    private mutating func join(_ text: String) { lines[lines.count - 1] += " " + text }
}

extension String {
    /// The text without spaces and tabs at its end.
    fileprivate var trimmedEnd: String {
        String(reversed().drop { $0 == " " || $0 == "\t" || $0 == "\r" }.reversed())
    }
}
