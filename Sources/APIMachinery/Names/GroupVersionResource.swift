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
}

extension GroupVersionResource: CustomStringConvertible {
    /// Such as `apps/v1, deployments`.
    public var description: String { (group.isEmpty ? version : "\(group)/\(version)") + ", \(resource)" }
}
