/// Decides what a candidate does with a Lease: a pure value.
///
/// Only times of this machine are compared: how long ago the Lease was *seen* to change, never the clocks of others.
/// Source: client-go, `tools/leaderelection/leaderelection.go`.
struct LeaderElectionMachine {
    /// What to do with the Lease.
    enum Step: Equatable {
        /// Somebody else leads.
        case wait
        /// Write this; the leadership is ours if that succeeds.
        case write(LeaseRecord)
    }

    let identity: String
    let duration: Duration
    /// What the Lease said last, and when that was seen first.
    private(set) var observed: LeaseRecord?
    private var observedAt = Duration.zero

    init(identity: String, duration: Duration) {
        self.identity = identity
        self.duration = duration
    }

    /// Whether the Lease said last that this candidate leads.
    var isLeader: Bool { observed?.holder == identity }

    /// Who leads as far as is known.
    var leader: String? { observed.flatMap { $0.holder.isEmpty ? nil : $0.holder } }

    /// Says what to do now that the Lease was read.
    ///
    /// - Parameters:
    ///   - record: what it says; nil if there is none.
    ///   - now: time of this machine.
    ///   - date: the date, to write.
    /// - Returns: what to do.
    mutating func read(_ record: LeaseRecord?, now: Duration, date: MicroTime) -> Step {
        // Whoever deletes the Lease does not stop its holder.
        if record == nil, let observed, holds(observed, now: now) { return .wait }
        if record != observed {
            observed = record
            observedAt = now
        }
        guard let record else {
            return .write(
                LeaseRecord(holder: identity, duration: duration, acquired: date, renewed: date, transitions: 0)
            )
        }
        if holds(record, now: now) { return .wait }
        let isOurs = record.holder == identity
        return .write(
            LeaseRecord(
                holder: identity,
                duration: duration,
                acquired: isOurs ? record.acquired : date,
                renewed: date,
                transitions: isOurs ? record.transitions : record.transitions + 1
            )
        )
    }

    /// Whether somebody else may still believe that the leadership is theirs.
    private func holds(_ record: LeaseRecord, now: Duration) -> Bool {
        record.holder != identity && !record.holder.isEmpty && observedAt + record.duration > now
    }

    /// The Lease was written.
    mutating func wrote(_ record: LeaseRecord, now: Duration) {
        observed = record
        observedAt = now
    }

    /// What to write to let somebody else lead at once; nil if this candidate does not lead.
    func release(date: MicroTime) -> LeaseRecord? {
        guard isLeader, let observed else { return nil }
        return LeaseRecord(
            holder: "",
            duration: .seconds(1),
            acquired: date,
            renewed: date,
            transitions: observed.transitions
        )
    }
}
