/// One resource as discovery and OpenAPI tell of it: the kind, its verbs and what hangs below an object.
package struct ServedResource: Sendable {
    /// Group, version and kind of an object.
    package struct ObjectKind: Sendable, Hashable {
        /// Empty for the core group.
        package var group: String
        /// `v1`.
        package var version: String
        /// `Scale`.
        package var kind: String

        /// Makes a group version kind.
        package init(group: String, version: String, kind: String) {
            self.group = group
            self.version = version
            self.kind = kind
        }
    }

    /// Something below an object: `status`, `scale`.
    package struct Subresource: Sendable, Equatable {
        /// `status`.
        package var name: String
        /// Group, version and kind of the body; nil for those of the resource itself.
        package var kind: ObjectKind?
        /// `get`, `patch`, `update` and the like, in any order.
        package var verbs: [String]

        /// Makes a subresource.
        package init(name: String, kind: ObjectKind? = nil, verbs: [String]) {
            self.name = name
            self.kind = kind
            self.verbs = verbs
        }

        /// The `status` subresource as every kind has it that has one.
        package static let status = Subresource(name: "status", verbs: ["get", "patch", "update"])
        /// The `scale` subresource, of whatever kind it is.
        package static let scale = Subresource(
            name: "scale",
            kind: ObjectKind(group: "autoscaling", version: "v1", kind: "Scale"),
            verbs: ["get", "patch", "update"]
        )
    }

    /// What the definition says of subresources.
    package static func subresources(of definition: ResourceDefinition) -> [Subresource] {
        (definition.hasStatus ? [.status] : []) + (definition.scale == nil ? [] : [.scale])
    }

    /// The kind and its names.
    package var definition: ResourceDefinition
    /// What may be done with it, in any order.
    package var verbs: [String]
    /// Below its objects, in any order.
    package var subresources: [Subresource]

    /// The verbs of a resource that is kept in a store.
    package static let storedVerbs = [
        "create", "delete", "deletecollection", "get", "list", "patch", "update", "watch",
    ]

    /// Makes a resource; its subresources are those of the definition if none are given.
    package init(
        _ definition: ResourceDefinition,
        verbs: [String] = storedVerbs,
        subresources: [Subresource]? = nil
    ) {
        self.definition = definition
        self.verbs = verbs
        self.subresources = subresources ?? Self.subresources(of: definition)
    }

    /// Group, version and kind of its objects.
    var kind: ObjectKind {
        ObjectKind(group: definition.group, version: definition.version, kind: definition.kind)
    }
}
