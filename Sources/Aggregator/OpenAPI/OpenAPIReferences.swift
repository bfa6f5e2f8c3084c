internal import JSON

/// Finds and changes references in an OpenAPI v2 document.
enum OpenAPIReferences {
    static let definitions = "#/definitions/"
    static let parameters = "#/parameters/"

    /// The definitions that the paths of a document reach, directly or through others.
    static func definitionsUsed(in document: JSONValue) -> Set<String> {
        var found: Set<String> = []
        var waiting: [JSONValue] = document["paths"].map { [$0] } ?? []
        if let parameters = document["parameters"] { waiting.append(parameters) }
        if let responses = document["responses"] { waiting.append(responses) }
        let definitions = document["definitions"]
        while let next = waiting.popLast() {
            collect(next, Self.definitions) { name in
                guard found.insert(name).inserted, let definition = definitions?[name] else { return }
                waiting.append(definition)
            }
        }
        return found
    }

    /// The same tree with other names in its references.
    static func renamed(_ tree: JSONValue, definitions: [String: String], parameters: [String: String]) -> JSONValue {
        switch tree {
        case .object(let members):
            var changed = JSONObject(capacity: members.count)
            for (key, value) in members {
                if key == "$ref", let reference = value.string {
                    changed.append(.string(renamed(reference, definitions, parameters)), forNewKey: key)
                } else {
                    changed.append(
                        renamed(value, definitions: definitions, parameters: parameters),
                        forNewKey: key
                    )
                }
            }
            return .object(changed)
        case .array(let elements):
            return .array(elements.map { renamed($0, definitions: definitions, parameters: parameters) })
        case .null, .bool, .integer, .number, .string: return tree
        }
    }

    private static func renamed(
        _ reference: String,
        _ definitions: [String: String],
        _ parameters: [String: String]
    ) -> String {
        for (prefix, renames) in [(Self.definitions, definitions), (Self.parameters, parameters)]
        where reference.hasPrefix(prefix) {
            return renames[String(reference.dropFirst(prefix.count))].map { prefix + $0 } ?? reference
        }
        return reference
    }

    private static func collect(_ tree: JSONValue, _ prefix: String, _ found: (String) -> Void) {
        switch tree {
        case .object(let members):
            for (key, value) in members {
                if key == "$ref", let reference = value.string, reference.hasPrefix(prefix) {
                    found(String(reference.dropFirst(prefix.count)))
                } else {
                    collect(value, prefix, found)
                }
            }
        case .array(let elements): for element in elements { collect(element, prefix, found) }
        case .null, .bool, .integer, .number, .string: break
        }
    }
}
