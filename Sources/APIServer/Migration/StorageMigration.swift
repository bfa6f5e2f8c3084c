/// What became of the stored objects of one kind that were to be brought into their storage version.
public struct StorageMigration: Sendable, Equatable {
    /// An object that stays as it is.
    public struct Failure: Sendable, Equatable {
        /// Its key in the store.
        public let key: String
        /// Why it could not be rewritten.
        public let reason: String
    }

    /// Plural and group: `bees.insect.example.com`.
    public let resource: String
    /// The version in which objects are stored now.
    public let version: String
    /// How many objects were looked at.
    public internal(set) var found = 0
    /// How many of them lay in another form and have been rewritten.
    public internal(set) var rewritten = 0
    /// Those that could not be.
    public internal(set) var failures: [Failure] = []

    init(resource: String, version: String) {
        self.resource = resource
        self.version = version
    }
}
