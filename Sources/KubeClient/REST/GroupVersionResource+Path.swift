public import APIMachinery
internal import Transport

extension GroupVersionResource {
    /// `/api/v1` or `/apis/group/version`.
    public var versionPath: String { group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)" }

    /// The path of a collection, an object or a subresource.
    ///
    /// - Parameters:
    ///   - namespace: nil for cluster-scoped resources and for all namespaces.
    ///   - name: nil for the collection.
    ///   - subresource: such as `status`.
    /// - Returns: the path, its parts percent-encoded.
    public func path(namespace: String?, name: String? = nil, subresource: String? = nil) -> String {
        var path = versionPath
        if let namespace { path += "/namespaces/" + PercentEncoding.encode(namespace) }
        path += "/" + resource
        if let name { path += "/" + PercentEncoding.encode(name) }
        if let subresource { path += "/" + subresource }
        return path
    }
}
