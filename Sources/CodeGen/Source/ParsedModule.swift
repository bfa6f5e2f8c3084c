/// First stage: the declarations of the `APIs` module as they stand in the sources, names not looked up yet.
struct ParsedModule {
    /// All structs, enums and classes by their path joined with dots, `Insect.V1beta1.Bee.Spec`.
    var types: [String: ParsedType] = [:]
    /// Type aliases by their path.
    var aliases: [String: ParsedAlias] = [:]
    /// Protocols that an extension adds, by path of the extended type.
    var conformances: [String: [ParsedConformance]] = [:]
    /// What the user wrote of conversions between versions, by path of the type: `hub` for the property, `init(hub:)` and
    /// `init(converting:Insect.V1.Bee.Spec)` for initializers.
    var conversions: [String: Set<String>] = [:]
    /// Types in the order of the sources.
    var order: [String] = []

    /// All protocols (and raw types) that a type names, in its declaration or in an extension.
    func inherited(by type: ParsedType) -> [ParsedConformance] { type.inherited + (conformances[type.name] ?? []) }
}

/// One name in an inheritance clause, without a module in front.
struct ParsedConformance: Equatable {
    var name: String
    var location: Location
}

/// `typealias Name = Target`.
struct ParsedAlias {
    /// Where names in the target are looked up from.
    var scope: LexicalScope
    var target: TypeReference
}

/// The braces around a piece of source, as far as name look-up cares.
struct LexicalScope: Equatable {
    /// The type that is declared or extended by the innermost braces.
    var path: [String]
    /// `extension A.B` is one scope, `B`: names in `A` are not seen from within it.
    var extensionDepth: Int

    /// The path joined with dots.
    var name: String { path.joined(separator: ".") }

    /// The types whose members are seen, innermost first; empty for the top of the module, which comes last.
    var visible: [[String]] {
        let lowest = max(extensionDepth, 1)
        let types = path.count >= lowest ? (lowest...path.count).reversed().map { Array(path.prefix($0)) } : []
        return types + [[]]
    }

    /// All types around, seen or not.
    var surrounding: [[String]] { (0...path.count).reversed().map { Array(path.prefix($0)) } }
}

/// A struct or an enum; other kinds of types only to say that they are not supported.
struct ParsedType {
    enum Kind: Equatable {
        case structure, enumeration
        case classLike(String)
    }

    /// `["Insect", "V1beta1", "Bee"]`.
    var path: [String]
    /// How many names of the path come from the extension around the type.
    var extensionDepth: Int
    var kind: Kind
    var isPublic: Bool
    var isGeneric: Bool
    var inherited: [ParsedConformance]
    var comments: LeadingComments
    var location: Location
    var properties: [ParsedProperty] = []
    var cases: [ParsedCase] = []

    /// The path joined with dots.
    var name: String { path.joined(separator: ".") }
    /// Where names in the type are looked up from.
    var scope: LexicalScope { LexicalScope(path: path, extensionDepth: extensionDepth) }
}

/// A stored property.
struct ParsedProperty {
    /// How it is stored.
    enum Binding: Equatable {
        case variable, constant, lazy
        case wrapped(String)
    }
    enum Access: Equatable { case open, `internal`, `private` }

    var name: String
    var binding: Binding
    var access: Access
    /// nil if only the default says it.
    var type: TypeReference?
    var defaultValue: ParsedDefault?
    var comments: LeadingComments
    var location: Location
    /// Of the default, for messages about it.
    var defaultLocation: Location
}

/// A case of an enum.
struct ParsedCase: Equatable {
    var name: String
    /// nil if the name is the raw value.
    var rawValue: ParsedDefault?
    var hasAssociatedValues: Bool
    var doc: [String]
    var location: Location
}
