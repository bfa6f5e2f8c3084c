/// A metric that goes up and down, such as requests in flight.
public final class Gauge: Sendable {
    /// The gauge for one set of label values; keep it where it is changed often.
    public final class Child: Sendable {
        fileprivate let current = AtomicDouble()

        fileprivate init() {}

        /// The value now.
        public var value: Double { current.value }

        /// Sets the value.
        ///
        /// With concurrent `increment` or `decrement` calls one of both may win.
        public func set(_ value: Double) { current.set(value) }

        /// Adds one.
        ///
        /// One atomic instruction.
        public func increment() { current.step(1) }

        /// Takes one away.
        ///
        /// One atomic instruction.
        public func decrement() { current.step(-1) }

        /// Adds an amount, which may be negative.
        public func add(_ amount: Double) { current.add(amount) }
    }

    private let family: MetricFamily<Child>
    private let plain: Child?

    init(name: String, labels: [String]) {
        family = MetricFamily(name: name, labelNames: labels) { Child() }
        plain = labels.isEmpty ? family.child([String]()) : nil
    }

    /// The gauge for label values in the order of the label names.
    public func labels(_ values: [String]) -> Child { family.child(values) }

    /// The gauge for label values by name; every label needs one.
    public func labels(_ labels: [String: String]) -> Child { family.child(labels) }

    /// Forgets the gauge for those label values, so that it is not shown any more.
    public func remove(_ values: [String]) { family.remove(values) }

    /// Sets the value, if the metric has no labels.
    public func set(_ value: Double) { unlabelled.set(value) }

    /// Adds one, if the metric has no labels.
    public func increment() { unlabelled.increment() }

    /// Takes one away, if the metric has no labels.
    public func decrement() { unlabelled.decrement() }

    /// Adds an amount, if the metric has no labels.
    public func add(_ amount: Double) { unlabelled.add(amount) }

    private var unlabelled: Child {
        guard let plain else { preconditionFailure("metric \(family.name) has labels") }
        return plain
    }
}

extension Gauge: Metric {
    var kind: String { "gauge" }
    var labelNames: [String] { family.labelNames }

    func render(_ name: String, into text: inout ExpositionText) {
        for (labels, child) in family.sorted { text.sample(name, labels, child.value) }
    }
}

/// A metric whose value is asked for when the metrics are shown.
struct MeasuredMetric: Metric {
    let kind: String
    let measure: @Sendable () -> Double

    var labelNames: [String] { [] }

    func render(_ name: String, into text: inout ExpositionText) { text.sample(name, [], measure()) }
}
