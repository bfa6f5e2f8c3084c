/// The name of a resource in its group, or of a kind in its group: `flunders` in `wardle.example.com`.
public struct GroupResource: Sendable, Hashable {
    /// Empty for the core group.
    public let group: String
    /// Plural name as in paths, or a kind.
    public let resource: String

    /// Makes a name.
    public init(group: String, resource: String) {
        self.group = group
        self.resource = resource
    }
}

/// `flunders.wardle.example.com`; without the dot in the core group.
extension GroupResource: CustomStringConvertible {
    /// The value as text.
    public var description: String { group.isEmpty ? resource : resource + "." + group }
}
