internal import Telemetry

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// A store in the memory of the process: for tests, and for objects that may go with the process.
///
/// Behaves as the durable back ends do: one revision for all keys, reads at old revisions until they are compacted,
/// subscribers told before a write returns.
public final class MemoryBackend: StorageBackend {
    public let name = "memory"

    private let log = Locked(MemoryLog())
    /// The revision that subscribers were told.
    ///
    /// Held while they are told, which orders what they hear. They never wait for the store from within a delivery.
    private let told = Locked<UInt64>(0)
    private let subscriptions = SubscriptionTable()

    /// Makes an empty store.
    public init() {}

    // MARK: Reading

    public func get(_ key: String) async throws(StorageError) -> Stored? {
        try read { log throws(StorageError) in log.object(at: key) }
    }

    public func list(
        prefix: String,
        start: String,
        limit: Int,
        revision: UInt64
    ) async throws(StorageError) -> StoredPage {
        let bounds = KeyBounds(prefix: prefix, start: start)
        return try read { log throws(StorageError) in try log.page(bounds, limit: limit, at: revision) }
    }

    public func currentRevision() async throws(StorageError) -> UInt64 {
        try read { log throws(StorageError) in log.current }
    }

    public func check() async throws(StorageError) {
        try read { log throws(StorageError) in }
    }

    // MARK: Writing

    public func create(_ key: String, _ value: [UInt8]) async throws(StorageError) -> Stored {
        try write { log throws(StorageError) in try log.create(key, value) }
    }

    public func update(
        _ key: String,
        _ value: [UInt8],
        expecting expected: UInt64
    ) async throws(StorageError) -> Stored {
        try write { log throws(StorageError) in try log.update(key, value, expecting: expected) }
    }

    public func delete(_ key: String, expecting expected: UInt64) async throws(StorageError) -> Stored {
        try write { log throws(StorageError) in try log.delete(key, expecting: expected) }
    }

    public func compact(to revision: UInt64) async throws(StorageError) {
        try changing { log throws(StorageError) in try log.compact(to: revision) }
    }

    public func close() async {
        log.withLock { $0.isClosed = true }
        told.withLock { _ in subscriptions.breakAll(Self.closed) }
    }

    // MARK: Watching

    public func subscribe(
        prefix: String,
        after revision: UInt64,
        _ deliver: @escaping @Sendable (StorageSignal) -> Void
    ) async throws(StorageError) -> StorageSubscription {
        try told.withLock { told throws(StorageError) in
            // One step under the log's lock: what is in the backlog must not be told again as untold.
            let (backlog, untold, current) = try changing { log throws(StorageError) in
                (try log.changes(below: prefix, after: revision), log.takeUntold(), log.current)
            }
            if !untold.isEmpty { subscriptions.deliver(untold, upTo: current) }
            told = current
            return subscriptions.add(prefix: prefix, backlog: backlog, current: current, deliver)
        }
    }

    /// Tells what is untold; only with the lock of `told` held.
    ///
    /// Returns the revision that was told.
    private func tellSubscribers() -> UInt64 {
        let (events, current) = log.withLock { ($0.takeUntold(), $0.current) }
        if !events.isEmpty { subscriptions.deliver(events, upTo: current) }
        return current
    }

    // MARK: Locks

    private static let closed = StorageError.unavailable("the memory store is closed")

    private func read<Result: Sendable>(
        _ body: (MemoryLog) throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        try changing { log throws(StorageError) in try body(log) }
    }

    private func changing<Result: Sendable>(
        _ body: (inout MemoryLog) throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        try log.withLock { log throws(StorageError) in
            if log.isClosed { throw Self.closed }
            return try body(&log)
        }
    }

    /// Writes, then tells subscribers.
    ///
    /// Whoever gets the lock first tells for all who wrote meanwhile; the others find
    /// nothing left to tell and know that theirs was told.
    private func write(
        _ body: (inout MemoryLog) throws(StorageError) -> Stored
    ) throws(StorageError) -> Stored {
        let stored = try changing(body)
        told.withLock { told in
            if told < stored.revision { told = tellSubscribers() }
        }
        return stored
    }
}
