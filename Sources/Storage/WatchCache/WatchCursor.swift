/// One watcher's place in the history of a cache: a pull interface, without a buffer of its own.
///
/// Use it from one place at a time. Read with `next` until it answers nothing, then wait for the waker. A watcher that
/// reads so slowly that the history went on without it is expired: end it, its client lists again.
public final class WatchCursor<Object: AnyObject & Sendable>: Sendable {
    /// How many events one look into the history passes at most while others wait for the cache.
    private static var scanLimit: Int { 1024 }

    /// The revision of the state that is told first; nil if none was asked for.
    public let initialRevision: UInt64?

    private let cache: WatchCache<Object>
    private let id: Int

    init(cache: WatchCache<Object>, id: Int, initialRevision: UInt64?) {
        self.cache = cache
        self.id = id
        self.initialRevision = initialRevision
    }

    deinit { cache.state.withLock { $0.seats.remove(id) } }

    /// Whether a part of the initial state is still to be read.
    ///
    /// The call of `next` that returns its last objects makes this false; no call returns both objects of the initial
    /// state and events after it.
    public var isInitial: Bool { cache.state.withLock { $0.seats[id]?.initial != nil } }

    /// Whether this watcher cannot go on: it was too slow, or the cache had to start afresh.
    public var isExpired: Bool { cache.state.withLock { $0.isExpired(id) } }

    /// Everything up to and including this revision has been read; nil while the initial state is read.
    ///
    /// What a bookmark says. With everything read it is the cache's own revision.
    public var revision: UInt64? { cache.state.withLock { $0.revision(ofSeat: id) } }

    /// Sets what is called when something can be read, or the watcher has expired.
    ///
    /// Called once after each `next` that read everything, from any thread and outside of locks; must be short. What
    /// became ready before this was set is not reported: read first.
    public func onEvents(_ waker: @escaping @Sendable () -> Void) {
        cache.state.withLock { $0.seats.setWaker(id, waker) }
    }

    /// The next events, at most `max`; empty if there are none at present or the watcher has expired. Does not wait.
    public func next(max: Int) -> [WatchEvent<Object>] {
        if let initial = cache.state.withLock({ $0.seats[id]?.initial }) { return next(max: max, of: initial) }
        var events: [WatchEvent<Object>] = []
        while cache.state.withLock({ $0.read(id, max: max, scan: Self.scanLimit, into: &events) }) {}
        return events
    }

    private func next(max: Int, of initial: WatchSeats<Object>.Initial) -> [WatchEvent<Object>] {
        var events: [WatchEvent<Object>] = []
        var rest: WatchSeats<Object>.Initial?
        initial.order.forEach(in: initial.next) { key, object in
            guard events.count < max else {
                rest = initial
                rest?.next = KeyBounds(lower: key, upper: initial.next.upper)
                return false
            }
            let event = WatchEvent(
                type: .added,
                key: key.text,
                object: object,
                previous: nil,
                revision: initialRevision ?? 0
            )
            events.append(event)
            return true
        }
        cache.state.withLock { $0.seats.setInitial(id, rest) }
        return events.isEmpty ? next(max: max) : events
    }
}

extension WatchCache {
    /// Starts to watch.
    ///
    /// - Parameters:
    ///   - range: which keys; nil for all of this cache.
    ///   - revision: changes after it; nil for changes after now.
    ///   - initialState: tell all objects as they are now first, as `added` in key order, and then the changes after
    ///     that, without gap or repetition; `revision` has no meaning then.
    /// - Throws: `compacted` with the oldest revision to start from, if changes after `revision` are no longer kept;
    ///   `unavailable` if the cache is not ready.
    public func watch(
        _ range: KeyRange? = nil,
        after revision: UInt64? = nil,
        initialState: Bool = false
    ) throws(StorageError) -> WatchCursor<Object> {
        let range = range ?? .prefix(prefix)
        let (id, initial) = try state.withLock { state throws(StorageError) in
            try state.addSeat(range, after: revision, initialState: initialState)
        }
        return WatchCursor(cache: self, id: id, initialRevision: initial)
    }
}

extension CacheState {
    /// Gives a new watcher its place.
    fileprivate mutating func addSeat(
        _ range: KeyRange,
        after revision: UInt64?,
        initialState: Bool
    ) throws(StorageError) -> (id: Int, initialRevision: UInt64?) {
        guard isReady else { throw .unavailable("the cache is not ready") }
        let bounds = KeyBounds(range)
        let after = initialState ? self.revision : revision ?? self.revision
        if after < history.startRevision { throw .compacted(oldest: history.startRevision) }
        var seat = WatchSeats<Object>.Seat(
            range: range,
            bounds: bounds,
            after: after,
            position: history.position(after: after)
        )
        if initialState { seat.initial = WatchSeats.Initial(order: order, next: bounds) }
        return (seats.add(seat), initialState ? self.revision : nil)
    }

    fileprivate func isExpired(_ id: Int) -> Bool {
        guard let seat = seats[id] else { return true }
        return seat.isExpired || (!seat.isWaiting && seat.position < history.first)
    }

    fileprivate func revision(ofSeat id: Int) -> UInt64? {
        guard let seat = seats[id], seat.initial == nil else { return nil }
        if seat.isWaiting || seat.position == history.end { return max(revision, seat.after) }
        guard seat.position > history.first else { return max(seat.after, history.startRevision) }
        return max(seat.after, history[seat.position - 1].revision)
    }

    /// Reads events of a watcher; true if there may be more to look at.
    fileprivate mutating func read(_ id: Int, max: Int, scan: Int, into events: inout [WatchEvent<Object>]) -> Bool {
        guard let seat = seats[id], !seat.isExpired, !seat.isWaiting else { return false }
        guard seat.position >= history.first else {
            seats.expire(id)
            return false
        }
        var position = seat.position
        let stop = min(history.end, position + scan)
        while position < stop, events.count < max {
            let event = history[position]
            if event.revision > seat.after, seat.range.contains(StoreKey(event.key)) { events.append(event) }
            position += 1
        }
        if position == history.end {
            seats.wait(id, at: position)
            return false
        }
        seats.move(id, to: position)
        return events.count < max
    }
}
