internal import JSON
internal import Project

/// What is in a namespace that somebody may want to keep, of whatever kind.
///
/// A namespace that is deleted takes all of it along, so every kind of the cluster is asked for, not only those that the
/// tool knows.
struct Inhabitants {
    /// Reads a path of the cluster; nil if there is nothing.
    let get: (String) throws(Problems) -> JSONValue?

    /// Somebody's object.
    struct Inhabitant: Equatable {
        /// As kubectl calls it, with the namespace.
        let title: String
        /// The same without the namespace.
        let short: String
    }

    /// Everything in a namespace but what goes with its owner, what the cluster itself puts there, and what is going.
    ///
    /// - Throws: `Problems` if a kind cannot be listed: then nobody knows what would be lost.
    func list(_ namespace: String) throws(Problems) -> [Inhabitant] {
        var found: [Inhabitant] = []
        for (path, kind) in try collections(namespace) {
            for item in try get(path)?["items"]?.array ?? [] where Self.matters(item, kind) {
                let short = kind.lowercased() + "/" + (item["metadata"]?["name"]?.string ?? "")
                found.append(Inhabitant(title: "\(short) -n \(namespace)", short: short))
            }
        }
        // Volumes first: what is on them is lost for good.
        let volume = "persistentvolumeclaim/"
        return found.filter { $0.short.hasPrefix(volume) } + found.filter { !$0.short.hasPrefix(volume) }
    }

    /// The collections of all kinds in a namespace, with the kinds.
    private func collections(_ namespace: String) throws(Problems) -> [(path: String, kind: String)] {
        var roots = ["/api/v1"]
        for group in try get("/apis")?["groups"]?.array ?? [] {
            guard let version = group["preferredVersion"]?["groupVersion"]?.string else { continue }
            roots.append("/apis/" + version)
        }
        var found: [(String, String)] = []
        for root in roots {
            for resource in try get(root)?["resources"]?.array ?? [] {
                let verbs = (resource["verbs"]?.array ?? []).compactMap(\.string)
                guard resource["namespaced"] == .bool(true), verbs.contains("list"), verbs.contains("delete"),
                    let name = resource["name"]?.string, !name.contains("/"), let kind = resource["kind"]?.string
                else { continue }
                found.append(("\(root)/namespaces/\(namespace)/\(name)", kind))
            }
        }
        return found
    }

    /// What the cluster makes by itself, in every namespace or for what is in it.
    private static let made = ["Endpoints", "EndpointSlice", "Event"]
    private static let everywhere = ["ConfigMap/kube-root-ca.crt", "ServiceAccount/default"]

    /// Whether somebody would miss an object.
    static func matters(_ item: JSONValue, _ kind: String) -> Bool {
        let metadata = item["metadata"]
        let name = metadata?["name"]?.string ?? ""
        // Measurements and the like are nowhere kept.
        guard metadata?["uid"]?.string != nil, metadata?["deletionTimestamp"] == nil,
            (metadata?["ownerReferences"]?.array ?? []).isEmpty,
            !made.contains(kind), !everywhere.contains("\(kind)/\(name)")
        else { return false }
        return item["type"]?.string != "kubernetes.io/service-account-token"
    }
}
