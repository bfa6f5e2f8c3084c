extension Prose {
    /// As HTML; headings begin at a level.
    func html(headingLevel: Int = 4) -> HTML {
        HTML.lines(
            blocks.map { block in
                switch block {
                case .paragraph(let spans): "<p>\(Self.html(spans))</p>"
                case .heading(let level, let spans):
                    Self.element("h\(min(level + headingLevel - 1, 6))", Self.html(spans))
                case .list(let isNumbered, let entries):
                    Self.element(
                        isNumbered ? "ol" : "ul",
                        HTML.joined(entries.map { "<li>\(Prose(blocks: $0).entry(headingLevel))</li>" }, by: "")
                    )
                case .code(let text, _): "<pre><code>\(text)</code></pre>"
                }
            }
        )
    }

    /// As what may stand within a line: paragraphs one behind the other.
    func inline() -> HTML {
        HTML.joined(
            blocks.compactMap { block in
                switch block {
                case .paragraph(let spans), .heading(_, let spans): Self.html(spans)
                case .list(_, let entries): HTML.joined(entries.map { Prose(blocks: $0).inline() }, by: "; ")
                case .code(let text, _): "<code>\(text)</code>"
                }
            },
            by: " "
        )
    }

    /// As what stands behind something else: a sentence goes on in its line, anything longer stands below it.
    func remark() -> HTML { isPlain ? inline() : html(headingLevel: 6) }

    /// The entry of a list: its first paragraph stands beside the bullet.
    private func entry(_ headingLevel: Int) -> HTML {
        guard case .paragraph(let spans)? = blocks.first else { return html(headingLevel: headingLevel) }
        return HTML.lines([
            Self.html(spans), Prose(blocks: Array(blocks.dropFirst())).html(headingLevel: headingLevel),
        ])
    }

    private static func element(_ name: String, _ content: HTML) -> HTML {
        "<\(HTML(markup: name))>\(content)</\(HTML(markup: name))>"
    }

    private static func html(_ spans: [Span]) -> HTML {
        HTML.joined(
            spans.map { span in
                switch span {
                case .text(let text): "\(text)"
                case .code(let text): "<code>\(text)</code>"
                case .strong(let text): "<strong>\(text)</strong>"
                case .emphasis(let text): "<em>\(text)</em>"
                case .link(let text, let address): "<a href=\"\(address)\" rel=\"noreferrer\">\(text)</a>"
                }
            },
            by: ""
        )
    }
}
