internal import JSON

/// What is known of the resources of one group version on an extension server, as it stands in the aggregated document.
///
/// Source: `apidiscovery/v2` types; kube-aggregator `handler_discovery.go`.
struct DiscoveredVersion: Sendable, Equatable {
    enum Freshness: String, Sendable, Equatable {
        case current = "Current"
        /// The server could not be asked.
        case stale = "Stale"
    }

    var freshness: Freshness
    /// Entries of `resources`.
    var resources: [JSONValue]

    static let stale = DiscoveredVersion(freshness: .stale, resources: [])
    /// A group version that the server says nothing of.
    static let empty = DiscoveredVersion(freshness: .current, resources: [])

    /// The entry below `versions`.
    func entry(version: String) -> JSONValue {
        var entry: JSONObject = ["version": .string(version)]
        if !resources.isEmpty { entry["resources"] = .array(resources) }
        entry["freshness"] = .string(freshness.rawValue)
        return .object(entry)
    }

    /// Old clients need a kind on every resource and subresource, be it an empty one.
    static func complete(_ resource: JSONValue) -> JSONValue {
        var resource = resource
        if resource["responseKind"]?.object == nil { resource["responseKind"] = emptyKind }
        if let subresources = resource["subresources"]?.array {
            resource["subresources"] = .array(
                subresources.map { subresource in
                    var subresource = subresource
                    if subresource["responseKind"]?.object == nil { subresource["responseKind"] = emptyKind }
                    return subresource
                }
            )
        }
        return resource
    }

    private static let emptyKind: JSONValue = ["group": "", "version": "", "kind": ""]
}

/// The aggregated document of one server: its group versions with their resources.
struct DiscoveredGroups: Sendable, Equatable {
    private(set) var versions: [GroupVersion: DiscoveredVersion] = [:]

    /// Reads an `APIGroupDiscoveryList`, in `v2` or `v2beta1`; nil if it is none.
    init?(_ tree: JSONValue) {
        guard tree["kind"]?.string == "APIGroupDiscoveryList" else { return nil }
        for group in tree["items"]?.array ?? [] {
            let name = group["metadata"]?["name"]?.string ?? ""
            for version in group["versions"]?.array ?? [] {
                guard let number = version["version"]?.string else { continue }
                let resources = (version["resources"]?.array ?? []).map(DiscoveredVersion.complete)
                let freshness = version["freshness"]?.string.flatMap(DiscoveredVersion.Freshness.init) ?? .current
                versions[GroupVersion(group: name, version: number)] = DiscoveredVersion(
                    freshness: freshness,
                    resources: resources
                )
            }
        }
    }
}
