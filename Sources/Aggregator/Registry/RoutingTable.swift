internal import TLS

/// Who answers for what, at one moment: replaced as a whole when an APIService changes.
final class RoutingTable: Sendable {
    /// All APIServices.
    let services: [APIService]
    /// Those that other servers answer for.
    let remote: [GroupVersion: RemoteTarget]
    /// The documents of groups and versions.
    let documents: GroupDocuments

    init(services: [APIService], remote: [GroupVersion: RemoteTarget]) {
        self.services = services
        self.remote = remote
        documents = GroupDocuments(services)
    }

    /// The server that answers for a path, decoded; nil for this one.
    func target(of path: String) -> RemoteTarget? {
        guard !remote.isEmpty else { return nil }
        if path.hasPrefix("/apis/") {
            let parts = path.utf8.dropFirst("/apis/".utf8.count).split(
                separator: UInt8(ascii: "/"),
                maxSplits: 2,
                omittingEmptySubsequences: false
            )
            guard parts.count >= 2, !parts[0].isEmpty else { return nil }
            return remote[GroupVersion(group: String(Substring(parts[0])), version: String(Substring(parts[1])))]
        }
        guard path == "/api" || path.hasPrefix("/api/") else { return nil }
        return remote[GroupVersion(group: "", version: "v1")]
    }
}

/// An extension server as requests are sent to it.
struct RemoteTarget: Sendable {
    let service: APIService
    let reference: APIService.ServiceReference
    /// Whom to trust and what to prove; or why that cannot be set up.
    let transport: Result<TLSClientIdentity, TLSError>

    /// Whether its condition allows requests.
    var isAvailable: Bool { service.isAvailable }
}
