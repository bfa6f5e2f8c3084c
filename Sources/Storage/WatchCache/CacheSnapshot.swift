/// Objects of a cache as they stood together at one revision.
public struct CacheSnapshot<Object: AnyObject & Sendable>: Sendable {
    /// In the order of their keys' bytes.
    public let objects: [Object]
    /// The revision at which this is exact.
    public let revision: UInt64
    /// How many more keys come after these at that revision, matching a filter or not.
    public let remaining: Int
    /// Where the next page starts; nil if there is none.
    public let nextStart: String?

    /// Makes a snapshot.
    public init(objects: [Object], revision: UInt64, remaining: Int, nextStart: String?) {
        self.objects = objects
        self.revision = revision
        self.remaining = remaining
        self.nextStart = nextStart
    }
}
