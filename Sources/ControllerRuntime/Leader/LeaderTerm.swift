internal import Telemetry

/// Until when this copy of the program may act: what every reconciliation and every write asks before it begins.
///
/// A copy that stood still for a while (stopped, frozen, or the whole machine was) goes on where it was, before any of
/// its alarms rings. Others work by then, so the time is looked at before each step and not only when the Lease is due.
/// The term ends with the renew deadline, earlier than others take the Lease: what is on its way then arrives in time.
final class LeaderTerm: Sendable {
    private struct State {
        /// The leadership is certain until then; nil before the Lease was ours.
        var end: Duration?
        /// Why it has ended.
        var loss: LeadershipLost?
        /// It has ended by itself.
        var isLost = false
    }

    private let configuration: LeaderElectionConfiguration
    private let clock: ControllerClock
    private let onLoss: @Sendable (LeadershipLost) -> Void
    private let state = Locked(State())

    /// Makes a term that has not begun.
    ///
    /// - Parameters:
    ///   - configuration: how long it lasts after a renewal.
    ///   - clock: counts also the time in which the machine sleeps.
    ///   - onLoss: hears once that the term has ended by itself, at once: the work is still going on then.
    init(
        _ configuration: LeaderElectionConfiguration,
        clock: ControllerClock,
        onLoss: @escaping @Sendable (LeadershipLost) -> Void
    ) {
        self.configuration = configuration
        self.clock = clock
        self.onLoss = onLoss
    }

    /// When the answer to the next renewal must be there.
    var end: Duration { state.withLock { $0.end ?? clock.now() } }

    /// Begins the term, or makes it longer.
    ///
    /// - Parameter asked: before the Lease was written: others count from when they see it, which is later.
    func renewed(_ asked: Duration) { state.withLock { $0.end = asked + configuration.renewDeadline } }

    /// Why this copy must not act; nil if it may.
    func loss() -> LeadershipLost? {
        let now = clock.now()
        let (loss, isNews) = state.withLock { state -> (LeadershipLost?, Bool) in
            if let loss = state.loss { return (loss, false) }
            guard let end = state.end else {
                return (LeadershipLost(description: "this copy does not lead yet"), false)
            }
            guard now >= end else { return (nil, false) }
            state.loss = LeadershipLost(
                description: "the lease \(configuration.lease) could not be renewed for "
                    + "\((now - end + configuration.renewDeadline).components.seconds) s"
            )
            state.isLost = true
            return (state.loss, true)
        }
        if isNews, let loss { onLoss(loss) }
        return loss
    }

    /// Why it has ended by itself; nil while it has not, or was ended by ``finish()``.
    var lost: LeadershipLost? { state.withLock { $0.isLost ? $0.loss : nil } }

    /// Ends the term because another copy has the Lease.
    func taken(by leader: String) {
        let loss = LeadershipLost(description: "\(leader) has taken the lease \(configuration.lease)")
        let isNews = state.withLock { state in
            guard state.loss == nil else { return false }
            (state.loss, state.isLost) = (loss, true)
            return true
        }
        if isNews { onLoss(loss) }
    }

    /// Ends the term before the Lease is given up: others may act from then on.
    func finish() {
        state.withLock { state in
            guard state.loss == nil else { return }
            state.loss = LeadershipLost(description: "the lease \(configuration.lease) was given up")
        }
    }
}
