internal import JSON

/// Which requests a webhook is asked about, by operation and resource.
///
/// Source: apiserver `admission/plugin/webhook/predicates/rules`.
struct WebhookRule: Sendable, Equatable {
    var operations: [String]
    var groups: [String]
    var versions: [String]
    /// As written: `bees`, `bees/status`, `*`, `*/*`, `bees/*`, `*/status`.
    var resources: [String]
    /// `Cluster`, `Namespaced`, or anything else for both.
    var scope: String

    /// Reads one element of `rules`.
    init(json: JSONValue) {
        func texts(_ key: String) -> [String] { json[key]?.array?.compactMap(\.string) ?? [] }
        operations = texts("operations")
        groups = texts("apiGroups")
        versions = texts("apiVersions")
        resources = texts("resources")
        scope = json["scope"]?.string ?? "*"
    }

    /// Whether a request is meant, seen as one for that version.
    func matches(_ request: AdmissionRequest, version: String) -> Bool {
        matchesScope(request) && Self.holds(operations, request.operation.rawValue) && Self.holds(groups, request.group)
            && Self.holds(versions, version) && resources.contains { Self.matches($0, request) }
    }

    private func matchesScope(_ request: AdmissionRequest) -> Bool {
        // A request for a namespace names it as its namespace, but is one at the cluster scope.
        let isOfCluster = request.namespace.isEmpty || (request.group.isEmpty && request.resource == "namespaces")
        return switch scope {
        case "Namespaced": !isOfCluster
        case "Cluster": isOfCluster
        default: true
        }
    }

    private static func holds(_ items: [String], _ wanted: String) -> Bool {
        items.contains { $0 == "*" || $0 == wanted }
    }

    private static func matches(_ pattern: String, _ request: AdmissionRequest) -> Bool {
        let parts = pattern.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let (resource, subresource) = (parts[0], parts.count > 1 ? parts[1] : "")
        return (resource == "*" || resource == request.resource)
            && (subresource == "*" || subresource == request.subresource)
    }
}
