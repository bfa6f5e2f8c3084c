public import APIMachinery
internal import Transport

/// Names a resource of one version of a group.
public struct GroupVersionResource: Sendable, Hashable {
    /// Empty for the core group.
    public var group: String
    /// Such as `v1`.
    public var version: String
    /// In the plural.
    public var resource: String

    /// Makes a name.
    public init(group: String, version: String, resource: String) {
        self.group = group
        self.version = version
        self.resource = resource
    }

    /// The resource without its version.
    public var groupResource: GroupResource { GroupResource(group: group, resource: resource) }

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

extension GroupVersionResource: CustomStringConvertible {
    /// Such as `apps/v1, deployments`.
    public var description: String { (group.isEmpty ? version : "\(group)/\(version)") + ", \(resource)" }
}
