/// The watchers of a cache: where each one is in the history, and which ones wait for an event.
struct WatchSeats<Object: AnyObject & Sendable>: Sendable {
    /// One watcher.
    struct Seat: Sendable {
        let range: KeyRange
        let bounds: KeyBounds
        /// Events up to this revision are not for it.
        let after: UInt64
        /// The next event to look at. Out of date while `isWaiting`: then nothing matched up to the end.
        var position: Int
        var isWaiting = false
        /// Cannot go on: the cache lost what came next.
        var isExpired = false
        var initial: Initial?
        var waker: (@Sendable () -> Void)?
    }

    /// The rest of the state that a watcher is told first.
    struct Initial: Sendable {
        let order: SortedMap<Object>
        var next: KeyBounds
    }

    private var seats: [Int: Seat] = [:]
    private var nextID = 0
    /// Who waits for which keys.
    private var waiting: [KeyRange: Set<Int>] = [:]

    subscript(id: Int) -> Seat? { seats[id] }

    mutating func add(_ seat: Seat) -> Int {
        nextID += 1
        seats[nextID] = seat
        return nextID
    }

    mutating func remove(_ id: Int) {
        stopWaiting(id)
        seats[id] = nil
    }

    mutating func setWaker(_ id: Int, _ waker: @escaping @Sendable () -> Void) { seats[id]?.waker = waker }

    mutating func setInitial(_ id: Int, _ initial: Initial?) { seats[id]?.initial = initial }

    mutating func expire(_ id: Int) {
        stopWaiting(id)
        seats[id]?.isExpired = true
    }

    /// Puts a watcher at a position, with something to read there.
    mutating func move(_ id: Int, to position: Int) {
        stopWaiting(id)
        seats[id]?.position = position
    }

    /// Nothing is there for a watcher up to the end of the history; the next event wakes it.
    mutating func wait(_ id: Int, at end: Int) {
        guard let seat = seats[id] else { return }
        seats[id]?.position = end
        guard !seat.isWaiting else { return }
        seats[id]?.isWaiting = true
        waiting[seat.range, default: []].insert(id)
    }

    /// Puts everybody who waits for `key` at the event, and returns their wakers.
    mutating func wake(for key: StoreKey, at position: Int) -> [@Sendable () -> Void] {
        guard !waiting.isEmpty else { return [] }
        var wakers: [@Sendable () -> Void] = []
        for range in ranges(of: key) {
            guard let woken = waiting.removeValue(forKey: range) else { continue }
            wakers.reserveCapacity(wakers.count + woken.count)
            for id in woken {
                seats[id]?.isWaiting = false
                seats[id]?.position = position
                if let waker = seats[id]?.waker { wakers.append(waker) }
            }
        }
        return wakers
    }

    /// Ends everybody; returns all wakers.
    mutating func expireAll() -> [@Sendable () -> Void] {
        waiting = [:]
        for id in seats.keys {
            seats[id]?.isWaiting = false
            seats[id]?.isExpired = true
        }
        return seats.values.compactMap(\.waker)
    }

    private mutating func stopWaiting(_ id: Int) {
        guard let seat = seats[id], seat.isWaiting else { return }
        seats[id]?.isWaiting = false
        waiting[seat.range]?.remove(id)
        if waiting[seat.range]?.isEmpty == true { waiting[seat.range] = nil }
    }

    /// The ranges that somebody may wait for and that hold a key: itself, and every prefix up to a slash.
    private func ranges(of key: StoreKey) -> [KeyRange] {
        guard waiting.count > 4 else { return waiting.keys.filter { $0.contains(key) } }
        let text = key.text
        var ranges = [KeyRange.key(text)]
        for index in text.utf8.indices where text.utf8[index] == UInt8(ascii: "/") {
            ranges.append(.prefix(String(text[...index])))
        }
        return ranges
    }
}
