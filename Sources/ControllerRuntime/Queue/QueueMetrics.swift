internal import Telemetry

/// What is counted of a queue.
///
/// Source: controller-runtime, `pkg/internal/metrics/workqueue.go`; component-base, `metrics/prometheus/workqueue`.
struct QueueMetrics: Sendable {
    private static let buckets = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100, 1000]

    private let depth: Gauge.Child
    private let adds: Counter.Child
    private let queued: Histogram.Child
    private let worked: Histogram.Child
    private let retries: Counter.Child

    /// Counts in a registry under the name of a controller.
    init(_ registry: MetricsRegistry, name: String) {
        let labels = ["name"]
        depth = registry.gauge("workqueue_depth", help: "Current depth of workqueue", labels: labels).labels([name])
        adds = registry.counter(
            "workqueue_adds_total",
            help: "Total number of adds handled by workqueue",
            labels: labels
        ).labels([name])
        queued = registry.histogram(
            "workqueue_queue_duration_seconds",
            help: "How long in seconds an item stays in workqueue before being requested",
            labels: labels,
            buckets: Self.buckets
        ).labels([name])
        worked = registry.histogram(
            "workqueue_work_duration_seconds",
            help: "How long in seconds processing an item from workqueue takes.",
            labels: labels,
            buckets: Self.buckets
        ).labels([name])
        retries = registry.counter(
            "workqueue_retries_total",
            help: "Total number of retries handled by workqueue",
            labels: labels
        ).labels([name])
    }

    func added(_ count: Int) { adds.increment(by: Double(count)) }
    func isDeep(_ count: Int) { depth.set(Double(count)) }
    func taken(after time: Duration) { queued.observe(time) }
    func done(after time: Duration) { worked.observe(time) }
    func retried() { retries.increment() }
}
