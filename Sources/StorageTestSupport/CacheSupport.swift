public import Storage
internal import Synchronization

/// An object for caches in tests: its bytes.
///
/// Bytes that begin with 0xFF cannot be read.
public final class ByteObject: Sendable {
    /// Why bytes were refused.
    public struct Unreadable: Error {}

    /// The full key.
    public let key: String
    /// The stored bytes.
    public let value: [UInt8]
    /// The revision that it was decoded with.
    public let revision: UInt64

    /// Decodes a stored object.
    public init(_ stored: Stored) throws(Unreadable) {
        if stored.value.first == 0xFF { throw Unreadable() }
        key = stored.key
        value = stored.value
        revision = stored.revision
    }
}

/// A counter for callbacks.
public final class Counter: Sendable {
    private let count = Atomic(0)

    /// How often `increment` was called.
    public var value: Int { count.load(ordering: .sequentiallyConsistent) }

    /// Makes a counter at 0.
    public init() {}

    /// Counts one.
    public func increment() { count.add(1, ordering: .sequentiallyConsistent) }
}

/// Runs `body` with a ready cache of `/r/` that ends afterwards.
public func withCache<Result>(
    _ backend: any StorageBackend,
    history: HistoryLimits = HistoryLimits(),
    clock: some Clock<Duration> = ContinuousClock(),
    report: @escaping @Sendable (WatchCacheNotice) -> Void = { _ in },
    _ body: (WatchCache<ByteObject>) async throws -> Result
) async throws -> Result {
    let cache = WatchCache<ByteObject>(
        backend: backend,
        prefix: "/r/",
        history: history,
        clock: clock,
        cost: { $0.value.count },
        report: report,
        decode: { stored, _ in try ByteObject(stored) }
    )
    let running = Task { try await cache.run() }
    defer { running.cancel() }
    await cache.waitUntilReady()
    return try await body(cache)
}
