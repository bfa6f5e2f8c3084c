/// Which keys wait, which are being worked on, and which come later: a pure value.
///
/// A key waits once, however often it is added; one that is added while it is being worked on waits again once that is done,
/// so no key is ever worked on twice at a time. Source: client-go, `util/workqueue/queue.go` and `delaying_queue.go`.
struct QueueState<Key: Hashable & Sendable> {
    /// A key that is to be worked on, and when it began to wait.
    struct Item: Equatable {
        let key: Key
        let since: Duration
    }

    private var waiting: [Item] = []
    /// How many of `waiting` are taken already.
    private var taken = 0
    /// Keys that wait, or will once they are no longer worked on.
    private var dirty: Set<Key> = []
    private(set) var working: [Key: Duration] = [:]
    /// When keys that come later are due; the earliest time counts.
    private(set) var later: [Key: Duration] = [:]

    /// How many keys wait.
    var depth: Int { waiting.count - taken }

    /// Adds a key.
    ///
    /// - Returns: whether it waits now and did not before.
    mutating func add(_ key: Key, now: Duration) -> Bool {
        guard dirty.insert(key).inserted else { return false }
        guard working[key] == nil else { return false }
        waiting.append(Item(key: key, since: now))
        return true
    }

    /// Adds a key for later; one that is due earlier already stays so.
    ///
    /// - Returns: whether this is its time now.
    mutating func add(_ key: Key, at time: Duration) -> Bool {
        if let known = later[key], known <= time { return false }
        later[key] = time
        return true
    }

    /// Lets keys wait whose time has come.
    ///
    /// - Returns: how many wait now that did not before.
    mutating func advance(to now: Duration) -> Int {
        let due = later.filter { $0.value <= now }.sorted { $0.value < $1.value }
        var added = 0
        for (key, _) in due {
            later[key] = nil
            if add(key, now: now) { added += 1 }
        }
        return added
    }

    /// Takes the key that has waited longest; nil if none waits.
    mutating func take(now: Duration) -> Item? {
        guard taken < waiting.count else { return nil }
        let item = waiting[taken]
        taken += 1
        if taken > 64, taken * 2 > waiting.count {
            waiting.removeFirst(taken)
            taken = 0
        }
        dirty.remove(item.key)
        working[item.key] = now
        return item
    }

    /// Ends the work on a key.
    ///
    /// - Returns: when it was taken, and whether it waits again; nil if nobody works on it.
    mutating func done(_ key: Key, now: Duration) -> (began: Duration, waitsAgain: Bool)? {
        guard let began = working.removeValue(forKey: key) else { return nil }
        let again = dirty.contains(key)
        if again { waiting.append(Item(key: key, since: now)) }
        return (began, again)
    }
}
