public import JSON

/// What every object carries about itself (`metadata`).
///
/// Source: meta/v1 `ObjectMeta`.
public struct ObjectMeta: Sendable, Equatable {
    /// Unique among the objects of its kind and namespace; cannot be changed.
    public var name = ""
    /// Start of a name that the server completes when `name` is empty.
    public var generateName = ""
    /// Empty for cluster-scoped objects; cannot be changed.
    public var namespace = ""
    /// No longer used.
    public var selfLink = ""
    /// Unique in time and space.
    ///
    /// Set by the server.
    public var uid = ""
    /// Revision of the store at which the object was last written; opaque.
    public var resourceVersion = ""
    /// Counts the changes of the desired state.
    public var generation: Int64 = 0
    /// Set by the server.
    public var creationTimestamp: Timestamp?
    /// Set by the server on deletion.
    public var deletionTimestamp: Timestamp?
    /// Set by the server on deletion.
    public var deletionGracePeriodSeconds: Int64?
    /// What objects are selected by.
    public var labels: [String: String] = [:]
    /// What tools keep with the object.
    public var annotations: [String: String] = [:]
    /// The objects that this one belongs to.
    public var ownerReferences: [OwnerReference] = []
    /// What must happen before the object goes away.
    public var finalizers: [String] = []
    /// Who manages which fields, as it is stored.
    ///
    /// Kept by the server.
    public var managedFields: [JSONValue] = []

    /// Makes empty metadata.
    public init() {}

    /// Makes metadata of what a user usually sets.
    public init(
        name: String,
        namespace: String = "",
        labels: [String: String] = [:],
        annotations: [String: String] = [:]
    ) {
        self.name = name
        self.namespace = namespace
        self.labels = labels
        self.annotations = annotations
    }
}

extension ObjectMeta: JSONCodable {
    /// Reads the value from a tree.
    public init(json: JSONValue) throws(JSONDecodingError) {
        let fields = try MemberReader(json)
        name = try fields.string("name")
        generateName = try fields.string("generateName")
        namespace = try fields.string("namespace")
        selfLink = try fields.string("selfLink")
        uid = try fields.string("uid")
        resourceVersion = try fields.string("resourceVersion")
        generation = try fields.integer("generation") ?? 0
        creationTimestamp = try fields.timestamp("creationTimestamp")
        deletionTimestamp = try fields.timestamp("deletionTimestamp")
        deletionGracePeriodSeconds = try fields.integer("deletionGracePeriodSeconds")
        labels = try fields.stringMap("labels")
        annotations = try fields.stringMap("annotations")
        ownerReferences = try fields.objects("ownerReferences")
        finalizers = try fields.strings("finalizers")
        managedFields = try fields.array("managedFields")
    }

    /// The value as a tree.
    public var json: JSONValue {
        var members = JSONObject(capacity: 8)
        members.appendNonEmpty(name, forNewKey: "name")
        members.appendNonEmpty(generateName, forNewKey: "generateName")
        members.appendNonEmpty(namespace, forNewKey: "namespace")
        members.appendNonEmpty(selfLink, forNewKey: "selfLink")
        members.appendNonEmpty(uid, forNewKey: "uid")
        members.appendNonEmpty(resourceVersion, forNewKey: "resourceVersion")
        if generation != 0 { members.append(.integer(generation), forNewKey: "generation") }
        if let creationTimestamp { members.append(creationTimestamp.json, forNewKey: "creationTimestamp") }
        if let deletionTimestamp { members.append(deletionTimestamp.json, forNewKey: "deletionTimestamp") }
        if let deletionGracePeriodSeconds {
            members.append(.integer(deletionGracePeriodSeconds), forNewKey: "deletionGracePeriodSeconds")
        }
        members.appendNonEmpty(labels, forNewKey: "labels")
        members.appendNonEmpty(annotations, forNewKey: "annotations")
        if !ownerReferences.isEmpty {
            members.append(.array(ownerReferences.map(\.json)), forNewKey: "ownerReferences")
        }
        if !finalizers.isEmpty {
            members.append(.array(finalizers.map { .string($0) }), forNewKey: "finalizers")
        }
        if !managedFields.isEmpty { members.append(.array(managedFields), forNewKey: "managedFields") }
        return .object(members)
    }
}

extension JSONObject {
    /// Adds a map with sorted keys under a new key unless it is empty.
    fileprivate mutating func appendNonEmpty(_ map: [String: String], forNewKey key: String) {
        guard !map.isEmpty else { return }
        var members = JSONObject(capacity: map.count)
        for (name, value) in map { members.append(.string(value), forNewKey: name) }
        members.sort()
        append(.object(members), forNewKey: key)
    }
}
