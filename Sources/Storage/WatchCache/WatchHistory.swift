/// The last events of a cache, in a ring.
///
/// Positions are sequence numbers that never come back.
struct WatchHistory: Sendable {
    /// One event and what a reader must know before it looks at it.
    struct Slot: Sendable {
        let key: StoreKey
        let revision: UInt64
        /// The `WatchEvent`.
        let event: CachedObject
        /// Bytes that the event's object takes.
        let bytes: Int
        /// When it came.
        let time: Duration
    }

    private let limits: HistoryLimits
    /// A ring; its size is a power of two.
    private var slots: [Slot?] = Array(repeating: nil, count: 128)
    private var bytes = 0

    /// The position of the oldest kept event.
    private(set) var first = 0
    /// The position that the next event will have.
    private(set) var end = 0
    /// Every event after this revision is kept.
    private(set) var startRevision: UInt64

    /// How many events are kept.
    var count: Int { end - first }

    init(limits: HistoryLimits, startRevision: UInt64) {
        self.limits = limits
        self.startRevision = startRevision
    }

    /// The event at a position from `first` to before `end`.
    subscript(position: Int) -> Slot {
        guard let slot = slots[position & (slots.count - 1)] else { preconditionFailure("position out of the ring") }
        return slot
    }

    /// The position of the first kept event after a revision.
    func position(after revision: UInt64) -> Int {
        var low = first
        var high = end
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle].revision <= revision { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Adds an event and forgets what the limits no longer allow at its time.
    mutating func append(_ slot: Slot) {
        if count == slots.count { resize(to: slots.count * 2) }
        slots[end & (slots.count - 1)] = slot
        end += 1
        bytes += slot.bytes
        trim(at: slot.time)
    }

    /// Forgets what the limits no longer allow at a time.
    mutating func trim(at time: Duration) {
        while let oldest = count > 0 ? slots[first & (slots.count - 1)] : nil, isDue(oldest, at: time) {
            slots[first & (slots.count - 1)] = nil
            startRevision = oldest.revision
            bytes -= oldest.bytes
            first += 1
        }
        if slots.count > 128, count <= slots.count / 4 { resize(to: slots.count / 2) }
    }

    /// Forgets everything; watchers of before find themselves expired.
    mutating func reset(startRevision: UInt64) {
        end += 1
        first = end
        bytes = 0
        slots = Array(repeating: nil, count: 128)
        self.startRevision = startRevision
    }

    private func isDue(_ oldest: Slot, at time: Duration) -> Bool {
        if count > limits.maximumEvents { return true }
        // The newest event stays even if it is too large alone: watchers are waiting for it.
        if bytes > limits.maximumBytes { return count > 1 }
        return count > limits.minimumEvents && time - oldest.time > limits.minimumAge
    }

    private mutating func resize(to size: Int) {
        var moved: [Slot?] = Array(repeating: nil, count: size)
        for position in first..<end { moved[position & (size - 1)] = slots[position & (slots.count - 1)] }
        slots = moved
    }
}
