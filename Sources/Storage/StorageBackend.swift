/// One object as it lies in a store.
public struct Stored: Sendable, Equatable {
    /// Full key: `/registry/<group>/<resource>/[<namespace>/]<name>`.
    public let key: String
    /// The encoded object in its storage version, without resourceVersion.
    public let value: [UInt8]
    /// The revision of its last change; the object's resourceVersion.
    public let revision: UInt64

    /// Makes a stored object.
    public init(key: String, value: [UInt8], revision: UInt64) {
        self.key = key
        self.value = value
        self.revision = revision
    }
}

/// Why a store refused.
public enum StorageError: Error, Sendable, Equatable {
    /// `create` of a key that is there.
    case exists(Stored)
    /// The key is not there.
    case notFound
    /// The object changed meanwhile; this is what it is now.
    case conflict(current: Stored)
    /// The asked revision is no longer kept; the oldest kept one.
    case compacted(oldest: UInt64)
    /// The asked revision has not come yet; the newest one.
    case future(current: UInt64)
    /// The store does not take objects of this size; the text is its own.
    case tooLarge(String)
    /// The store cannot be reached or cannot write now; the cause is for the log.
    case unavailable(String)
}

/// One page of a listing.
public struct StoredPage: Sendable {
    /// In the order of their keys' bytes.
    public let items: [Stored]
    /// The revision at which the listing is exact.
    public let revision: UInt64
    /// How many more there are after this page at that revision.
    public let remaining: Int

    /// Makes a page.
    public init(items: [Stored], revision: UInt64, remaining: Int) {
        self.items = items
        self.revision = revision
        self.remaining = remaining
    }
}

/// One change of the log of a store.
public struct StorageEvent: Sendable, Equatable {
    /// The object after the change; for a deletion its last state with the revision of the deletion.
    public let object: Stored
    /// The value before the change; nil for a creation.
    public let previous: [UInt8]?
    /// Whether the object was removed.
    public let isDeletion: Bool

    /// The revision of the change.
    public var revision: UInt64 { object.revision }

    /// Makes an event.
    public init(object: Stored, previous: [UInt8]?, isDeletion: Bool) {
        self.object = object
        self.previous = previous
        self.isDeletion = isDeletion
    }
}

/// What a subscriber is told.
///
/// Signals come in revision order, never two at the same time for one subscription.
public enum StorageSignal: Sendable {
    /// A change below the subscribed prefix.
    case event(StorageEvent)
    /// Everything up to this revision has been told, so that a cache knows it is current.
    ///
    /// Embedded stores send it after changes elsewhere, others when they are asked. May repeat a revision that an event
    /// said.
    case progress(UInt64)
    /// The subscription is broken (history was compacted away, connection lost); list and subscribe again.
    case broken(StorageError)
}

/// Reads from a store.
public protocol StorageReader: Sendable {
    /// The object now, nil if there is none.
    func get(_ key: String) async throws(StorageError) -> Stored?
    /// Objects whose key starts with a prefix, in the order of the keys' bytes.
    ///
    /// - Parameters:
    ///   - prefix: what the keys start with; ends with `/`.
    ///   - start: the first key that may be returned; empty for the beginning. The next page begins at the last key of
    ///     the page before with a zero byte behind it.
    ///   - limit: at most so many; 0 for all.
    ///   - revision: as things stood then; 0 for now.
    /// - Returns: the objects, all as they stood at the same revision.
    /// - Throws: `compacted` if the revision is no longer kept, `future` if it has not come yet, `unavailable`.
    func list(prefix: String, start: String, limit: Int, revision: UInt64) async throws(StorageError) -> StoredPage
    /// The revision of the newest change of the whole store.
    func currentRevision() async throws(StorageError) -> UInt64
    /// Compares what a follower of a prefix knows with the store as it is now.
    ///
    /// - Parameters:
    ///   - prefix: what the follower follows; ends with `/`.
    ///   - known: the revision that it has reached.
    ///   - count: how many keys there were at that revision.
    /// - Returns: where the follower stands.
    /// - Throws: `unavailable`.
    func standing(of prefix: String, known: UInt64, count: Int) async throws(StorageError) -> FollowerStanding
}

extension StorageReader {
    /// Compares revisions: right for a store that tells its followers of all of them.
    public func standing(of prefix: String, known: UInt64, count: Int) async throws(StorageError) -> FollowerStanding {
        FollowerStanding(known: known, now: try await currentRevision())
    }
}

/// Where a follower of a prefix stands.
public struct FollowerStanding: Sendable, Equatable {
    /// The revision of the store when it was asked.
    public let now: UInt64
    /// Whether the follower knew the present state, be its revision older or not.
    public let isCurrent: Bool
    /// The revision to wait for otherwise; if it is not `now`, the store has to be asked again then.
    public let next: UInt64

    /// Makes a standing.
    public init(now: UInt64, isCurrent: Bool, next: UInt64) {
        self.now = now
        self.isCurrent = isCurrent
        self.next = next
    }

    /// Makes the standing of a follower that hears of every revision.
    public init(known: UInt64, now: UInt64) {
        self.init(now: now, isCurrent: known >= now, next: now)
    }
}

/// Writes to a store.
///
/// A write that returned is durable. One that throws `unavailable` may have been made or not, if the store went away
/// while it was asked; every other error means that nothing was written.
public protocol StorageWriter: Sendable {
    /// Stores a new object. Throws `exists`.
    func create(_ key: String, _ value: [UInt8]) async throws(StorageError) -> Stored
    /// Replaces an object whose revision is `expected`. Throws `notFound`, `conflict`.
    func update(_ key: String, _ value: [UInt8], expecting expected: UInt64) async throws(StorageError) -> Stored
    /// Removes an object whose revision is `expected`; returns its last value with the revision of the deletion.
    func delete(_ key: String, expecting expected: UInt64) async throws(StorageError) -> Stored
}

/// Tells what changes in a store.
public protocol StorageWatcher: Sendable {
    /// Calls `deliver` for every change below a prefix after a revision, until the subscription is cancelled.
    ///
    /// An embedded store calls it before the write that made the change returns, so a cache fed by it is never behind
    /// an answered write. `deliver` may be called before this returns; it must be short and must not wait for the store.
    ///
    /// - Parameters:
    ///   - prefix: what the keys start with; ends with `/`.
    ///   - revision: the first change told is the one after it.
    ///   - deliver: told of the changes, on a thread of the store's choice.
    /// - Returns: the subscription, which ends with its last reference.
    /// - Throws: `compacted` if changes after `revision` are no longer kept, `future` if it has not come yet.
    func subscribe(
        prefix: String,
        after revision: UInt64,
        _ deliver: @escaping @Sendable (StorageSignal) -> Void
    ) async throws(StorageError) -> StorageSubscription
    /// Forgets everything before `revision`, except the state at that revision.
    ///
    /// Running subscriptions go on. Does nothing if as much was forgotten before. Throws `future`.
    func compact(to revision: UInt64) async throws(StorageError)
}

/// A running subscription; ends when `cancel` is called or the last reference goes.
public final class StorageSubscription: Sendable {
    private let onCancel: @Sendable () -> Void
    private let onProgress: @Sendable () -> Bool

    /// Makes a subscription.
    ///
    /// - Parameters:
    ///   - onCancel: ends it.
    ///   - onProgress: asks the store to tell `progress` soon; returns whether it can.
    public init(onCancel: @escaping @Sendable () -> Void, onProgress: @escaping @Sendable () -> Bool = { false }) {
        self.onCancel = onCancel
        self.onProgress = onProgress
    }

    /// Asks the store to tell `progress` soon, also if nothing changes below the prefix.
    ///
    /// - Returns: whether the store can; embedded ones need not be asked.
    public func requestProgress() -> Bool { onProgress() }

    /// Ends the subscription: no call of `deliver` starts after this returns; one that is running may still go on.
    ///
    /// May be called from within `deliver`, and more than once.
    public func cancel() { onCancel() }

    deinit { onCancel() }
}

/// A complete store.
///
/// Back ends live in targets of their own and are plugged in by `main`. What they must do is written down, to be run, in
/// `StorageContract` of `StorageTestSupport`.
public protocol StorageBackend: StorageReader, StorageWriter, StorageWatcher {
    /// What `--storage` calls it: `memory`, `sqlite`, `etcd`.
    var name: String { get }
    /// Throws `unavailable` when the store cannot serve; for the health check.
    func check() async throws(StorageError)
    /// Throws `unavailable` when the store is not ready for requests; for the check of readiness.
    func checkReadiness() async throws(StorageError)
    /// Ends the store; everything answered is on disk afterwards, subscriptions are told `broken`.
    func close() async
    /// Whether subscribers are told of a write before it is answered.
    var isEmbedded: Bool { get }
    /// How often history is forgotten, zero for never; nil if the server decides.
    var compactionInterval: Duration? { get }
    /// Asks whether this server compacts now, of several on one store.
    ///
    /// - Parameters:
    ///   - turn: the number that the last call gave; 0 for the first one.
    ///   - revision: what will be compacted to.
    /// - Returns: whose turn it is.
    /// - Throws: `unavailable`.
    func compactionTurn(after turn: UInt64, revision: UInt64) async throws(StorageError) -> CompactionTurn
}

extension StorageBackend {
    /// In the process of the server.
    public var isEmbedded: Bool { true }

    /// As the server decides.
    public var compactionInterval: Duration? { nil }

    /// The same as the check of health.
    public func checkReadiness() async throws(StorageError) { try await check() }

    /// One server has the store for itself: it is always its turn.
    public func compactionTurn(after turn: UInt64, revision: UInt64) async throws(StorageError) -> CompactionTurn {
        CompactionTurn(number: turn + 1, isOurs: true, current: try await currentRevision())
    }
}

/// Whose turn it is to compact a store.
public struct CompactionTurn: Sendable, Equatable {
    /// Counts the compactions of all servers.
    public let number: UInt64
    /// Whether it is the turn of who asked.
    public let isOurs: Bool
    /// The revision of the store now.
    public let current: UInt64

    /// Makes a turn.
    public init(number: UInt64, isOurs: Bool, current: UInt64) {
        self.number = number
        self.isOurs = isOurs
        self.current = current
    }
}
