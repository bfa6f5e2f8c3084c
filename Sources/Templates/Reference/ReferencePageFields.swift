/// Fields as a tree: what is inside of a field stands below it, and folds.
struct ReferencePageFields {
    /// What they are fields of, for those who search; nil for the fields of a type.
    var kind: APIReference.Kind?

    func html(_ fields: [APIReference.Field]) -> HTML {
        guard !fields.isEmpty else { return "<p class=\"soft\">No fields.</p>" }
        return "<ul class=\"fields\">\n\(HTML.lines(fields.map(field)))\n</ul>"
    }

    private func field(_ field: APIReference.Field) -> HTML {
        let inside: HTML =
            field.fields.isEmpty
            ? .empty
            : """
            <details\(HTML(markup: field.isFolded ? "" : " open"))><summary>\(String(field.fields.count)) \
            \(field.fields.count == 1 ? "field" : "fields")<span class="unseen"> of \(field.path)</span></summary>
            \(html(field.fields))
            </details>
            """
        return HTML.lines([
            "<li\(place(of: field))>",
            "<div class=\"head\">\(head(of: field))</div>",
            Prose(field.description).html(headingLevel: 6),
            rules(of: field),
            Self.values(field.values),
            inside,
            "</li>",
        ])
    }

    private func place(of field: APIReference.Field) -> HTML {
        guard let kind, !field.id.isEmpty else { return .empty }
        return """
             id="\(field.id)" data-find="field" data-name="\(field.name)" data-path="\(kind.name).\(field.path)" \
            data-of="\(kind.apiVersion)" tabindex="-1"
            """
    }

    private func head(of field: APIReference.Field) -> HTML {
        let lead: HTML = field.type.lead.isEmpty ? .empty : "\(field.type.lead) "
        let format: HTML = field.type.format.isEmpty ? .empty : " <span class=\"soft\">\(field.type.format)</span>"
        let required: HTML = field.isRequired ? " <span class=\"badge required\">required</span>" : .empty
        let value: HTML =
            field.defaultValue.map { " <span class=\"default\">default <code>\($0)</code></span>" } ?? .empty
        let permalink: HTML = field.id.isEmpty ? .empty : ReferencePage.permalink(field.id)
        return """
            <code class="name">\(field.name)</code> <span class="type">\(lead)\(ReferencePage.link(field.type.name))\
            \(format)</span>\(required)\(value)\(permalink)
            """
    }

    private func rules(of field: APIReference.Field) -> HTML {
        guard !field.rules.isEmpty else { return .empty }
        let rules = field.rules.map { rule -> HTML in
            let code: HTML = rule.code.isEmpty ? .empty : " <code>\(rule.code)</code>"
            return "<li>\(rule.text)\(code)</li>"
        }
        return "<ul class=\"rules\" aria-label=\"Rules\">\(HTML.joined(rules, by: ""))</ul>"
    }

    /// The values of an enum.
    static func values(_ values: [APIReference.Value]) -> HTML {
        guard !values.isEmpty else { return .empty }
        let rows = values.map { value -> HTML in
            let description: HTML = value.description.isEmpty ? .empty : " \(Prose(value.description).remark())"
            return "<li><code>\(value.text)</code>\(description)</li>"
        }
        let isPlain = values.allSatisfy(\.description.isEmpty)
        return """
            <ul class="values\(isPlain ? " plain" : "")" aria-label="Allowed values">\(HTML.joined(rows, by: ""))</ul>
            """
    }
}
