internal import Telemetry

/// One watcher's place in the history of a cache: a pull interface, without a buffer of its own.
///
/// Use it from one place at a time. Read with `next` until it answers nothing, then wait for the waker. A watcher that
/// reads so slowly that the history went on without it is expired: end it, its client lists again.
public final class WatchCursor<Object: AnyObject & Sendable>: Sendable {
    /// The revision of the state that is told first; nil if none was asked for.
    public let initialRevision: UInt64?

    private let cache: WatchCache<Object>
    private let seat: WatchSeat
    /// The rest of the state that is told first.
    private let initial: Locked<InitialState?>

    init(cache: WatchCache<Object>, seat: WatchSeat, initial: InitialState?) {
        self.cache = cache
        self.seat = seat
        self.initial = Locked(initial)
        initialRevision = initial?.revision
    }

    deinit { cache.state.withLock { $0.seats.leave(seat) } }

    /// Whether a part of the initial state is still to be read.
    ///
    /// The call of `next` that returns its last objects makes this false; no call returns both objects of the initial
    /// state and events after it.
    public var isInitial: Bool { initial.withLock { $0 != nil } }

    /// Whether this watcher cannot go on: it was too slow, or the cache had to start afresh.
    public var isExpired: Bool { cache.state.withLock { $0.isExpired(seat) } }

    /// Everything up to and including this revision has been read; nil while the initial state is read.
    ///
    /// What a bookmark says. With everything read it is the cache's own revision.
    public var revision: UInt64? { isInitial ? nil : cache.state.withLock { $0.revision(of: seat) } }

    /// Sets what is called when something can be read, or the watcher has expired.
    ///
    /// Called once after each `next` that read everything, from any thread and outside of locks; must be short. What
    /// became ready before this was set is not reported: read first.
    public func onEvents(_ waker: @escaping @Sendable () -> Void) {
        cache.state.withLock { _ in seat.waker = waker }
    }

    /// The next events, at most `max`; empty if there are none at present or the watcher has expired.
    ///
    /// Does not wait.
    public func next(max: Int) -> [WatchEvent<Object>] {
        if let initial = initial.withLock({ $0 }) { return next(max: max, of: initial) }
        var found: [CachedObject] = []
        while cache.state.withLock({ $0.read(seat, max: max, scan: scanLimit, into: &found) }) {}
        // Only events of this type are ever put in.
        return found.map { unsafeDowncast($0, to: WatchEvent<Object>.self) }
    }

    private func next(max: Int, of state: InitialState) -> [WatchEvent<Object>] {
        let page = state.order.page(state.bounds, limit: max)
        let events = page.elements.map { key, object in
            WatchEvent(
                type: .added,
                key: key.text,
                object: WatchCache<Object>.typed(object),
                previous: nil,
                revision: state.revision
            )
        }
        initial.withLock { initial in
            initial = page.next.map { next in
                InitialState(
                    order: state.order,
                    revision: state.revision,
                    bounds: KeyBounds(lower: next, upper: state.bounds.upper)
                )
            }
        }
        return events.isEmpty ? next(max: max) : events
    }
}

/// How many events one look into the history passes at most while others wait for the cache.
private let scanLimit = 1024

/// The state that a watcher is told first, as far as it has not been told.
struct InitialState: Sendable {
    let order: SortedMap<CachedObject>
    let revision: UInt64
    var bounds: KeyBounds
}

extension WatchCache {
    /// Starts to watch.
    ///
    /// - Parameters:
    ///   - range: which keys; nil for all of this cache.
    ///   - revision: changes after it; nil for changes after now.
    ///   - initialState: tell all objects as they are now first, as `added` in key order, and then the changes after
    ///     that, without gap or repetition; `revision` has no meaning then.
    /// - Returns: the watcher's place; it ends with its last reference.
    /// - Throws: `compacted` with the oldest revision to start from, if changes after `revision` are no longer kept;
    ///   `unavailable` if the cache is not ready.
    public func watch(
        _ range: KeyRange? = nil,
        after revision: UInt64? = nil,
        initialState: Bool = false
    ) throws(StorageError) -> WatchCursor<Object> {
        let range = range ?? .prefix(prefix)
        let (seat, initial) = try state.withLock { state throws(StorageError) in
            (
                try state.seat(for: range, after: initialState ? nil : revision),
                InitialState(order: state.order, revision: state.revision, bounds: KeyBounds(range))
            )
        }
        return WatchCursor(cache: self, seat: seat, initial: initialState ? initial : nil)
    }
}

extension SortedMap {
    /// The first elements of a range, and the key after them.
    fileprivate func page(_ bounds: KeyBounds, limit: Int) -> (elements: [(StoreKey, Value)], next: StoreKey?) {
        var elements: [(StoreKey, Value)] = []
        var next: StoreKey?
        forEach(in: bounds) { key, value in
            guard elements.count < limit else {
                next = key
                return false
            }
            elements.append((key, value))
            return true
        }
        return (elements, next)
    }
}

extension CacheState {
    /// The place of a new watcher of changes after a revision; nil for after now.
    fileprivate func seat(for range: KeyRange, after revision: UInt64?) throws(StorageError) -> WatchSeat {
        guard isReady else { throw .unavailable("the cache is not ready") }
        let after = revision ?? self.revision
        if after < history.startRevision { throw .compacted(oldest: history.startRevision) }
        return WatchSeat(range: range, after: after, position: history.position(after: after))
    }

    fileprivate func isExpired(_ seat: WatchSeat) -> Bool {
        seat.isExpired || (seat.waiting == nil && seat.position < history.first)
    }

    /// Everything up to here has been read.
    fileprivate func revision(of seat: WatchSeat) -> UInt64 {
        if seat.waiting != nil || seat.position == history.end { return max(revision, seat.after) }
        guard seat.position > history.first else { return max(seat.after, history.startRevision) }
        return max(seat.after, history[seat.position - 1].revision)
    }

    /// Reads events of a watcher; true if there may be more to look at.
    fileprivate mutating func read(
        _ seat: WatchSeat,
        max: Int,
        scan: Int,
        into events: inout [CachedObject]
    ) -> Bool {
        guard seat.waiting == nil, !seat.isExpired else { return false }
        guard seat.position >= history.first else {
            seat.isExpired = true
            return false
        }
        let stop = min(history.end, seat.position + scan)
        while seat.position < stop, events.count < max {
            let slot = history[seat.position]
            if slot.revision > seat.after, seat.range.contains(slot.key) { events.append(slot.event) }
            seat.position += 1
        }
        if seat.position == history.end {
            seats.wait(seat)
            return false
        }
        return events.count < max
    }
}
