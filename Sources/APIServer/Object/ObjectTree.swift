internal import APIMachinery
internal import JSON

/// What the server reads and writes in the tree of any object.
extension JSONValue {
    var metadata: JSONValue { self["metadata"] ?? .emptyObject }

    var objectName: String { metadata["name"]?.string ?? "" }
    var objectNamespace: String { metadata["namespace"]?.string ?? "" }
    var uid: String { metadata["uid"]?.string ?? "" }
    var resourceVersion: String { metadata["resourceVersion"]?.string ?? "" }
    var deletionTimestamp: String? { metadata["deletionTimestamp"]?.string }
    var finalizers: [String] { metadata["finalizers"]?.array?.compactMap(\.string) ?? [] }

    /// Labels as pairs, in the order of the object.
    var labels: [String: String] {
        guard let members = metadata["labels"]?.object else { return [:] }
        var labels = [String: String](minimumCapacity: members.count)
        for (key, value) in members { labels[key] = value.string ?? "" }
        return labels
    }

    /// Changes one member of `metadata`; nil removes it.
    ///
    /// An object without `metadata` gets one.
    mutating func setMetadata(_ key: String, _ value: JSONValue?) {
        var members = object ?? JSONObject()
        self = .null
        members.withValue(forKey: "metadata") { metadata in
            var tree = metadata ?? .emptyObject
            metadata = nil
            tree[key] = value
            metadata = tree
        }
        self = .object(members)
    }

    /// The same object with kind and apiVersion first and metadata third.
    func ordered(kind: String, apiVersion: String) -> JSONValue {
        guard let members = object else { return self }
        var out = JSONObject(capacity: members.count + 2)
        out.append(.string(kind), forNewKey: "kind")
        out.append(.string(apiVersion), forNewKey: "apiVersion")
        out.append(Self.orderedMetadata(members["metadata"]?.object ?? JSONObject()), forNewKey: "metadata")
        for (key, value) in members where key != "kind" && key != "apiVersion" && key != "metadata" {
            out.append(value, forNewKey: key)
        }
        return .object(out)
    }

    /// Metadata in the one order in which it is stored, so that equal objects are equal bytes.
    private static func orderedMetadata(_ members: JSONObject) -> JSONValue {
        var out = JSONObject(capacity: members.count)
        for key in metadataOrder {
            if let value = members[key] { out.append(value, forNewKey: key) }
        }
        for (key, value) in members where !metadataOrder.contains(key) { out.append(value, forNewKey: key) }
        return .object(out)
    }

    private static let metadataOrder = [
        "name", "generateName", "namespace", "selfLink", "uid", "resourceVersion", "generation", "creationTimestamp",
        "deletionTimestamp", "deletionGracePeriodSeconds", "labels", "annotations", "ownerReferences", "finalizers",
        "managedFields",
    ]
}
