/// Everything of a cache that its lock guards.
///
/// Pure: no callbacks, no waiting.
struct CacheState: Sendable {
    /// A waiting task and what it waits for.
    struct Waiter: Sendable {
        let goal: Goal
        let continuation: CheckedContinuation<Bool, Never>
    }

    enum Goal: Sendable {
        case ready
        case revision(UInt64)
    }

    /// Counts the times that the cache was filled; deliveries of earlier subscriptions are ignored.
    var generation = 0
    var isFilled = false
    /// Whether the cache follows the store at present.
    var isReady = false
    /// The cache holds everything up to and including this revision.
    var revision: UInt64 = 0
    private(set) var history: WatchHistory
    /// For look-ups.
    private var entries: [StoreKey: CacheEntry] = [:]
    /// For listings; the same objects.
    private(set) var order = SortedMap<CachedObject>()
    private(set) var paged = PagedStates()
    private(set) var undecodable: [StoreKey: UndecodableObject] = [:]
    var seats = WatchSeats()
    /// What feeds the cache at present.
    var subscription: StorageSubscription?
    private var waiters: [Int: Waiter] = [:]
    private var nextWaiter = 0

    init(limits: HistoryLimits) { history = WatchHistory(limits: limits, startRevision: 0) }

    /// The revision and how many keys there were in the store then.
    var known: (revision: UInt64, count: Int) { (revision, order.count + undecodable.count) }

    /// Whether a change has not been taken in.
    ///
    /// Of several changes at one revision, such as a deletion of all keys below a prefix, the first one moves the cache
    /// to that revision already.
    func isNew(_ event: StorageEvent, _ key: StoreKey) -> Bool {
        guard event.revision == revision else { return event.revision > revision }
        guard let known = entry(key)?.revision ?? undecodable[key]?.revision else { return !event.isDeletion }
        return known < event.revision
    }

    /// The object of a key.
    func entry(_ key: StoreKey) -> CacheEntry? { entries[key] }

    // MARK: Changes

    /// Takes the place of everything that was known.
    ///
    /// Watchers of before are expired, their wakers returned.
    mutating func fill(_ content: CacheContent) -> [@Sendable () -> Void] {
        entries = content.entries
        order = content.order
        undecodable = content.undecodable
        revision = max(revision, content.revision)
        generation += 1
        isFilled = true
        history.reset(startRevision: revision)
        return seats.expireWaiting()
    }

    /// The cache ends: nobody hears of it any more.
    mutating func empty() -> [@Sendable () -> Void] {
        isReady = false
        isFilled = false
        generation += 1
        paged = PagedStates()
        history.reset(startRevision: revision)
        return seats.expireWaiting()
    }

    /// Takes one change in; returns the wakers of the watchers that wait for it.
    mutating func apply(_ change: CacheChange, at time: Duration) -> [@Sendable () -> Void] {
        undecodable[change.key] = nil
        if let object = change.object {
            entries[change.key] = CacheEntry(object: object, revision: change.revision)
            order.set(change.key, object)
        } else {
            entries[change.key] = nil
            order.remove(change.key)
        }
        revision = change.revision
        paged.trim(at: time)
        history.append(
            WatchHistory.Slot(
                key: change.key,
                revision: change.revision,
                event: change.event,
                bytes: change.bytes,
                time: time
            )
        )
        return seats.wake(for: change.key, at: history.end - 1)
    }

    /// Remembers an object that cannot be read and was not visible before.
    mutating func remember(_ object: UndecodableObject) {
        undecodable[StoreKey(object.key)] = object
        revision = object.revision
    }

    /// Forgets an object that could not be read.
    mutating func forget(_ key: StoreKey, at revision: UInt64) {
        undecodable[key] = nil
        self.revision = revision
    }

    /// Nothing changed up to a revision.
    mutating func advance(to revision: UInt64, at time: Duration) {
        self.revision = max(self.revision, revision)
        history.trim(at: time)
        paged.trim(at: time)
    }

    /// Keeps a state for the next page of a listing.
    mutating func keep(_ order: SortedMap<CachedObject>, at revision: UInt64, time: Duration) {
        paged.trim(at: time)
        paged.keep(order, at: revision, time: time)
    }

    // MARK: Waiting

    func isReached(_ goal: Goal) -> Bool {
        switch goal {
        case .ready: isReady
        case .revision(let revision): isFilled && self.revision >= revision
        }
    }

    mutating func add(_ waiter: Waiter, id: Int) { waiters[id] = waiter }

    mutating func newWaiterID() -> Int {
        nextWaiter += 1
        return nextWaiter
    }

    mutating func removeWaiter(_ id: Int) -> Waiter? { waiters.removeValue(forKey: id) }

    /// Takes out those whose goal is reached.
    mutating func takeReachedWaiters() -> [Waiter] {
        guard !waiters.isEmpty else { return [] }
        let reached = waiters.filter { isReached($0.value.goal) }
        for id in reached.keys { waiters[id] = nil }
        return Array(reached.values)
    }
}

/// An object without its type.
///
/// The core of a cache has no type parameters: generic code that is compiled apart from its
/// use looks its types up again and again, which costs more than the work itself.
typealias CachedObject = any AnyObject & Sendable

/// A change on its way into a cache.
struct CacheChange: Sendable {
    let key: StoreKey
    let revision: UInt64
    /// The object after the change; nil if it is gone.
    let object: CachedObject?
    /// The `WatchEvent`.
    let event: CachedObject
    /// Bytes that the object takes.
    let bytes: Int
}

/// An object and the revision of its last change.
struct CacheEntry: Sendable {
    let object: CachedObject
    let revision: UInt64
}

/// The content of a cache, made outside its lock.
struct CacheContent: Sendable {
    var entries: [StoreKey: CacheEntry] = [:]
    var order = SortedMap<CachedObject>()
    var undecodable: [StoreKey: UndecodableObject] = [:]
    var revision: UInt64 = 0

    mutating func add(_ object: CachedObject, _ key: StoreKey, revision: UInt64) {
        entries[key] = CacheEntry(object: object, revision: revision)
        order.set(key, object)
    }
}
