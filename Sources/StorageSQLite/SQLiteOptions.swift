/// Choices for a SQLite store.
public struct SQLiteOptions: Sendable {
    /// The file grows to so many bytes at most; writes are refused as `unavailable` then.
    ///
    /// Nil for no limit.
    public var limitBytes: Int?

    /// Makes choices.
    public init(limitBytes: Int? = nil) { self.limitBytes = limitBytes }

    /// The limit in pages of SQLite's standard size.
    var maximumPages: Int? { limitBytes.map { max(1, $0 / 4096) } }
}
