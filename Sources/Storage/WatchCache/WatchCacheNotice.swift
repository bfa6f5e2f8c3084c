/// What an operator may want to know of a cache; for the log.
public enum WatchCacheNotice: Sendable {
    /// A value in the store cannot be read. The object is left out until somebody replaces it.
    case undecodable(UndecodableObject)
    /// The store does not answer, or forgot what the cache was about to read; the cache tries again.
    case interrupted(StorageError)
    /// The cache follows the store, up to this revision for a start.
    case following(revision: UInt64)
}

/// An object in the store that the server cannot read.
public struct UndecodableObject: Sendable {
    /// Its full key.
    public let key: String
    /// The revision of its last change.
    public let revision: UInt64
    /// What the decoder said.
    public let reason: String
}
