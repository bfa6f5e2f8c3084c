/// The part of the page about one kind.
struct ReferencePageKind {
    let kind: APIReference.Kind

    func html() -> HTML {
        let notes = kind.notes.map { note -> HTML in
            "<div class=\"note\(note.isWarning ? " warning" : "")\">\(Prose(note.text).html())</div>"
        }
        let commands: HTML =
            kind.commands.isEmpty
            ? .empty : "<pre class=\"copy\"><code>\(kind.commands.joined(separator: "\n"))</code></pre>"
        return """
            <article class="kind" id="\(kind.id)" data-find="kind" data-name="\(kind.name)" data-path="\(kind.apiVersion)" \
            aria-labelledby="\(kind.id)-name" tabindex="-1">
            <h4 id="\(kind.id)-name">\(kind.name)<span class="soft"> \(kind.apiVersion)</span>\(ReferencePage.permalink(kind.id))</h4>
            <div class="lead">\(Prose(kind.description).html(headingLevel: 5))</div>
            \(HTML.lines(notes))
            \(facts())
            \(commands)
            <h5>Fields</h5>
            \(ReferencePageFields(kind: kind).html(kind.fields))
            \(columns())
            \(operations())
            \(examples())
            </article>
            """
    }

    private func facts() -> HTML {
        let rows = kind.facts.map { fact -> HTML in
            let values = fact.values.map { ReferencePage.link($0, isCode: fact.isCode) }
            return "<div><dt>\(fact.name)</dt><dd>\(HTML.joined(values, by: ", "))</dd></div>"
        }
        return rows.isEmpty ? .empty : "<dl class=\"facts\">\n\(HTML.lines(rows))\n</dl>"
    }

    private func columns() -> HTML {
        guard !kind.columns.isEmpty else { return .empty }
        let rows = kind.columns.map { column -> HTML in
            let wide: HTML = column.isWide ? " <span class=\"badge\">-o wide</span>" : .empty
            let description: HTML = column.description.isEmpty ? .empty : " \(Prose(column.description).remark())"
            return """
                <tr><td>\(column.name)\(wide)</td><td>\(column.type)</td>\
                <td>\(ReferencePage.link(column.path, isCode: true))\(description)</td></tr>
                """
        }
        return """
            <h5>Columns of <code>kubectl get</code></h5>
            <div class="wide"><table>
            <thead><tr><th scope="col">Column</th><th scope="col">Type</th><th scope="col">Value</th></tr></thead>
            <tbody>
            \(HTML.lines(rows))
            </tbody>
            </table></div>
            """
    }

    private func operations() -> HTML {
        guard !kind.operations.isEmpty else { return .empty }
        let rows = kind.operations.map { operation -> HTML in
            """
            <tr><td>\(operation.verb)</td><td><span class="method">\(operation.method)</span></td>\
            <td><code>\(operation.path)</code></td></tr>
            """
        }
        return """
            <details class="requests"><summary>Requests <span class="soft">\(String(rows.count))</span></summary>
            <div class="wide"><table>
            <thead><tr><th scope="col">Verb</th><th scope="col">Method</th><th scope="col">Path</th></tr></thead>
            <tbody>
            \(HTML.lines(rows))
            </tbody>
            </table></div>
            </details>
            """
    }

    private func examples() -> HTML {
        guard !kind.examples.isEmpty else { return .empty }
        let parts = kind.examples.map { example -> HTML in
            """
            \(Prose(example.note).html(headingLevel: 6))
            <pre class="copy"><code>\(Self.coloured(example.text))</code></pre>
            """
        }
        return """
            <h5>\(kind.examples.count == 1 ? "Example" : "Examples")</h5>
            \(HTML.lines(parts))
            """
    }

    /// YAML with its keys and comments set apart.
    static func coloured(_ yaml: String) -> HTML {
        var lines = yaml.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        while lines.last?.isEmpty == true { lines.removeLast() }
        return HTML.joined(
            lines.map { line in
                let start = line.prefix { $0 == " " || $0 == "-" }
                let rest = line.dropFirst(start.count)
                if rest.hasPrefix("#") { return "<span class=\"c\">\(line)</span>" }
                let key = rest.prefix { $0.isLetter || $0.isNumber || "-_./\"'".contains($0) }
                let tail = rest.dropFirst(key.count)
                guard !key.isEmpty, tail == ":" || tail.hasPrefix(": ") else { return "\(line)" }
                return "\(String(start))<span class=\"k\">\(String(key))</span>\(String(tail))"
            },
            by: "\n"
        )
    }
}
