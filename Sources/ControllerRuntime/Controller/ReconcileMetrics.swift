internal import Telemetry

/// What is counted of a controller.
///
/// Source: controller-runtime, `pkg/internal/controller/metrics`.
struct ReconcileMetrics: Sendable {
    /// How a reconciliation ended.
    enum Outcome: String, CaseIterable {
        case success, error
        case requeueAfter = "requeue_after"
    }

    private static let buckets = [
        0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.25, 1.5,
        1.75, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
    ]

    private let outcomes: [Outcome: Counter.Child]
    private let errors: Counter.Child
    private let terminal: Counter.Child
    private let time: Histogram.Child
    private let active: Gauge.Child

    init(_ registry: MetricsRegistry, controller: String, workers: Int) {
        let labels = ["controller"]
        let total = registry.counter(
            "controller_runtime_reconcile_total",
            help: "Total number of reconciliations per controller",
            labels: labels + ["result"]
        )
        outcomes = Dictionary(
            uniqueKeysWithValues: Outcome.allCases.map { ($0, total.labels([controller, $0.rawValue])) }
        )
        errors = registry.counter(
            "controller_runtime_reconcile_errors_total",
            help: "Total number of reconciliation errors per controller",
            labels: labels
        ).labels([controller])
        terminal = registry.counter(
            "controller_runtime_terminal_reconcile_errors_total",
            help: "Total number of terminal reconciliation errors per controller",
            labels: labels
        ).labels([controller])
        time = registry.histogram(
            "controller_runtime_reconcile_time_seconds",
            help: "Length of time per reconciliation per controller",
            labels: labels,
            buckets: Self.buckets
        ).labels([controller])
        active = registry.gauge(
            "controller_runtime_active_workers",
            help: "Number of currently used workers per controller",
            labels: labels
        ).labels([controller])
        registry.gauge(
            "controller_runtime_max_concurrent_reconciles",
            help: "Maximum number of concurrent reconciles per controller",
            labels: labels
        ).labels([controller]).set(Double(workers))
    }

    func began() { active.increment() }

    func ended(_ outcome: Outcome, isTerminal: Bool = false, after duration: Duration) {
        active.decrement()
        time.observe(duration)
        outcomes[outcome]?.increment()
        if outcome == .error { errors.increment() }
        if isTerminal { terminal.increment() }
    }
}
