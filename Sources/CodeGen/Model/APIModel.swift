/// Second stage: what the project serves, all names looked up and all rules checked.
///
/// Templates read it for samples, documentation and tests.
public struct APIModel: Sendable, Equatable {
    /// One API group.
    public struct Group: Sendable, Equatable {
        /// Short name: `insect`.
        public var name: String
        /// Name that clients see: `insect.example.com`.
        public var fullName: String
        /// Name of the namespace in Swift: `Insect`.
        public var typeName: String
        /// Its versions, in the order of the input.
        public var versions: [Version]
    }

    /// One version of a group.
    public struct Version: Sendable, Equatable {
        /// `v1beta1`.
        public var name: String
        /// Name of the namespace in Swift: `V1beta1`.
        public var typeName: String
        /// The kinds it serves, by name.
        public var kinds: [APIKind]
    }

    /// All groups of the input.
    public var groups: [Group]
    /// Every struct and enum that a kind uses, by its path in Swift: `Insect.V1beta1.Bee.Spec`.
    public var types: [String: APIType]

    /// What the user wrote of conversions, by path of the type.
    var ownConversions: [String: Set<String>] = [:]

    /// All kinds of all groups and versions.
    public var kinds: [APIKind] { groups.flatMap { $0.versions.flatMap(\.kinds) } }

    /// The types that live inside of a type, however deep, sorted by path.
    public func types(within path: [String]) -> [APIType] {
        types.values.filter { $0.path.count > path.count && $0.path.starts(with: path) }
            .sorted { $0.path.lexicographicallyPrecedes($1.path) }
    }
}
