/// Looks type names up as Swift does: from the innermost scope outwards, then among the known types.
struct TypeScope {
    /// What a name stands for.
    enum Match {
        case type(ParsedType)
        case builtIn(FieldType)
        case alias(ParsedAlias)
        /// A struct of `APIMachinery`.
        case known(APIType)
    }

    let module: ParsedModule

    private static let builtIns: [String: FieldType] = [
        "String": .string, "Bool": .boolean, "Int": .integer(.int64), "Int64": .integer(.int64),
        "Int32": .integer(.int32), "Double": .number(.double), "Float": .number(.float), "JSONValue": .any,
        "IntOrString": .intOrString, "Timestamp": .known(.timestamp), "Quantity": .known(.quantity),
        "ObjectMeta": .known(.objectMeta), "MicroTime": .known(.microTime), "OwnerReference": .known(.ownerReference),
    ]

    /// Everything that a field may be.
    static let supported =
        "a field is a String, Bool, Int, Int32, Int64, Float, Double, Timestamp, MicroTime, Quantity, IntOrString, "
        + "OwnerReference, JSONValue, a struct or an enum of your own, an array, or a dictionary with String keys"

    private static let replacements: [String: String] = [
        "Date": "Timestamp", "UInt": "Int", "UInt8": "Int32", "UInt16": "Int32", "UInt32": "Int64", "UInt64": "Int64",
        "Int8": "Int32", "Int16": "Int32", "Data": "String with +k8s:format=byte", "URL": "String", "UUID": "String",
        "Any": "JSONValue", "Decimal": "Quantity", "TimeInterval": "Double", "Duration": "Int, the unit in the name",
        "Character": "String", "Substring": "String", "JSONObject": "JSONValue",
    ]

    /// What a name stands for where it is written in `scope`; nil if there is no such type.
    func find(_ path: [String], from scope: LexicalScope) -> Match? {
        for outer in scope.visible {
            let name = (outer + path).joined(separator: ".")
            if let type = module.types[name] { return .type(type) }
            if let alias = module.aliases[name] { return .alias(alias) }
        }
        guard path.count == 1 else { return nil }
        return Self.builtIns[path[0]].map(Match.builtIn) ?? KnownStructures.all[path[0]].map(Match.known)
    }

    /// A type as it is written where nothing but the module is in sight; nil if it is not there, or not public.
    func qualified(_ reference: TypeReference, in scope: LexicalScope) -> String? {
        switch reference {
        case .optional(let wrapped): qualified(wrapped, in: scope).map { $0 + "?" }
        case .array(let element): qualified(element, in: scope).map { "[\($0)]" }
        case .dictionary(_, let value): qualified(value, in: scope).map { "[String: \($0)]" }
        case .named(let path):
            switch find(path, from: scope) {
            case .type(let type): type.isPublic ? type.name : nil
            case .alias(let alias): qualified(alias.target, in: alias.scope)
            case .builtIn, .known: path.joined(separator: ".")
            case nil: nil
            }
        case .unsupported: nil
        }
    }

    /// What to write instead of a type that has no shape in an API; nil if there is no good guess.
    func fix(for reference: TypeReference, in scope: LexicalScope) -> String? {
        let text = reference.description
        let hidden = scope.surrounding.map { ($0 + [text]).joined(separator: ".") }
        if let name = hidden.first(where: { module.types[$0] != nil || module.aliases[$0] != nil }) {
            return "write \(name)"
        }
        if text.hasPrefix("Set<") { return "write [\(text.dropFirst(4).dropLast())] with the marker +listType=set" }
        if text.hasPrefix("any ") || text.hasPrefix("some ") { return "write JSONValue" }
        let known = Array(Self.builtIns.keys) + module.types.values.compactMap(\.path.last)
        let guess = Self.replacements[text] ?? nearestName(to: text, among: known)
        return (guess.map { "write \($0); " } ?? "") + Self.supported
    }
}
