internal import Telemetry

/// What the watches of one resource are sent.
///
/// Source: apiserver `endpoints/metrics`.
struct WatchMetrics: Sendable {
    private let events: Counter.Child
    private let sizes: Histogram.Child

    init(registry: MetricsRegistry, _ served: ServedVersion) {
        let definition = served.definition
        let labels = ["group", "version", "resource"]
        let values = [definition.group, definition.version, definition.plural]
        events = registry.counter(
            "apiserver_watch_events_total",
            help: "Number of events sent in watch clients",
            labels: labels
        )
        .labels(values)
        sizes = registry.histogram(
            "apiserver_watch_events_sizes",
            help: "Watch event size distribution in bytes",
            labels: labels,
            buckets: (0..<8).map { 1_024 * Double(1 << $0) }
        )
        .labels(values)
    }

    /// Counts one event.
    func sent(bytes: Int) {
        events.increment()
        sizes.observe(Double(bytes))
    }
}
