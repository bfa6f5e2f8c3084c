internal import JSON

/// An object of the manifests, or of a cluster, with its place in the API.
struct ClusterObject: Sendable, Equatable {
    let json: JSONValue

    init(_ json: JSONValue) { self.json = json }

    /// Makes an object of an item of a list, which does not say what it is.
    init(_ item: JSONValue, kind: String, apiVersion: String) {
        var item = item
        (item["kind"], item["apiVersion"]) = (.string(kind), .string(apiVersion))
        json = item
    }

    var kind: String { json["kind"]?.string ?? "" }
    var name: String { json["metadata"]?["name"]?.string ?? "" }
    var namespace: String? { json["metadata"]?["namespace"]?.string }

    /// As kubectl calls it, with the namespace: `deployment/bees-apiserver -n bees-system`.
    var title: String { namespace.map { short + " -n " + $0 } ?? short }

    /// As kubectl calls it: `deployment/bees-apiserver`.
    var short: String { kind.lowercased() + "/" + name }

    /// The path of the object.
    var path: String {
        Self.collection(kind, apiVersion: json["apiVersion"]?.string ?? "", namespace: namespace) + "/" + name
    }

    /// The path of a collection.
    ///
    /// - Parameters:
    ///   - kind: one of those in manifests.
    ///   - apiVersion: its group and version.
    ///   - namespace: nil for all, and for kinds beside the namespaces.
    /// - Returns: the path.
    static func collection(_ kind: String, apiVersion: String, namespace: String?) -> String {
        let root = apiVersion.contains("/") ? "/apis/" : "/api/"
        // All kinds of the manifests have regular plurals.
        let plural = kind.lowercased() + "s"
        return root + apiVersion + (namespace.map { "/namespaces/" + $0 } ?? "") + "/" + plural
    }
}
