public import APIMachinery

/// Everything that the server must know about one kind in one version.
///
/// Written by `apiserver-boot build generated`.
public struct ResourceDefinition: Sendable {
    /// Where objects live.
    public typealias Scope = RESTMapping.Scope

    /// A column of `kubectl get`.
    public struct Column: Sendable, Equatable {
        /// Heading.
        public var name: String
        /// OpenAPI type: `string`, `integer`, `number`, `boolean` or `date`.
        public var type: String
        /// OpenAPI format, such as `name` or `date-time`; mostly empty.
        public var format: String
        /// What the column means.
        public var description: String
        /// 0 is always shown, more only with `-o wide`.
        public var priority: Int
        /// Where the value is: `.spec.hive`, `.status.conditions[?type=Ready].status`.
        public var path: String

        /// Makes a column.
        public init(
            name: String,
            type: String = "string",
            format: String = "",
            description: String = "",
            priority: Int = 0,
            path: String
        ) {
            self.name = name
            self.type = type
            self.format = format
            self.description = description
            self.priority = priority
            self.path = path
        }
    }

    /// Life of a version as `k8s:prerelease-lifecycle-gen` markers tell it: answers carry a warning once it is deprecated.
    public struct Deprecation: Sendable, Equatable {
        /// Deprecated since, `1.3`.
        public var since: String
        /// No longer served from, `1.10`; empty if that is not known.
        public var removedIn: String
        /// What clients are told; nil for a text that says the above.
        public var warning: String?

        /// Makes a deprecation.
        public init(since: String, removedIn: String = "", warning: String? = nil) {
            self.since = since
            self.removedIn = removedIn
            self.warning = warning
        }
    }

    /// Where the `scale` subresource finds what it shows and changes; paths of keys, such as `.spec.replicas`.
    public struct Scale: Sendable, Equatable {
        /// How many there should be: an integer.
        public var specReplicasPath: String
        /// How many there are: an integer.
        public var statusReplicasPath: String
        /// Which objects are counted: a label selector as text; empty if there is none.
        public var labelSelectorPath: String

        /// Makes the paths of a scale.
        public init(specReplicasPath: String, statusReplicasPath: String, labelSelectorPath: String = "") {
            self.specReplicasPath = specReplicasPath
            self.statusReplicasPath = statusReplicasPath
            self.labelSelectorPath = labelSelectorPath
        }
    }

    /// API group, a DNS name: `garden.example.com`; empty for the core group, which is served below `/api`.
    public var group: String
    /// Version inside the group: `v1`, `v1beta1`.
    public var version: String
    /// Kind in upper camel case: `Bee`.
    public var kind: String
    /// Name in paths, plural: `bees`.
    public var plural: String
    /// `bee`.
    public var singular: String
    /// What kubectl accepts instead of the plural.
    public var shortNames: [String]
    /// `all` and the like.
    public var categories: [String]
    /// Whether objects live in a namespace.
    public var scope: Scope
    /// The shape of a whole object, `metadata` included.
    public var schema: Schema
    /// Columns after the name; empty for name and age alone.
    public var columns: [Column]
    /// Whether tables end with the age of objects even if no column says so.
    public var showsAge = true
    /// Where the fields are that clients may select objects by, besides name and namespace: `.spec.hive`.
    ///
    /// Their values are strings, booleans or integers; one that is absent counts as empty.
    public var selectableFields: [String]
    /// Whether objects are kept in this version in the store.
    public var isStorageVersion: Bool
    /// Whether `status` is written through a subresource of its own: then other requests leave it alone, requests for it
    /// leave all else alone, and `metadata.generation` counts the changes of what is asked for.
    public var hasStatus: Bool
    /// Set if objects have the subresource `scale`, which autoscalers and `kubectl scale` use; nil if not.
    public var scale: Scale?
    /// Whether an update may leave out `metadata.resourceVersion`, to write whatever there is.
    public var allowsUnconditionalUpdate: Bool
    /// Set once clients are to be warned off this version; nil while it is current.
    public var deprecation: Deprecation?

    /// `FooList`.
    public var listKind: String { kind + "List" }
    /// `group/version`; the version alone in the core group.
    public var apiVersion: String { group.isEmpty ? version : group + "/" + version }

    /// What clients must know of the kind.
    public var mapping: RESTMapping {
        let resource = GroupVersionResource(group: group, version: version, resource: plural)
        return RESTMapping(resource, kind: kind, scope: scope)
    }

    /// Makes a definition.
    public init(
        group: String,
        version: String,
        kind: String,
        plural: String,
        singular: String,
        shortNames: [String] = [],
        categories: [String] = [],
        scope: Scope,
        schema: Schema,
        columns: [Column] = [],
        selectableFields: [String] = [],
        isStorageVersion: Bool = false,
        hasStatus: Bool = false,
        scale: Scale? = nil,
        allowsUnconditionalUpdate: Bool = false,
        deprecation: Deprecation? = nil
    ) {
        self.group = group
        self.version = version
        self.kind = kind
        self.plural = plural
        self.singular = singular
        self.shortNames = shortNames
        self.categories = categories
        self.scope = scope
        self.schema = schema
        self.columns = columns
        self.selectableFields = selectableFields
        self.isStorageVersion = isStorageVersion
        self.hasStatus = hasStatus
        self.scale = scale
        self.allowsUnconditionalUpdate = allowsUnconditionalUpdate
        self.deprecation = deprecation
    }
}
