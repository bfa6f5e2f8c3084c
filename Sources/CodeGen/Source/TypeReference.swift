internal import SwiftSyntax

/// A type as it is written behind a colon.
indirect enum TypeReference: Equatable {
    /// `Spec`, `Insect.V1beta1.Bee`.
    case named([String])
    case optional(TypeReference)
    case array(TypeReference)
    case dictionary(key: TypeReference, value: TypeReference)
    /// Something that has no shape in an API: a tuple, a function, an existential.
    case unsupported(String)

    private static let modules: Set<String> = ["Swift", "JSON", "APIMachinery", "APIServer", "APIs"]

    init(_ syntax: TypeSyntax) {
        if let type = syntax.as(IdentifierTypeSyntax.self) {
            self =
                Self.generic(type.name.plainName, type.genericArgumentClause) ?? .unsupported(syntax.trimmedDescription)
        } else if let type = syntax.as(OptionalTypeSyntax.self) {
            self = .optional(TypeReference(type.wrappedType))
        } else if let type = syntax.as(ArrayTypeSyntax.self) {
            self = .array(TypeReference(type.element))
        } else if let type = syntax.as(DictionaryTypeSyntax.self) {
            self = .dictionary(key: TypeReference(type.key), value: TypeReference(type.value))
        } else if let type = syntax.as(MemberTypeSyntax.self), type.genericArgumentClause == nil {
            self = Self.member(type)
        } else {
            self = .unsupported(syntax.trimmedDescription)
        }
    }

    /// `Optional<T>`, `Array<T>` and `Dictionary<K, V>` are their short forms; other generic types are not supported.
    private static func generic(_ name: String, _ clause: GenericArgumentClauseSyntax?) -> TypeReference? {
        guard let clause else { return .named([name]) }
        let arguments = clause.arguments.compactMap { argument in
            argument.argument.as(TypeSyntax.self).map(TypeReference.init)
        }
        switch (name, arguments.count) {
        case ("Optional", 1): return .optional(arguments[0])
        case ("Array", 1): return .array(arguments[0])
        case ("Dictionary", 2): return .dictionary(key: arguments[0], value: arguments[1])
        default: return nil
        }
    }

    private static func member(_ type: MemberTypeSyntax) -> TypeReference {
        guard case .named(let base) = TypeReference(type.baseType) else { return .unsupported(type.trimmedDescription) }
        let path = base + [type.name.plainName]
        return .named(modules.contains(path[0]) ? Array(path.dropFirst()) : path)
    }
}

extension TypeReference: CustomStringConvertible {
    var description: String {
        switch self {
        case .named(let path): path.joined(separator: ".")
        case .optional(let wrapped): "\(wrapped)?"
        case .array(let element): "[\(element)]"
        case .dictionary(let key, let value): "[\(key): \(value)]"
        case .unsupported(let text): text
        }
    }
}

extension TokenSyntax {
    /// The text without the back-ticks that make an identifier of a keyword.
    var plainName: String {
        let text = self.text
        guard text.hasPrefix("`"), text.hasSuffix("`"), text.count > 2 else { return text }
        return String(text.dropFirst().dropLast())
    }
}
