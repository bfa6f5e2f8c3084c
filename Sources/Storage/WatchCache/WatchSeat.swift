/// Where one watcher of a cache is in the history.
///
/// Guard of all that changes: the lock of the cache that the seat belongs to. A class, so that a watcher finds its seat
/// and leaves the list of those who wait without a search.
final class WatchSeat: @unchecked Sendable {
    /// What the watcher wants to see.
    let range: KeyRange
    /// Events up to this revision are not for it.
    let after: UInt64
    /// The next event to look at.
    ///
    /// Out of date while `waiting` is set: then nothing matched up to the end.
    var position: Int
    /// Cannot go on: the cache lost what came next.
    var isExpired = false
    var waker: (@Sendable () -> Void)?
    /// The list that it waits in, and its place there.
    fileprivate(set) var waiting: WatchSeats.WaitingList?
    fileprivate var place = 0

    init(range: KeyRange, after: UInt64, position: Int) {
        self.range = range
        self.after = after
        self.position = position
    }
}

/// The watchers of a cache that wait for an event, by what they want to see.
struct WatchSeats: Sendable {
    /// Those who wait for the same keys.
    ///
    /// Guard: the lock of the cache.
    final class WaitingList: @unchecked Sendable {
        fileprivate var seats: [WatchSeat] = []
    }

    private var lists: [KeyRange: WaitingList] = [:]

    /// The next event that matches wakes this watcher; there is none up to the end of the history.
    mutating func wait(_ seat: WatchSeat) {
        guard seat.waiting == nil else { return }
        let list = lists[seat.range] ?? WaitingList()
        if list.seats.isEmpty { lists[seat.range] = list }
        seat.waiting = list
        seat.place = list.seats.count
        list.seats.append(seat)
    }

    /// A watcher no longer waits.
    mutating func leave(_ seat: WatchSeat) {
        guard let list = seat.waiting else { return }
        seat.waiting = nil
        let last = list.seats.removeLast()
        if last !== seat {
            list.seats[seat.place] = last
            last.place = seat.place
        }
        if list.seats.isEmpty { lists[seat.range] = nil }
    }

    /// Puts everybody who waits for a key at an event, and returns their wakers.
    mutating func wake(for key: StoreKey, at position: Int) -> [@Sendable () -> Void] {
        guard !lists.isEmpty else { return [] }
        var wakers: [@Sendable () -> Void] = []
        for range in ranges(of: key) {
            guard let list = lists.removeValue(forKey: range) else { continue }
            wakers.reserveCapacity(wakers.count + list.seats.count)
            for seat in list.seats {
                seat.waiting = nil
                seat.position = position
                if let waker = seat.waker { wakers.append(waker) }
            }
        }
        return wakers
    }

    /// Expires everybody who waits, and returns their wakers.
    ///
    /// The others find out when they read.
    mutating func expireWaiting() -> [@Sendable () -> Void] {
        let seats = lists.values.flatMap(\.seats)
        lists = [:]
        for seat in seats {
            seat.waiting = nil
            seat.isExpired = true
        }
        return seats.compactMap(\.waker)
    }

    /// The ranges that somebody waits for and that hold a key.
    private func ranges(of key: StoreKey) -> [KeyRange] {
        if lists.count <= 4 { return lists.keys.filter { $0.contains(key) } }
        // The key itself, and every prefix up to a slash.
        let text = key.text
        var ranges = [KeyRange.key(text)]
        for index in text.utf8.indices where text.utf8[index] == UInt8(ascii: "/") {
            ranges.append(.prefix(String(text[...index])))
        }
        return ranges
    }
}
