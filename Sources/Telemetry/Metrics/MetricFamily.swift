/// The children of one metric, one per set of label values.
final class MetricFamily<Child: Sendable>: Sendable {
    let name: String
    let labelNames: [String]
    private let make: @Sendable () -> Child
    private let children: Locked<[[String]: Child]>

    init(name: String, labelNames: [String], make: @escaping @Sendable () -> Child) {
        self.name = name
        self.labelNames = labelNames
        self.make = make
        children = Locked([:])
    }

    /// The child with those values, in the order of the label names; made when it is asked for first.
    func child(_ values: [String]) -> Child {
        precondition(
            values.count == labelNames.count,
            "metric \(name) has the labels \(labelNames), not \(values.count) values"
        )
        return children.withLock { children in
            if let child = children[values] { return child }
            let child = make()
            children[values] = child
            return child
        }
    }

    func child(_ labels: [String: String]) -> Child {
        precondition(labels.count == labelNames.count, "metric \(name) has the labels \(labelNames)")
        return child(
            labelNames.map { label in
                guard let value = labels[label] else { preconditionFailure("metric \(name) needs the label \(label)") }
                return value
            }
        )
    }

    func remove(_ values: [String]) { children.withLock { $0[values] = nil } }

    /// The children sorted by their label values.
    var sorted: [(labels: [(String, String)], child: Child)] {
        let entries = children.withLock { Array($0) }
        return entries.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { (labels: Array(zip(labelNames, $0.key)), child: $0.value) }
    }
}
