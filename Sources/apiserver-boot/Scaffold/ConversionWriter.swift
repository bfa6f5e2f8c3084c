internal import CodeGen

/// Writes the conversion between two versions of a kind that have the same fields.
///
/// The text belongs to the user: it is the place to say what becomes of a field when the versions come to differ.
struct ConversionWriter {
    private let model: APIModel
    private let hub: APIKind
    private let newPath: [String]

    /// Makes a writer.
    ///
    /// - Parameters:
    ///   - model: all types of the project.
    ///   - hub: the kind in the version that the other is converted through.
    ///   - version: the Swift name of the new version: `V1`.
    init(_ model: APIModel, hub: APIKind, version: String) {
        self.model = model
        self.hub = hub
        newPath = [hub.path[0], version, hub.path[2]]
    }

    /// The text of the file.
    func text() -> String {
        let metadata = "metadata"
        var text = """
            import APIServer

            /// All versions are converted through `\(hub.path.joined(separator: "."))`.
            ///
            /// Both have the same fields at first. When they come to differ, say here what becomes of each.
            extension \(newPath.joined(separator: ".")): Convertible {
                public init(hub: \(hub.path.joined(separator: "."))) {
                    \(metadata) = hub.\(metadata)

            """
        text += hub.fields.map { "        \(escaped($0.name)) = \(fromHub("hub." + escaped($0.name), $0))\n" }.joined()
        text += "    }\n\n    public var hub: \(hub.path.joined(separator: ".")) {\n"
        text += "        " + construction(hub.path, [(metadata, metadata)] + arguments(hub.fields)) + "\n    }\n}\n"
        for type in model.types(within: hub.path) { text += "\n" + nested(type) }
        return text
    }

    private func nested(_ type: APIType) -> String {
        let old = type.path.joined(separator: ".")
        let new = (newPath + type.path.dropFirst(3)).joined(separator: ".")
        switch type.shape {
        case .structure(let fields):
            let reads = fields.map { "        \(escaped($0.name)) = \(fromHub("hub." + escaped($0.name), $0))\n" }
                .joined()
            return """
                extension \(new) {
                    fileprivate init(hub: \(old)) {
                \(reads)    }

                    fileprivate var hub: \(old) {
                        \(construction(type.path, arguments(fields)))
                    }
                }

                """
        case .enumeration(let cases):
            let rows = cases.map { "        case .\(escaped($0.name)): .\(escaped($0.name))" }.joined(separator: "\n")
            return """
                extension \(new) {
                    fileprivate init(hub: \(old)) {
                        self =
                            switch hub {
                \(rows.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))
                            }
                    }

                    fileprivate var hub: \(old) {
                        switch self {
                \(rows)
                        }
                    }
                }

                """
        }
    }

    // MARK: Expressions

    private func arguments(_ fields: [APIField]) -> [(String, String)] {
        fields.map { field in
            let value = convert(escaped(field.name), field.type, isOptional: field.isOptional) { value, _ in
                "\(value).hub"
            }
            return (field.name, value)
        }
    }

    private func fromHub(_ value: String, _ field: APIField) -> String {
        convert(value, field.type, isOptional: field.isOptional) { value, path in "\(path)(hub: \(value))" }
    }

    /// A value of another version as one of this version; the same text where both have the same type.
    private func convert(
        _ value: String,
        _ type: FieldType,
        isOptional: Bool = false,
        _ leaf: (_ value: String, _ path: String) -> String
    ) -> String {
        guard isVersioned(type) else { return value }
        if isOptional { return "\(value).map { \(convert("$0", type, leaf)) }" }
        return switch type {
        case .structure(let name), .enumeration(let name): leaf(value, renamed(name))
        case .array(let element): "\(value).map { \(convert("$0", element, leaf)) }"
        case .map(let element): "\(value).mapValues { \(convert("$0", element, leaf)) }"
        default: value
        }
    }

    /// Whether a type lives inside the kind, so that each version has its own.
    private func isVersioned(_ type: FieldType) -> Bool {
        switch type {
        case .structure(let name), .enumeration(let name): name.hasPrefix(hub.path.joined(separator: ".") + ".")
        case .array(let element), .map(let element): isVersioned(element)
        default: false
        }
    }

    private func renamed(_ name: String) -> String {
        (newPath + name.split(separator: ".").dropFirst(3).map(String.init)).joined(separator: ".")
    }

    /// A call of the memberwise initializer, on lines of its own when it is long.
    private func construction(_ path: [String], _ arguments: [(String, String)]) -> String {
        let name = path.joined(separator: ".")
        let parts = arguments.map { "\($0.0): \($0.1)" }
        let line = "\(name)(\(parts.joined(separator: ", ")))"
        if line.count <= 110 { return line }
        return "\(name)(\n" + parts.map { "            \($0)" }.joined(separator: ",\n") + "\n        )"
    }

    private func escaped(_ name: String) -> String { Self.keywords.contains(name) ? "`\(name)`" : name }

    private static let keywords: Set<String> = [
        "as", "break", "case", "catch", "class", "continue", "default", "defer", "do", "else", "enum", "extension",
        "fallthrough", "false", "for", "func", "guard", "if", "import", "in", "init", "internal", "is", "let", "nil",
        "operator", "private", "protocol", "public", "repeat", "rethrows", "return", "self", "static", "struct",
        "subscript", "super", "switch", "throw", "throws", "true", "try", "typealias", "var", "where", "while",
    ]
}
