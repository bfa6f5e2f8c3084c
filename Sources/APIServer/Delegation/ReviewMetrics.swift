internal import Telemetry

/// How often and how long the core API server is asked in place of a decision of the server's own.
///
/// Answers that are remembered from before are not asked for, and so not counted.
/// Source: apiserver `authentication/authenticatorfactory/metrics.go`, `authorization/authorizerfactory/metrics.go`.
struct ReviewMetrics: Sendable {
    private let total: Counter
    private let durations: Histogram

    /// What is asked.
    enum Question: String {
        /// Whose a token is.
        case authentication = "authn"
        /// What somebody may do.
        case authorization = "authz"
    }

    init(_ question: Question, registry: MetricsRegistry) {
        let prefix = "apiserver_delegated_\(question.rawValue)_request_"
        total = registry.counter(
            prefix + "total",
            help: "Number of HTTP requests partitioned by status code.",
            labels: ["code"]
        )
        durations = registry.histogram(
            prefix + "duration_seconds",
            help: "Request latency in seconds. Broken down by status code.",
            labels: ["code"],
            buckets: [0.25, 0.5, 0.7, 1, 1.5, 3, 5, 10]
        )
    }

    /// Counts one request; without a status there was no answer.
    func answered(_ code: Int?, seconds: Double) {
        let labels = [code.map { String($0) } ?? "<error>"]
        total.labels(labels).increment()
        durations.labels(labels).observe(seconds)
    }
}
