public import Storage
internal import Telemetry

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// A memory store whose subscriptions break when a test says so, as those of a store behind a network do.
public final class BreakableBackend: StorageBackend {
    private struct State: Sendable {
        var breaks: [Int: @Sendable (StorageError) -> Void] = [:]
        var nextID = 0
        var lists = 0
        var isDown = false
        var limitBytes = Int.max
    }

    public let name = "breakable"
    /// The store behind.
    public let memory = MemoryBackend()
    private let state = Locked(State())

    /// How often something was listed.
    public var lists: Int { state.withLock { $0.lists } }

    /// Makes an empty store.
    public init() {}

    /// Breaks all subscriptions; new ones are refused until `recover`.
    public func goDown(_ error: StorageError = .unavailable("gone")) {
        let all = state.withLock { state in
            defer { state.breaks = [:] }
            state.isDown = true
            return Array(state.breaks.values)
        }
        for breaking in all { breaking(error) }
    }

    /// Refuses longer values from now on.
    public func limit(bytes: Int) { state.withLock { $0.limitBytes = bytes } }

    /// Takes subscriptions again.
    public func recover() { state.withLock { $0.isDown = false } }

    public func get(_ key: String) async throws(StorageError) -> Stored? { try await memory.get(key) }

    public func list(
        prefix: String,
        start: String,
        limit: Int,
        revision: UInt64
    ) async throws(StorageError) -> StoredPage {
        state.withLock { $0.lists += 1 }
        return try await memory.list(prefix: prefix, start: start, limit: limit, revision: revision)
    }

    public func currentRevision() async throws(StorageError) -> UInt64 { try await memory.currentRevision() }

    public func create(_ key: String, _ value: [UInt8]) async throws(StorageError) -> Stored {
        try refuse(value)
        return try await memory.create(key, value)
    }

    public func update(
        _ key: String,
        _ value: [UInt8],
        expecting expected: UInt64
    ) async throws(StorageError) -> Stored {
        try refuse(value)
        return try await memory.update(key, value, expecting: expected)
    }

    private func refuse(_ value: [UInt8]) throws(StorageError) {
        if value.count > state.withLock({ $0.limitBytes }) { throw .tooLarge("etcdserver: request is too large") }
    }

    public func delete(_ key: String, expecting expected: UInt64) async throws(StorageError) -> Stored {
        try await memory.delete(key, expecting: expected)
    }

    public func subscribe(
        prefix: String,
        after revision: UInt64,
        _ deliver: @escaping @Sendable (StorageSignal) -> Void
    ) async throws(StorageError) -> StorageSubscription {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        if state.withLock({ $0.isDown }) { throw .unavailable("gone") }
        let broken = Locked(false)
        let subscription = try await memory.subscribe(prefix: prefix, after: revision) { signal in
            // Signals of the store behind stop where the subscription broke.
            if !broken.withLock({ $0 }) { deliver(signal) }
        }
        state.withLock { state in
            state.breaks[id] = { error in
                broken.withLock { $0 = true }
                deliver(.broken(error))
            }
        }
        return StorageSubscription { [state] in
            subscription.cancel()
            state.withLock { $0.breaks[id] = nil }
        }
    }

    public func compact(to revision: UInt64) async throws(StorageError) { try await memory.compact(to: revision) }

    public func check() async throws(StorageError) { try await memory.check() }

    public func close() async { await memory.close() }
}
