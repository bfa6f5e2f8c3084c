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

        /// That of a definition.
        init(_ definition: ResourceDefinition) {
            self.init(group: definition.group, version: definition.version, kind: definition.kind)
        }
    }

    /// Something below an object: `status`, `scale`.
    package struct Subresource: Sendable, Equatable {
        /// `status`.
        package var name: String
        /// Group, version and kind of the body; nil for those of the resource itself.
        package var kind: ObjectKind?
        /// What is read and replaced; nil for the resource itself or what every server knows.
        package var object: ResourceDefinition?
        /// What POST carries, if that is something else.
        package var body: ResourceDefinition?
        /// What POST is answered with.
        package var answer: ResourceDefinition?
        /// The methods with which the subresource takes over a request.
        package var connects: [String] = []
        /// Whether it also takes over those for paths below its own.
        package var takesPaths = false
        /// `get`, `patch`, `update` and the like, in any order.
        package var verbs: [String]

        /// Makes a subresource.
        package init(name: String, kind: ObjectKind? = nil, verbs: [String]) {
            self.name = name
            self.kind = kind
            self.verbs = verbs
        }

        /// Makes a subresource that the kind serves itself.
        init(_ handlers: SubresourceHandlers) {
            object = handlers.object?.definition
            body = handlers.body?.definition
            answer = handlers.answer?.definition
            name = handlers.name
            kind = (object ?? body).map { ObjectKind($0) }
            verbs = handlers.verbs
            connects = handlers.connect == nil ? [] : handlers.methods
            takesPaths = handlers.takesPaths
        }

        package static func == (left: Subresource, right: Subresource) -> Bool {
            left.name == right.name && left.kind == right.kind && left.verbs == right.verbs
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
    /// Whether the server keeps the objects.
    package var isStored = true

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

    /// A resource as it is served: its verbs are those that somebody answers.
    init(_ version: ServedVersion) {
        let own = version.subresources.map { Subresource($0.handlers) }
        self.init(
            version.definition,
            verbs: version.handlers?.verbs ?? Self.storedVerbs,
            subresources: (version.handlers == nil ? Self.subresources(of: version.definition) : []) + own
        )
        isStored = version.handlers == nil
    }

    /// Group, version and kind of its objects.
    var kind: ObjectKind { ObjectKind(definition) }
}
