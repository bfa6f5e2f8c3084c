extension Prose {
    /// As Markdown that no renderer takes for anything else; a `bullet` unlike that of a list around it keeps the two apart.
    func markdown(bullet: String = "-") -> String {
        blocks.map { block in
            switch block {
            case .paragraph(let spans): Self.markdown(spans)
            case .heading(_, let spans): "**" + Self.markdown(spans) + "**"
            case .list(let isNumbered, let entries):
                entries.enumerated().map { number, entry in
                    let mark = isNumbered ? "\(number + 1). " : bullet + " "
                    return mark + Self.indented(Prose(blocks: entry).entry(bullet), by: mark.count)
                }
                .joined(separator: "\n")
            case .code(let text, let language): ReferenceMarkdown.fenced(text, language: language)
            }
        }
        .joined(separator: "\n\n")
    }

    /// As a single line, for the cell of a table and the like.
    func line() -> String {
        blocks.map { block in
            switch block {
            case .paragraph(let spans), .heading(_, let spans): Self.line(spans)
            case .list(_, let entries): entries.map { Prose(blocks: $0).line() }.joined(separator: "; ")
            case .code(let text, _): ReferenceMarkdown.code(text)
            }
        }
        .joined(separator: " ")
    }

    /// Lines of which all but the first stand further in.
    static func indented(_ text: String, by columns: Int) -> String {
        let space = String(repeating: " ", count: columns)
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { number, line in
            number == 0 || line.isEmpty ? String(line) : space + line
        }
        .joined(separator: "\n")
    }

    /// The entry of a list; a list in it follows without an empty line, so that the outer one stays narrow.
    private func entry(_ bullet: String) -> String {
        var text = ""
        for block in blocks {
            var inside = Prose(blocks: [block]).markdown(bullet: bullet)
            if case .paragraph(let spans) = block { inside = Self.line(spans) }
            if case .list = block, !text.isEmpty {
                text += "\n" + inside
            } else {
                text += (text.isEmpty ? "" : "\n\n") + inside
            }
        }
        return text
    }

    private static func line(_ spans: [Span]) -> String {
        markdown(spans).split(separator: "\n").joined(separator: " ")
    }

    private static func markdown(_ spans: [Span]) -> String {
        spans.map { span in
            switch span {
            case .text(let text): ReferenceMarkdown.escaped(text)
            case .code(let text): ReferenceMarkdown.code(text)
            case .strong(let text): "**\(ReferenceMarkdown.escaped(text))**"
            case .emphasis(let text): "*\(ReferenceMarkdown.escaped(text))*"
            case .link(let text, let address): "[\(ReferenceMarkdown.escaped(text))](\(address))"
            }
        }
        .joined()
    }
}
