internal import Telemetry

/// How callers are identified and what they are allowed.
///
/// Source: apiserver `endpoints/filters/metrics.go`.
final class IdentityMetrics: Sendable {
    /// What became of a question, as its metrics call it.
    struct Result: Sendable {
        private let counter: Counter.Child
        private let duration: Histogram.Child

        fileprivate init(_ name: String, _ counter: Counter, _ duration: Histogram) {
            self.counter = counter.labels([name])
            self.duration = duration.labels([name])
        }

        /// Counts one answer.
        func record(seconds: Double) {
            counter.increment()
            duration.observe(seconds)
        }
    }

    let success: Result
    let failure: Result
    let allowed: Result
    let denied: Result
    let noOpinion: Result
    let failed: Result
    private let known: [String: Counter.Child]
    private let emails: Counter.Child
    private let others: Counter.Child

    /// Doubled fifteen times, from a millisecond.
    private static let buckets = (0..<15).map { 0.001 * Double(1 << $0) }

    init(registry: MetricsRegistry) {
        let attempts = registry.counter(
            "authentication_attempts",
            help: "Counter of authenticated attempts.",
            labels: ["result"]
        )
        let authentication = registry.histogram(
            "authentication_duration_seconds",
            help: "Authentication duration in seconds broken out by result.",
            labels: ["result"],
            buckets: Self.buckets
        )
        success = Result("success", attempts, authentication)
        failure = Result("failure", attempts, authentication)
        let questions = registry.counter(
            "authorization_attempts_total",
            help: "Counter of authorization attempts broken down by result.",
            labels: ["result"]
        )
        let authorization = registry.histogram(
            "authorization_duration_seconds",
            help: "Authorization duration in seconds broken out by result.",
            labels: ["result"],
            buckets: Self.buckets
        )
        allowed = Result("allowed", questions, authorization)
        denied = Result("denied", questions, authorization)
        noOpinion = Result("no-opinion", questions, authorization)
        failed = Result("error", questions, authorization)
        let byUser = registry.counter(
            "authenticated_user_requests",
            help: "Counter of authenticated requests broken out by username.",
            labels: ["username"]
        )
        known = Dictionary(uniqueKeysWithValues: Self.names.map { ($0, byUser.labels([$0])) })
        emails = byUser.labels(["email_id"])
        others = byUser.labels(["other"])
    }

    private static let names = [
        "admin", "client", "kube_proxy", "kubelet", "system:serviceaccount:kube-system:default",
    ]

    /// Counts a request of somebody, by one of few names.
    func authenticated(_ user: String) { child(user).increment() }

    private func child(_ user: String) -> Counter.Child {
        if let child = known[user] { return child }
        return user.utf8.contains(UInt8(ascii: "@")) ? emails : others
    }

    /// What counts such a decision.
    func result(_ decision: AuthorizationDecision) -> Result {
        switch decision {
        case .allow: allowed
        case .deny: denied
        case .noOpinion: noOpinion
        case .failed: failed
        }
    }
}
