/// States of a cache that somebody is paging through, so that the next page needs no look into the store.
///
/// Costs what has changed since: a state shares all other nodes with the present one.
struct PagedStates: Sendable {
    private struct State: Sendable {
        let revision: UInt64
        let order: SortedMap<CachedObject>
        let time: Duration
    }

    /// More readers at once than this go to the store.
    private static let capacity = 8
    /// So long a reader may take for a page.
    private static let lifetime = Duration.seconds(75)

    /// In the order of their times.
    private var states: [State] = []

    /// The state at exactly this revision, if it was kept.
    subscript(revision: UInt64) -> SortedMap<CachedObject>? { states.first { $0.revision == revision }?.order }

    /// Keeps a state, or keeps it longer.
    mutating func keep(_ order: SortedMap<CachedObject>, at revision: UInt64, time: Duration) {
        states.removeAll { $0.revision == revision }
        states.append(State(revision: revision, order: order, time: time))
        if states.count > Self.capacity { states.removeFirst() }
    }

    /// Drops what nobody asked for in time.
    mutating func trim(at time: Duration) {
        while let oldest = states.first, time - oldest.time > Self.lifetime { states.removeFirst() }
    }
}
