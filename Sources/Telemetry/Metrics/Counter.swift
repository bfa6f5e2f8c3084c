/// A metric that only grows, such as requests that were answered.
public final class Counter: Sendable {
    /// The counter for one set of label values; keep it where it is counted often.
    public final class Child: Sendable {
        fileprivate let total = AtomicDouble()

        fileprivate init() {}

        /// What was counted so far.
        public var value: Double { total.value }

        /// Counts one more.
        ///
        /// One atomic instruction.
        public func increment() { total.step(1) }

        /// Counts that many more, which must not be negative.
        public func increment(by amount: Double) {
            precondition(amount >= 0, "a counter does not go down")
            total.add(amount)
        }
    }

    private let family: MetricFamily<Child>
    private let plain: Child?

    init(name: String, labels: [String]) {
        family = MetricFamily(name: name, labelNames: labels) { Child() }
        plain = labels.isEmpty ? family.child([String]()) : nil
    }

    /// The counter for label values in the order of the label names.
    public func labels(_ values: [String]) -> Child { family.child(values) }

    /// The counter for label values by name; every label needs one.
    public func labels(_ labels: [String: String]) -> Child { family.child(labels) }

    /// Counts one more, if the metric has no labels.
    public func increment() { unlabelled.increment() }

    /// Counts that many more, if the metric has no labels.
    public func increment(by amount: Double) { unlabelled.increment(by: amount) }

    private var unlabelled: Child {
        guard let plain else { preconditionFailure("metric \(family.name) has labels") }
        return plain
    }
}

extension Counter: Metric {
    var kind: String { "counter" }
    var labelNames: [String] { family.labelNames }

    func render(_ name: String, into text: inout ExpositionText) {
        for (labels, child) in family.sorted { text.sample(name, labels, child.value) }
    }
}
