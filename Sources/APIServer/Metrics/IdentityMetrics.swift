internal import Telemetry

/// How callers are identified and what they are allowed.
///
/// Source: apiserver `endpoints/filters/metrics.go`.
final class IdentityMetrics: Sendable {
    /// What became of a question, as its metrics call it.
    struct Results: Sendable {
        fileprivate let counters: [String: Counter.Child]
        fileprivate let durations: [String: Histogram.Child]

        fileprivate init(_ names: [String], _ counter: Counter, _ histogram: Histogram) {
            counters = Dictionary(uniqueKeysWithValues: names.map { ($0, counter.labels([$0])) })
            durations = Dictionary(uniqueKeysWithValues: names.map { ($0, histogram.labels([$0])) })
        }

        /// Counts one answer.
        func record(_ name: String, since start: ContinuousClock.Instant) {
            counters[name]?.increment()
            durations[name]?.observe(ContinuousClock.now - start)
        }
    }

    /// `success`, `failure`.
    let authentication: Results
    /// `allowed`, `denied`, `no-opinion`, `error`.
    let authorization: Results
    private let users: [String: Counter.Child]

    /// Doubled fifteen times, from a millisecond.
    private static let buckets = (0..<15).map { 0.001 * Double(1 << $0) }

    init(registry: MetricsRegistry) {
        authentication = Results(
            ["success", "failure"],
            registry.counter(
                "authentication_attempts",
                help: "Counter of authenticated attempts.",
                labels: ["result"]
            ),
            registry.histogram(
                "authentication_duration_seconds",
                help: "Authentication duration in seconds broken out by result.",
                labels: ["result"],
                buckets: Self.buckets
            )
        )
        authorization = Results(
            ["allowed", "denied", "no-opinion", "error"],
            registry.counter(
                "authorization_attempts_total",
                help: "Counter of authorization attempts broken down by result.",
                labels: ["result"]
            ),
            registry.histogram(
                "authorization_duration_seconds",
                help: "Authorization duration in seconds broken out by result.",
                labels: ["result"],
                buckets: Self.buckets
            )
        )
        let byUser = registry.counter(
            "authenticated_user_requests",
            help: "Counter of authenticated requests broken out by username.",
            labels: ["username"]
        )
        let names = Self.known + ["email_id", "other"]
        users = Dictionary(uniqueKeysWithValues: names.map { ($0, byUser.labels([$0])) })
    }

    private static let known = [
        "admin", "client", "kube_proxy", "kubelet", "system:serviceaccount:kube-system:default",
    ]

    /// Counts a request of somebody, by one of few names.
    func authenticated(_ user: String) {
        (users[user] ?? users[user.utf8.contains(UInt8(ascii: "@")) ? "email_id" : "other"])?.increment()
    }
}
