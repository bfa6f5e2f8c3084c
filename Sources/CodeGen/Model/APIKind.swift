/// One kind in one version.
public struct APIKind: Sendable, Equatable {
    /// Where objects live.
    public enum Scope: String, Sendable { case namespaced, cluster }

    /// A column of `kubectl get`.
    public struct Column: Sendable, Equatable {
        /// Heading.
        public var name: String
        /// `string`, `integer`, `number`, `boolean` or `date`.
        public var type: String
        /// OpenAPI format; mostly empty.
        public var format: String
        /// What the column means.
        public var description: String
        /// 0 is always shown, more only with `-o wide`.
        public var priority: Int
        /// Where the value is: `.spec.hive`.
        public var path: String
    }

    /// Since when the version should no longer be used.
    public struct Deprecation: Sendable, Equatable {
        /// Deprecated since, `1.3`.
        public var since: String
        /// No longer served from, `1.10`; empty if that is not known.
        public var removedIn: String
    }

    /// Where the `scale` subresource finds what it shows and changes.
    public struct Scale: Sendable, Equatable {
        /// How many there should be: `.spec.replicas`.
        public var specReplicasPath: String
        /// How many there are.
        public var statusReplicasPath: String
        /// Which objects are counted; empty if nobody says.
        public var labelSelectorPath: String
    }

    /// A subresource that the kind serves itself.
    public struct Subresource: Sendable, Equatable {
        /// `feed`.
        public var name: String
        /// The type that serves it: `["Insect", "V1beta1", "Bee", "Feed"]`.
        public var path: [String]
        /// What that type conforms to of the protocols of subresources: `CreatableSubresource`.
        public var protocols: [String]
    }

    /// `Bee`.
    public var name: String
    /// The path in Swift: `["Insect", "V1beta1", "Bee"]`.
    public var path: [String]
    /// Full name of its group: `insect.example.com`.
    public var group: String
    /// `v1beta1`.
    public var version: String
    /// Name among the definitions of OpenAPI: `com.example.insect.v1beta1.Bee`.
    public var definitionName: String
    /// From the doc comment.
    public var description: String
    /// Where objects live.
    public var scope: Scope
    /// Name in paths: `bees`.
    public var plural: String
    /// `bee`.
    public var singular: String
    /// What kubectl accepts instead of the plural.
    public var shortNames: [String]
    /// `all` and the like.
    public var categories: [String]
    /// Columns after the name.
    public var columns: [Column]
    /// Where the fields are that clients may select objects by: `.spec.hive`.
    public var selectableFields: [String]
    /// The fields beside `apiVersion`, `kind` and `metadata`.
    public var fields: [APIField]
    /// Whether objects are kept in this version in the store.
    public var isStorageVersion: Bool
    /// Whether its status is a subresource.
    public var hasStatusSubresource: Bool
    /// Set if it has the subresource `scale`.
    public var scale: Scale?
    /// Subresources beside `status` and `scale`, in the order of their markers.
    public var subresources: [Subresource] = []
    /// Whether it is what a subresource is told or tells, and is not served by itself.
    public var isSubresourceKind = false
    /// Whether it answers verbs itself, and no objects of it are stored.
    public var isVirtual = false
    /// Whether the other versions are converted to and from this one; true if there is no other version.
    public var isHub: Bool
    /// Since when it should no longer be used; nil if it should.
    public var deprecation: Deprecation?
    /// Protocols that the user chose: `Validating`, `Defaulting`, `Convertible`, `Listable` and the like.
    public var hooks: [String]
    /// Where it is declared.
    public var location: Location

    /// `group/version`.
    public var apiVersion: String { group + "/" + version }
    /// Whether objects of it are kept in the store.
    public var isStored: Bool { !isSubresourceKind && !isVirtual }
    /// Whether it has a field `status`.
    public var hasStatus: Bool { fields.contains { $0.jsonName == "status" } }
}
