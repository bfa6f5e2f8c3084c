internal import Telemetry

/// All objects below one prefix of a store, decoded, with the last changes: what reads and watches are served from.
///
/// The cache follows its back end: `run` lists, subscribes and keeps up until it is cancelled. Over an embedded store it
/// is never behind an answered write, since such a store tells its subscribers first. Everything else may be called from
/// any thread at any time; look-ups and listings take one short lock.
///
/// - Complexity: a look-up O(1); a listing O(log n) and its result; a change O(log n) and one wake-up per waiting
///   watcher, however many events it misses meanwhile.
public final class WatchCache<Object: AnyObject & Sendable>: Sendable {
    /// Makes an object of a stored one.
    ///
    /// `previous` is the object as it was before a change.
    ///
    /// Called where the store delivers its changes, one at a time, before the write that made the change is answered:
    /// keep it short, and leave to the object what can be done when somebody asks.
    public typealias Decode = @Sendable (_ stored: Stored, _ previous: Object?) throws -> Object

    /// What all keys of this cache start with; ends with `/`.
    public let prefix: String

    let backend: any StorageBackend
    let decode: Decode
    let cost: @Sendable (Object) -> Int
    let report: @Sendable (WatchCacheNotice) -> Void
    let clock: StorageClock
    let state: Locked<CacheState>
    let shared = SharedLook()

    /// Makes an empty cache; `run` fills it.
    ///
    /// - Parameters:
    ///   - backend: the store to follow.
    ///   - prefix: what the keys start with; ends with `/`.
    ///   - history: how many past events are kept.
    ///   - clock: measures the age of events, time-outs and back-off.
    ///   - cost: bytes that an object takes; bounds the history.
    ///   - report: told what an operator may want to know. Any thread.
    ///   - decode: makes an object of a stored one.
    public init(
        backend: any StorageBackend,
        prefix: String,
        history: HistoryLimits = HistoryLimits(),
        clock: some Clock<Duration> = ContinuousClock(),
        cost: @escaping @Sendable (Object) -> Int,
        report: @escaping @Sendable (WatchCacheNotice) -> Void,
        decode: @escaping Decode
    ) {
        precondition(prefix.hasSuffix("/"), "a prefix ends with a slash")
        self.backend = backend
        self.prefix = prefix
        self.decode = decode
        self.cost = cost
        self.report = report
        self.clock = StorageClock(clock)
        state = Locked(CacheState(limits: history))
    }

    // MARK: Condition

    /// Whether the cache has been filled and follows its store at present.
    public var isReady: Bool { state.withLock { $0.isReady } }

    /// The cache holds everything up to and including this revision; 0 before it was filled.
    public var revision: UInt64 { state.withLock { $0.revision } }

    /// How many objects there are.
    public var count: Int { state.withLock { $0.order.count } }

    /// What lies in the store and cannot be read.
    public var undecodable: [UndecodableObject] { state.withLock { Array($0.undecodable.values) } }

    // MARK: Reading

    /// The object of a key and the revision of its last change.
    public func get(_ key: String) -> (object: Object, revision: UInt64)? {
        let entry = state.withLock { $0.entry(StoreKey(key)) }
        guard let entry else { return nil }
        return (Self.typed(entry.object), entry.revision)
    }

    /// Objects in key order, all as they stand together at the cache's revision.
    ///
    /// - Parameters:
    ///   - prefix: the cache's own or a longer one; nil for all objects.
    ///   - start: the first key that may be returned; empty for the beginning.
    ///   - limit: at most so many; 0 for all.
    ///   - isIncluded: objects that it refuses are skipped and do not count against `limit`.
    /// - Returns: the page; `remaining` counts keys, whether a filter would refuse them or not.
    public func snapshot(
        prefix: String? = nil,
        start: String = "",
        limit: Int = 0,
        where isIncluded: ((Object) -> Bool)? = nil
    ) -> CacheSnapshot<Object> {
        let (order, revision) = state.withLock { ($0.order, $0.revision) }
        let bounds = KeyBounds(prefix: prefix ?? self.prefix, start: start)
        return page(of: order, bounds, limit: limit, revision: revision, where: isIncluded)
    }

    /// Objects as they stood at exactly `revision`.
    ///
    /// Served by the cache if nothing changed since then, or if it gave out an earlier page of that revision a short time
    /// ago; otherwise by the store.
    ///
    /// - Parameters:
    ///   - prefix: the cache's own or a longer one; nil for all objects.
    ///   - start: the first key that may be returned; empty for the beginning.
    ///   - limit: at most so many; 0 for all.
    ///   - revision: as things stood then.
    /// - Returns: the page; objects that cannot be read are left out.
    /// - Throws: `compacted`, `future` or `unavailable`, as the store's `list` does.
    public func list(
        prefix: String? = nil,
        start: String = "",
        limit: Int = 0,
        at revision: UInt64
    ) async throws(StorageError) -> CacheSnapshot<Object> {
        let prefix = prefix ?? self.prefix
        if let order = state.withLock({ $0.order(at: revision) }) {
            let bounds = KeyBounds(prefix: prefix, start: start)
            return page(of: order, bounds, limit: limit, revision: revision, where: nil)
        }
        let page = try await backend.list(prefix: prefix, start: start, limit: limit, revision: revision)
        let next = page.remaining > 0 ? page.items.last.map { $0.key + "\0" } : nil
        return CacheSnapshot(
            objects: page.items.compactMap(object),
            revision: page.revision,
            remaining: page.remaining,
            nextStart: next
        )
    }

    /// The object of a listed value; the cache's own if it is the same revision.
    private func object(_ stored: Stored) -> Object? {
        let entry = state.withLock { $0.entry(StoreKey(stored.key)) }
        if let entry, entry.revision == stored.revision { return Self.typed(entry.object) }
        do {
            return try decode(stored, nil)
        } catch {
            report(.undecodable(UndecodableObject(stored, error)))
            return nil
        }
    }

    /// Gives an object its type back; only objects of this type are ever put in.
    static func typed(_ object: CachedObject) -> Object { unsafeDowncast(object, to: Object.self) }

    /// A page of a consistent state.
    private func page(
        of order: SortedMap<CachedObject>,
        _ bounds: KeyBounds,
        limit: Int,
        revision: UInt64,
        where isIncluded: ((Object) -> Bool)?
    ) -> CacheSnapshot<Object> {
        let isWanted = isIncluded.map { isIncluded in { (object: CachedObject) in isIncluded(Self.typed(object)) } }
        let page = order.page(bounds, limit: limit, where: isWanted)
        if page.remaining > 0 {
            let now = clock.elapsed()
            state.withLock { $0.keep(order, at: revision, time: now) }
        }
        let objects = [Object](capacity: page.objects.count) { objects in
            for object in page.objects { objects.append(Self.typed(object)) }
        }
        return CacheSnapshot(
            objects: objects,
            revision: revision,
            remaining: page.remaining,
            nextStart: page.remaining > 0 ? page.last.map { $0.text + "\0" } : nil
        )
    }
}

extension SortedMap {
    /// Values of a range, how many keys come after them, and the last key that was looked at.
    func page(
        _ bounds: KeyBounds,
        limit: Int,
        where isIncluded: ((Value) -> Bool)?
    ) -> (objects: [Value], remaining: Int, last: StoreKey?) {
        let available = count(in: bounds)
        var objects: [Value] = []
        var seen = 0
        var last: StoreKey?
        if isIncluded == nil { objects.reserveCapacity(limit > 0 ? min(limit, available) : available) }
        forEachRun(in: bounds) { keys, values in
            var taken = values.count
            if let isIncluded {
                taken = 0
                for value in values {
                    if limit > 0, objects.count == limit { break }
                    taken += 1
                    if isIncluded(value) { objects.append(value) }
                }
            } else {
                if limit > 0 { taken = min(taken, limit - objects.count) }
                objects.append(contentsOf: values.prefix(taken))
            }
            seen += taken
            if taken > 0 { last = keys[keys.startIndex + taken - 1] }
            return limit == 0 || objects.count < limit
        }
        return (objects, available - seen, last)
    }
}

extension CacheState {
    /// The state at a revision, if it is the present one or was kept.
    func order(at revision: UInt64) -> SortedMap<CachedObject>? {
        if let kept = paged[revision] { return kept }
        let lastChange = history.count > 0 ? history[history.end - 1].revision : history.startRevision
        return isFilled && revision >= lastChange && revision <= self.revision ? order : nil
    }
}

extension UndecodableObject {
    init(_ stored: Stored, _ error: any Error) {
        self.init(key: stored.key, revision: stored.revision, reason: "\(error)")
    }
}
