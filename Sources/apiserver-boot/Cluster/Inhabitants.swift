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
    /// A group that does not answer counts as somebody's: nobody knows what would be lost.
    ///
    /// - Parameters:
    ///   - namespace: where.
    ///   - ours: groups that are not asked for: their server is what goes, and keeps its objects elsewhere.
    /// - Returns: what would be missed, volumes first.
    /// - Throws: `Problems` if the cluster refuses.
    func list(_ namespace: String, besides ours: Set<String> = []) throws(Problems) -> [Inhabitant] {
        var found: [Inhabitant] = []
        for root in try roots(besides: ours) {
            do {
                for (path, kind) in try collections(root, namespace) {
                    for item in try get(path)?["items"]?.array ?? [] where Self.matters(item, kind) {
                        let short = kind.lowercased() + "/" + (item["metadata"]?["name"]?.string ?? "")
                        found.append(Inhabitant(title: "\(short) -n \(namespace)", short: short))
                    }
                }
            } catch  where error.mayPass {
                let unknown = "whatever \(root) has there, which does not answer"
                found.append(Inhabitant(title: unknown, short: unknown))
            }
        }
        // Volumes first: what is on them is lost for good.
        let volume = "persistentvolumeclaim/"
        return found.filter { $0.short.hasPrefix(volume) } + found.filter { !$0.short.hasPrefix(volume) }
    }

    /// Where each group of the cluster describes its kinds.
    private func roots(besides ours: Set<String>) throws(Problems) -> [String] {
        let groups = try get("/apis")?["groups"]?.array ?? []
        return ["/api/v1"]
            + groups.filter { !ours.contains($0["name"]?.string ?? "") }
            .compactMap { $0["preferredVersion"]?["groupVersion"]?.string }.map { "/apis/" + $0 }
    }

    /// The collections of the kinds of one group in a namespace, with the kinds.
    private func collections(_ root: String, _ namespace: String) throws(Problems) -> [(path: String, kind: String)] {
        (try get(root)?["resources"]?.array ?? []).compactMap { resource in
            let verbs = (resource["verbs"]?.array ?? []).compactMap(\.string)
            guard resource["namespaced"] == .bool(true), verbs.contains("list"), verbs.contains("delete"),
                let name = resource["name"]?.string, !name.contains("/"), let kind = resource["kind"]?.string
            else { return nil }
            return ("\(root)/namespaces/\(namespace)/\(name)", kind)
        }
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
