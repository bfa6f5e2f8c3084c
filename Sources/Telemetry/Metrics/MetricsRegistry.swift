/// What the registry shows: a kind and samples.
protocol Metric: Sendable {
    var kind: String { get }
    var labelNames: [String] { get }
    func render(_ name: String, into text: inout ExpositionText)
}

/// The metrics of one server, shown in the Prometheus text format.
///
/// There is no global registry: two servers in one process count for themselves. Asking again for a metric gives the
/// one that is there; asking for it with another kind or other labels is a programming error.
public final class MetricsRegistry: Sendable {
    private struct Entry: Sendable {
        let help: String
        let metric: any Metric
    }

    private let entries: Locked<[String: Entry]>

    /// Makes a registry without metrics.
    public init() { entries = Locked([:]) }

    /// The content type of `render()`.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// A metric that only grows; its name should end in `_total`.
    public func counter(_ name: String, help: String, labels: [String] = []) -> Counter {
        metric(name, help, labels) { Counter(name: name, labels: labels) }
    }

    /// A metric that goes up and down.
    public func gauge(_ name: String, help: String, labels: [String] = []) -> Gauge {
        metric(name, help, labels) { Gauge(name: name, labels: labels) }
    }

    /// A metric that sorts observations into buckets with ascending upper bounds.
    public func histogram(
        _ name: String,
        help: String,
        labels: [String] = [],
        buckets: [Double] = Histogram.requestBuckets
    ) -> Histogram {
        metric(name, help, labels) { Histogram(name: name, labels: labels, bounds: buckets) }
    }

    /// A gauge without labels whose value is asked for at each `render()`; the last registration wins.
    public func gauge(_ name: String, help: String, value: @escaping @Sendable () -> Double) {
        measured(name, help, "gauge", value)
    }

    /// A counter without labels whose value is asked for at each `render()`; the last registration wins.
    public func counter(_ name: String, help: String, value: @escaping @Sendable () -> Double) {
        measured(name, help, "counter", value)
    }

    /// All metrics, sorted by name, as text in the format of `contentType`.
    public func render() -> [UInt8] {
        let entries = entries.withLock { $0 }.sorted { $0.key < $1.key }
        var text = ExpositionText()
        for (name, entry) in entries {
            text.header(name, help: entry.help, kind: entry.metric.kind)
            entry.metric.render(name, into: &text)
        }
        return text.bytes
    }

    private func metric<M: Metric>(_ name: String, _ help: String, _ labels: [String], _ make: () -> M) -> M {
        precondition(Self.isName(name), "\(name) is no metric name")
        precondition(labels.allSatisfy { Self.isName($0) && $0 != "le" }, "\(labels) has what is no label name")
        return entries.withLock { entries in
            guard let present = entries[name] else {
                let metric = make()
                entries[name] = Entry(help: help, metric: metric)
                return metric
            }
            guard let metric = present.metric as? M, metric.labelNames == labels else {
                preconditionFailure("metric \(name) was registered differently before")
            }
            return metric
        }
    }

    private func measured(_ name: String, _ help: String, _ kind: String, _ value: @escaping @Sendable () -> Double) {
        precondition(Self.isName(name), "\(name) is no metric name")
        entries.withLock { $0[name] = Entry(help: help, metric: MeasuredMetric(kind: kind, measure: value)) }
    }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == 0x5F || $0 == 0x3A
        }
    }
}
