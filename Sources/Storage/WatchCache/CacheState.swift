/// Everything of a cache that its lock guards. Pure: no callbacks, no waiting.
struct CacheState<Object: AnyObject & Sendable>: Sendable {
    struct Entry: Sendable {
        let object: Object
        let revision: UInt64
    }

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
    private(set) var history: WatchHistory<Object>
    /// For look-ups.
    private var entries: [StoreKey: Entry] = [:]
    /// For listings; the same objects.
    private(set) var order = SortedMap<Object>()
    private(set) var undecodable: [StoreKey: UndecodableObject] = [:]
    var seats = WatchSeats<Object>()
    private var waiters: [Int: Waiter] = [:]
    private var nextWaiter = 0

    init(limits: HistoryLimits) { history = WatchHistory(limits: limits, startRevision: 0) }

    func entry(_ key: StoreKey) -> Entry? { entries[key] }

    // MARK: Changes

    /// Takes the place of everything that was known. Watchers of before are expired, their wakers returned.
    mutating func fill(_ content: CacheContent<Object>) -> [@Sendable () -> Void] {
        entries = content.entries
        order = content.order
        undecodable = content.undecodable
        revision = max(revision, content.revision)
        generation += 1
        isFilled = true
        history.reset(startRevision: revision)
        return seats.expireAll()
    }

    /// Takes one change in; returns the wakers of the watchers that wait for it.
    mutating func apply(_ event: WatchEvent<Object>, bytes: Int, at time: Duration) -> [@Sendable () -> Void] {
        let key = StoreKey(event.key)
        undecodable[key] = nil
        if event.type == .deleted {
            entries[key] = nil
            order.remove(key)
        } else {
            entries[key] = Entry(object: event.object, revision: event.revision)
            order.set(key, event.object)
        }
        revision = event.revision
        history.append(event, at: time, bytes: bytes)
        return seats.wake(for: key, at: history.end - 1)
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

/// The content of a cache, made outside its lock.
struct CacheContent<Object: AnyObject & Sendable>: Sendable {
    var entries: [StoreKey: CacheState<Object>.Entry] = [:]
    var order = SortedMap<Object>()
    var undecodable: [StoreKey: UndecodableObject] = [:]
    var revision: UInt64 = 0

    mutating func add(_ object: Object, _ key: StoreKey, revision: UInt64) {
        entries[key] = CacheState.Entry(object: object, revision: revision)
        order.set(key, object)
    }
}
