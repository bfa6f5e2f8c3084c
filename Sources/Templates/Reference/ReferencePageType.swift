/// The part of the page about a struct or an enum.
struct ReferencePageType {
    let type: APIReference.NamedType

    func html() -> HTML {
        let uses = type.uses.map { ReferencePage.link($0, isCode: true) }
        let used: HTML = uses.isEmpty ? .empty : "<p class=\"uses\">Used by \(HTML.joined(uses, by: ", "))</p>"
        let fields: HTML = type.values.isEmpty ? ReferencePageFields().html(type.fields) : .empty
        return """
            <article class="type" id="\(type.id)" data-find="type" data-name="\(type.name)" \
            aria-labelledby="\(type.id)-name" tabindex="-1">
            <h4 id="\(type.id)-name">\(type.name)\(ReferencePage.permalink(type.id))</h4>
            \(Prose(type.description).html(headingLevel: 5))
            \(used)
            \(ReferencePageFields.values(type.values))
            \(fields)
            </article>
            """
    }
}
