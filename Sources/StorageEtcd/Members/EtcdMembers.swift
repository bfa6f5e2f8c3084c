internal import Telemetry

/// Which member of the cluster is asked: one and the same until it fails, then the next one.
///
/// Any thread.
final class EtcdMembers: Sendable {
    private struct State: Sendable {
        var current = 0
        /// What the last call at the current member failed with; nil if it answered.
        var failure: String?
        var onLeave: (@Sendable (EtcdMember) -> Void)?
    }

    let all: [EtcdMember]
    private let log: Logger
    private let state = Locked(State())

    init(_ all: [EtcdMember], log: Logger) {
        self.all = all
        self.log = log
    }

    /// The member to ask.
    var current: EtcdMember { all[state.withLock { $0.current }] }

    /// Sets what is told of a member that is left for another one.
    func onLeave(_ body: @escaping @Sendable (EtcdMember) -> Void) { state.withLock { $0.onLeave = body } }

    /// Notes that a member has answered.
    func answered(_ member: EtcdMember) {
        let isNews = state.withLock { state in
            guard all[state.current].name == member.name, state.failure != nil else { return false }
            state.failure = nil
            return true
        }
        if isNews { log.info("etcd answers", [("member", member.name)]) }
    }

    /// Notes that a member has failed: the next one is asked from now on.
    func failed(_ member: EtcdMember, _ cause: String) {
        let (isNews, onLeave) = state.withLock { state -> (Bool, (@Sendable (EtcdMember) -> Void)?) in
            // Of several calls that fail together the first one turns the wheel.
            guard all[state.current].name == member.name else { return (false, nil) }
            let isNews = state.failure != cause
            state.failure = cause
            state.current = (state.current + 1) % all.count
            return (isNews, all.count > 1 ? state.onLeave : nil)
        }
        onLeave?(member)
        if isNews { log.warning("etcd does not answer", [("member", member.name), ("cause", cause)]) }
    }
}
