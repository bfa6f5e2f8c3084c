extension Prose {
    /// As Markdown that no renderer takes for anything else.
    func markdown() -> String {
        blocks.map { block in
            switch block {
            case .paragraph(let spans): Self.markdown(spans)
            case .heading(_, let spans): "**" + Self.markdown(spans) + "**"
            case .list(let isNumbered, let items):
                items.enumerated().map { number, item in
                    (isNumbered ? "\(number + 1). " : "- ")
                        + Self.markdown(item).split(separator: "\n").joined(separator: " ")
                }
                .joined(separator: "\n")
            case .code(let text): ReferenceMarkdown.fenced(text, language: "")
            }
        }
        .joined(separator: "\n\n")
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
