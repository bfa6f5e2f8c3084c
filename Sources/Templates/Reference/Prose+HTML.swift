extension Prose {
    /// As HTML; headings begin at a level.
    func html(headingLevel: Int = 4) -> HTML {
        HTML.lines(
            blocks.map { block in
                switch block {
                case .paragraph(let spans): "<p>\(Self.html(spans))</p>"
                case .heading(let level, let spans):
                    Self.element("h\(min(level + headingLevel - 1, 6))", Self.html(spans))
                case .list(let isNumbered, let items):
                    Self.element(
                        isNumbered ? "ol" : "ul",
                        HTML.joined(items.map { "<li>\(Self.html($0))</li>" }, by: "")
                    )
                case .code(let text): "<pre><code>\(text)</code></pre>"
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
                case .list(_, let items): HTML.joined(items.map { Self.html($0) }, by: "; ")
                case .code(let text): "<code>\(text)</code>"
                }
            },
            by: " "
        )
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
