extension ModelBuilder {
    /// Types that generated code names in the scope of the user's types, where a namesake would hide them.
    private static let takenNames: Set<String> = [
        "JSONCodable", "JSONDecodingError", "JSONFields", "JSONObject", "JSONValue", "ObjectMeta", "ResourceDefinition",
        "Schema",
    ]

    /// The type that a reference means, its declaration built; nil after an error.
    mutating func resolve(_ reference: TypeReference, in scope: LexicalScope, at location: Location) -> FieldType? {
        switch reference {
        case .optional:
            collector.error("an optional stands only around the whole type of a property", at: location)
            return nil
        case .array(let element):
            return resolve(element, in: scope, at: location).map(FieldType.array)
        case .dictionary(let key, let value):
            guard resolve(key, in: scope, at: location) == .string else {
                collector.error("keys of a map are strings", at: location, fix: "write [String: \(value)]")
                return nil
            }
            return resolve(value, in: scope, at: location).map(FieldType.map)
        case .named(let names):
            guard let match = self.names.find(names, from: scope) else {
                return unsupported(reference, in: scope, at: location)
            }
            return resolve(match, at: location)
        case .unsupported: return unsupported(reference, in: scope, at: location)
        }
    }

    private mutating func resolve(_ match: TypeScope.Match, at location: Location) -> FieldType? {
        switch match {
        case .builtIn(.known(.objectMeta)):
            collector.error("ObjectMeta belongs to a kind itself", at: location)
            return nil
        case .builtIn(let type): return type
        case .known(let type):
            types[type.name] = type
            return .structure(type.name)
        case .alias(let alias):
            guard underway.count < 64 else { return nil }
            underway.append("typealias")
            defer { underway.removeLast() }
            return resolve(alias.target, in: alias.scope, at: location)
        case .type(let type):
            switch type.kind {
            case .structure: return buildStructure(type, usedAt: location)
            case .enumeration: return buildEnumeration(type)
            case .classLike(let word):
                collector.error("\(type.name) is a \(word); API types are structs", at: location)
                return nil
            }
        }
    }

    private mutating func unsupported(
        _ reference: TypeReference,
        in scope: LexicalScope,
        at location: Location
    ) -> FieldType? {
        collector.error(
            "`\(reference)` has no shape in an API",
            at: location,
            fix: names.fix(for: reference, in: scope)
        )
        return nil
    }

    private mutating func buildStructure(_ type: ParsedType, usedAt location: Location) -> FieldType? {
        if let start = underway.firstIndex(of: type.name) {
            let circle = (underway[start...] + [type.name]).filter { $0 != "typealias" }
            collector.error(
                "a type must not contain itself: \(circle.joined(separator: " → "))",
                at: location,
                fix: "write JSONValue where the circle should end"
            )
            return nil
        }
        guard types[type.name] == nil else { return .structure(type.name) }
        guard !type.isGeneric else {
            collector.error("\(type.name) has generic parameters", at: location)
            return nil
        }
        checkConformances(type, needed: [["Sendable"], ["Equatable", "Hashable"]])
        underway.append(type.name)
        defer { underway.removeLast() }
        let markers = checkMarkers(type.comments, at: .structure, into: &collector)
        types[type.name] = APIType(
            path: type.path,
            definitionName: definitionName(of: type.path),
            description: descriptionText(type.comments.doc),
            shape: .structure(buildFields(type.properties, of: type)),
            isAtomic: markers.text("structType") == "atomic",
            hasOwnCoding: module.inherited(by: type).contains { $0.name == "JSONCodable" },
            location: type.location
        )
        return .structure(type.name)
    }

    private mutating func buildEnumeration(_ type: ParsedType) -> FieldType? {
        guard types[type.name] == nil else { return .enumeration(type.name) }
        _ = checkMarkers(type.comments, at: .enumeration, into: &collector)
        guard module.inherited(by: type).contains(where: { $0.name == "String" }), !type.isGeneric else {
            collector.error(
                "\(type.name) has no text in JSON",
                at: type.location,
                fix: "write enum \(type.path[type.path.count - 1]): String, Sendable"
            )
            return nil
        }
        checkConformances(type, needed: [["Sendable"]])
        let cases = type.cases.map { enumCase in
            APIType.Case(
                name: enumCase.name,
                value: rawValue(of: enumCase),
                description: descriptionText(enumCase.doc)
            )
        }
        types[type.name] = APIType(
            path: type.path,
            definitionName: nil,
            description: descriptionText(type.comments.doc),
            shape: .enumeration(cases),
            isAtomic: false,
            hasOwnCoding: module.inherited(by: type).contains { $0.name == "JSONCodable" },
            location: type.location
        )
        return .enumeration(type.name)
    }

    private mutating func rawValue(of enumCase: ParsedCase) -> String {
        switch enumCase.rawValue {
        case nil: return enumCase.name
        case .string(let text)?: return text
        default:
            collector.error("the raw value of `\(enumCase.name)` is not a plain text", at: enumCase.location)
            return enumCase.name
        }
    }

    /// Generated code conforms to `JSONCodable`, which is `Sendable`; a kind is `Equatable` if all that it holds is.
    private mutating func checkConformances(_ type: ParsedType, needed: [[String]]) {
        if let name = type.path.last, Self.takenNames.contains(name) {
            collector.error(
                "the name `\(name)` is taken by generated code",
                at: type.location,
                fix: "choose another name"
            )
        }
        let names = Set(module.inherited(by: type).map(\.name))
        let missing = needed.filter { names.isDisjoint(with: $0) }.compactMap(\.first)
        guard !missing.isEmpty else { return }
        let list = missing.joined(separator: " and ")
        collector.error(
            "\(type.name) is used in an API and must be \(list)",
            at: type.location,
            fix: "add \(missing.joined(separator: ", ")) behind the name"
        )
    }
}
