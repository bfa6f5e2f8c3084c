/// A metric that sorts observations into buckets, such as how long requests took.
public final class Histogram: Sendable {
    /// Upper bounds in seconds that suit requests: 5 ms up to 60 s.
    public static let requestBuckets: [Double] = [
        0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60,
    ]

    /// The histogram for one set of label values; keep it where it is fed often.
    public final class Child: Sendable {
        fileprivate struct Counts {
            /// Observations per bucket; the last one is for those above every bound.
            var buckets: [Int]
            var sum = 0.0
        }

        private let bounds: [Double]
        fileprivate let counts: Locked<Counts>

        fileprivate init(bounds: [Double]) {
            self.bounds = bounds
            counts = Locked(Counts(buckets: Array(repeating: 0, count: bounds.count + 1)))
        }

        /// How much was observed, and the sum of it.
        public var total: (count: Int, sum: Double) {
            counts.withLock { ($0.buckets.reduce(0, +), $0.sum) }
        }

        /// Adds an observation.
        public func observe(_ value: Double) {
            var place = 0
            while place < bounds.count, !(value <= bounds[place]) { place += 1 }
            counts.withLock { counts in
                counts.buckets[place] += 1
                counts.sum += value
            }
        }

        /// Adds an observation, in seconds.
        public func observe(_ duration: Duration) {
            let (seconds, attoseconds) = duration.components
            observe(Double(seconds) + Double(attoseconds) / 1e18)
        }
    }

    private let bounds: [Double]
    private let family: MetricFamily<Child>
    private let plain: Child?

    init(name: String, labels: [String], bounds: [Double]) {
        precondition(
            zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 } && bounds.allSatisfy(\.isFinite),
            "the buckets of \(name) do not ascend"
        )
        self.bounds = bounds
        family = MetricFamily(name: name, labelNames: labels) { Child(bounds: bounds) }
        plain = labels.isEmpty ? family.child([String]()) : nil
    }

    /// The histogram for label values in the order of the label names.
    public func labels(_ values: [String]) -> Child { family.child(values) }

    /// The histogram for label values by name; every label needs one.
    public func labels(_ labels: [String: String]) -> Child { family.child(labels) }

    /// Adds an observation, if the metric has no labels.
    public func observe(_ value: Double) { unlabelled.observe(value) }

    /// Adds an observation in seconds, if the metric has no labels.
    public func observe(_ duration: Duration) { unlabelled.observe(duration) }

    private var unlabelled: Child {
        guard let plain else { preconditionFailure("metric \(family.name) has labels") }
        return plain
    }
}

extension Histogram: Metric {
    var kind: String { "histogram" }
    var labelNames: [String] { family.labelNames }

    func render(_ name: String, into text: inout ExpositionText) {
        for (labels, child) in family.sorted {
            let counts = child.counts.withLock { $0 }
            var cumulative = 0
            for (place, bound) in (bounds + [.infinity]).enumerated() {
                cumulative += counts.buckets[place]
                text.sample(name + "_bucket", labels + [("le", ExpositionText.number(bound))], Double(cumulative))
            }
            text.sample(name + "_sum", labels, counts.sum)
            text.sample(name + "_count", labels, Double(cumulative))
        }
    }
}
