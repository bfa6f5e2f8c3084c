internal import APIMachinery
internal import JSON

/// The namespaces of the cluster: as last heard of, or asked for.
struct NamespaceBook: Sendable {
    /// A namespace as it was last heard of; nil if nothing was.
    let known: @Sendable (_ name: String) -> JSONValue?
    /// A namespace as it is now; nil if there is none.
    let live: @Sendable (_ name: String) async throws(StatusError) -> JSONValue?
    /// Whether all that there were have been heard of; waits a while for it.
    let isReady: @Sendable () async -> Bool

    /// A namespace as last heard of, otherwise as it is now.
    func object(_ name: String) async throws(StatusError) -> JSONValue? {
        if let namespace = known(name) { return namespace }
        return try await live(name)
    }

    /// 404 for a namespace.
    static func notFound(_ name: String) -> StatusError {
        .notFound(resource: GroupResource(group: "", resource: "namespaces"), name: name)
    }
}
