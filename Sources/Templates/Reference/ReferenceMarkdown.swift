/// `reference.md`: all of the documentation in one Markdown file, with the same identifiers as the page.
struct ReferenceMarkdown {
    let reference: APIReference

    /// The whole file.
    func text() -> String {
        var parts = [
            "<!-- \(ReferenceSite.heading) -->", "# \(Self.escaped(reference.title)) API reference", contents(),
        ]
        for group in reference.groups {
            parts.append(Self.anchor(group.id) + "\n## \(Self.escaped(group.name))")
            if !group.introduction.isEmpty { parts.append(Prose(group.introduction).markdown()) }
            for version in group.versions { parts += self.version(version, of: group) }
        }
        if !reference.commonTypes.isEmpty { parts.append("## Types of Kubernetes") }
        for type in reference.commonTypes {
            parts.append(Self.anchor(type.id) + "\n### \(Self.escaped(type.name))")
            parts.append(Prose(type.description).markdown())
        }
        if reference.groups.isEmpty { parts.append(ReferenceSite.emptiness) }
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private func contents() -> String {
        reference.groups.flatMap { group in
            group.versions.map { version in
                let kinds = version.kinds.map { "[\(Self.escaped($0.name))](#\($0.id))" }.joined(separator: ", ")
                let name = Self.escaped("\(group.name)/\(version.name)")
                return "- [\(name)](#\(version.id)) (\(version.stability.rawValue)): \(kinds)"
            }
        }
        .joined(separator: "\n")
    }

    private func version(_ version: APIReference.Version, of group: APIReference.Group) -> [String] {
        var parts = [
            Self.anchor(version.id)
                + "\n### \(Self.escaped("\(group.name)/\(version.name)")) (\(version.stability.rawValue))"
        ]
        for kind in version.kinds { parts += self.kind(kind) }
        for type in version.types { parts += self.type(type) }
        return parts
    }

    // MARK: Kinds

    private func kind(_ kind: APIReference.Kind) -> [String] {
        var parts = [Self.anchor(kind.id) + "\n#### \(Self.escaped(kind.name))", Prose(kind.description).markdown()]
        parts += kind.notes.map { "> " + Prose($0.text).markdown().split(separator: "\n").joined(separator: "\n> ") }
        parts.append(
            kind.facts.map { fact in
                let values = fact.values.map { value in
                    let text = fact.isCode ? Self.code(value.text) : Self.escaped(value.text)
                    return value.target.map { "[\(text)](#\($0))" } ?? text
                }
                return "- \(Self.escaped(fact.name)): \(values.joined(separator: ", "))"
            }
            .joined(separator: "\n")
        )
        parts.append("**Fields**")
        parts.append(kind.fields.map { field($0, depth: 0) }.joined(separator: "\n"))
        parts += operations(kind) + columns(kind) + examples(kind)
        return parts
    }

    /// A field as an entry of a list, those inside of it below.
    private func field(_ field: APIReference.Field, depth: Int) -> String {
        let indentation = String(repeating: "  ", count: depth)
        let anchor = field.id.isEmpty ? "" : Self.anchor(field.id)
        var head = "\(anchor)\(Self.code(field.name)) \(type(field.type))"
        if field.isRequired { head += ", **required**" }
        if let value = field.defaultValue { head += ", default \(Self.code(value))" }
        var facts = field.rules.map { rule in
            "*\(Self.escaped(rule.text))*" + (rule.code.isEmpty ? "" : " " + Self.code(rule.code))
        }
        if !field.values.isEmpty {
            facts.append("one of: " + field.values.map { Self.code($0.text) }.joined(separator: ", "))
        }
        let text = indentation + Self.entry(head, Prose(field.description), facts, indentation: depth * 2)
        return ([text] + field.fields.map { self.field($0, depth: depth + 1) }).joined(separator: "\n")
    }

    /// An entry of a list: a sentence and facts stand in lines below its head, longer texts in blocks of their own.
    private static func entry(_ head: String, _ prose: Prose, _ facts: [String], indentation: Int) -> String {
        let lines =
            prose.isPlain
            ? ([head, prose.line()].filter { !$0.isEmpty } + facts).joined(separator: "  \n")
            : [head, prose.markdown(bullet: "*"), facts.joined(separator: "  \n")].filter { !$0.isEmpty }
                .joined(separator: "\n\n")
        return "- " + Prose.indented(lines, by: indentation + 2)
    }

    private func type(_ type: APIReference.TypeName) -> String {
        let name = Self.escaped(type.name.text)
        let link = type.name.target.map { "[\(name)](#\($0))" } ?? name
        let lead = type.lead.isEmpty ? "" : Self.escaped(type.lead) + " "
        return lead + link + (type.format.isEmpty ? "" : " (\(Self.escaped(type.format)))")
    }

    private func operations(_ kind: APIReference.Kind) -> [String] {
        guard !kind.operations.isEmpty else { return [] }
        let rows = kind.operations.map { operation in
            "| \(Self.cell(Self.escaped(operation.verb))) | \(operation.method) | \(Self.cell(Self.code(operation.path))) |"
        }
        return ["**Requests**", (["| verb | method | path |", "|---|---|---|"] + rows).joined(separator: "\n")]
    }

    private func columns(_ kind: APIReference.Kind) -> [String] {
        guard !kind.columns.isEmpty else { return [] }
        let rows = kind.columns.map { column in
            let path = Self.code(column.path.text)
            let link = column.path.target.map { "[\(path)](#\($0))" } ?? path
            let description = Prose(column.description).line()
            let name = Self.escaped(column.name) + (column.isWide ? " (`-o wide`)" : "")
            return "| \(Self.cell(name)) | \(column.type) | \(Self.cell(link)) | \(Self.cell(description)) |"
        }
        let head = ["| column | type | value | |", "|---|---|---|---|"]
        return ["**Columns of `kubectl get`**", (head + rows).joined(separator: "\n")]
    }

    private func examples(_ kind: APIReference.Kind) -> [String] {
        guard !kind.examples.isEmpty else { return [] }
        return ["**Examples**"]
            + kind.examples.flatMap { example in
                [Prose(example.note).markdown(), Self.fenced(example.text, language: "yaml")]
            }
    }

    // MARK: Types

    private func type(_ type: APIReference.NamedType) -> [String] {
        var parts = [Self.anchor(type.id) + "\n#### \(Self.escaped(type.name))", Prose(type.description).markdown()]
        parts.append(type.fields.map { field($0, depth: 0) }.joined(separator: "\n"))
        parts.append(
            type.values.map { value in
                let description = Prose(value.description)
                if !description.isPlain { return Self.entry(Self.code(value.text), description, [], indentation: 0) }
                return "- \(Self.code(value.text))" + (description.blocks.isEmpty ? "" : ": " + description.line())
            }
            .joined(separator: "\n")
        )
        let uses = type.uses.map { use in
            use.target.map { "[\(Self.code(use.text))](#\($0))" } ?? Self.code(use.text)
        }
        if !uses.isEmpty { parts.append("Used by: " + uses.joined(separator: ", ")) }
        return parts
    }

    // MARK: Text

    private static func anchor(_ id: String) -> String { "<a id=\"\(HTML.escaped(id))\"></a>" }

    /// A text of which no character means anything to Markdown.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\\", "`", "*", "_", "[", "]", "#", "|", "~": result += "\\" + String(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A text as code within a line.
    static func code(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        let mark = String(repeating: "`", count: longestRun(of: "`", in: line) + 1)
        let isTight = !line.hasPrefix("`") && !line.hasSuffix("`") && !line.isEmpty
        return isTight ? mark + line + mark : "\(mark) \(line) \(mark)"
    }

    /// Lines as code, between fences that are longer than any in them.
    static func fenced(_ text: String, language: String) -> String {
        let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: text) + 1))
        return "\(fence)\(language)\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(fence)"
    }

    /// A text as it stands in a table, where `|` ends a cell even in code.
    private static func cell(_ text: String) -> String {
        var result = ""
        for character in text {
            if character == "|", result.last != "\\" { result += "\\" }
            result.append(character)
        }
        return result
    }

    private static func longestRun(of mark: Character, in text: String) -> Int {
        var (longest, run) = (0, 0)
        for character in text {
            run = character == mark ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}
