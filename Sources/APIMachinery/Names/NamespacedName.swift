public import JSON

/// Which object of a resource: its name and, unless it is cluster-scoped, its namespace.
public struct NamespacedName: Sendable, Hashable {
    /// Empty for cluster-scoped objects.
    public var namespace: String
    /// The name.
    public var name: String

    /// Makes a name.
    public init(namespace: String = "", name: String) {
        self.namespace = namespace
        self.name = name
    }

    /// The name of an object.
    public init(_ metadata: ObjectMeta) { self.init(namespace: metadata.namespace, name: metadata.name) }

    /// The name that the `metadata` of a tree say; empty texts for what they do not say.
    public init(object: JSONValue) {
        self.init(
            namespace: object.at("metadata", "namespace")?.string ?? "",
            name: object.at("metadata", "name")?.string ?? ""
        )
    }
}

extension NamespacedName: CustomStringConvertible {
    /// `namespace/name`, or the name alone.
    public var description: String { namespace.isEmpty ? name : namespace + "/" + name }
}

extension NamespacedName: Comparable {
    /// By namespace, then by name.
    public static func < (left: NamespacedName, right: NamespacedName) -> Bool {
        (left.namespace, left.name) < (right.namespace, right.name)
    }
}
