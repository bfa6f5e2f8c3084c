internal import JSON
internal import TLS

/// The one discovery document of all servers.
///
/// Source: apiserver `endpoints/discovery/aggregated/handler.go`.
struct AggregatedDocument: Sendable, Equatable {
    let tree: JSONValue
    /// `ETag`, with quotes.
    let etag: String

    /// Merges what the local server says with what remote ones say.
    ///
    /// A group version that has a remote APIService belongs to it, even if it is served here too.
    /// - Parameters:
    ///   - local: the local server's own document.
    ///   - remote: what is known of the remote group versions.
    ///   - services: all APIServices, for the order.
    init(local: JSONValue, remote: [GroupVersion: DiscoveredVersion], services: [APIService]) {
        var entries: [GroupVersion: JSONValue] = [:]
        for group in local["items"]?.array ?? [] {
            let name = group["metadata"]?["name"]?.string ?? ""
            for version in group["versions"]?.array ?? [] {
                guard let number = version["version"]?.string else { continue }
                entries[GroupVersion(group: name, version: number)] = version
            }
        }
        for (groupVersion, discovered) in remote {
            entries[groupVersion] = discovered.entry(version: groupVersion.version)
        }
        var places: [GroupVersion: GroupOrder.Entry] = [:]
        for service in services { places[service.groupVersion] = GroupOrder.Entry(service) }
        let ordered = GroupOrder.groups(
            entries.keys.map { places[$0] ?? GroupOrder.Entry(unlisted: $0) },
            tie: .groupName
        )
        let items = ordered.map { group -> JSONValue in
            let versions = group.versions.compactMap { entries[GroupVersion(group: group.name, version: $0)] }
            return ["metadata": ["name": .string(group.name)], "versions": .array(versions)]
        }
        tree = [
            "kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "metadata": [:],
            "items": .array(items),
        ]
        etag = "\"\(Digest.hex(Digest.sha512(JSONWriter.bytes(tree))).uppercased())\""
    }
}
