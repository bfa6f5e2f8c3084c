/// One API group with its versions, as generated registration code lists it.
public struct APIGroup: Sendable {
    /// One version of a group.
    public struct Version: Sendable {
        /// `v1beta1`.
        public let name: String
        /// The resources it serves that have a Swift type.
        public let resources: [any Resource.Type]
        /// The resources it serves that have none.
        public let definitions: [UntypedResource]

        /// Makes a version.
        public init(_ name: String, _ resources: [any Resource.Type] = [], definitions: [UntypedResource] = []) {
            self.name = name
            self.resources = resources
            self.definitions = definitions
        }
    }

    /// Full name: `insect.example.com`; empty for the core group, which is served below `/api`.
    public let name: String
    /// All versions, any order; the server prefers stable over beta over alpha.
    public let versions: [Version]

    /// Makes a group.
    public init(_ name: String, versions: [Version]) {
        self.name = name
        self.versions = versions
    }
}
