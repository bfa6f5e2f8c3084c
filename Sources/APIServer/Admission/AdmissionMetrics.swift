internal import Telemetry

/// How long admission takes: each part of it, and both phases as a whole.
///
/// Source: apiserver `admission/metrics`.
final class AdmissionMetrics: Sendable {
    /// The phase of a request.
    enum Phase: Int, Sendable {
        case admit, validate

        fileprivate var name: String { self == .admit ? "admit" : "validate" }
    }

    /// What is measured by itself, by its place among all that is.
    struct Part: Sendable {
        fileprivate let place: Int

        fileprivate static let whole = Part(place: 0)
        static let lifecycle = Part(place: 1)
        static let mutatingWebhooks = Part(place: 2)
        static let validatingWebhooks = Part(place: 3)

        /// One of the plug-ins, in their order.
        static func plugin(_ place: Int) -> Part { Part(place: 4 + place) }
    }

    private static let builtIn = ["", NamespaceLifecycle.name, MutatingWebhooks.name, ValidatingWebhooks.name]
    private static let operations: [AdmissionRequest.Operation] = [.create, .update, .delete, .connect]
    private static let buckets = [0.005, 0.025, 0.1, 0.5, 1, 2.5]

    private let parts: Histogram
    private let phases: Histogram
    /// By the place of the part.
    private let names: [String]
    /// What was fed once, found without a look at names.
    private let known: Locked<[Histogram.Child?]>

    init(registry: MetricsRegistry, plugins: [any AdmissionPlugin]) {
        parts = registry.histogram(
            "apiserver_admission_controller_admission_duration_seconds",
            help: "Time that a part of admission took.",
            labels: ["name", "type", "operation", "rejected"],
            buckets: Self.buckets
        )
        phases = registry.histogram(
            "apiserver_admission_step_admission_duration_seconds",
            help: "Time that a phase of admission took.",
            labels: ["type", "operation", "rejected"],
            buckets: Self.buckets
        )
        names = Self.builtIn + plugins.map { "\(type(of: $0))" }
        known = Locked(Array(repeating: nil, count: names.count * 2 * Self.operations.count * 2))
    }

    fileprivate func note(
        _ part: Part,
        _ phase: Phase,
        _ operation: AdmissionRequest.Operation,
        isRejected: Bool,
        _ seconds: Double
    ) {
        let place = Self.operations.firstIndex(of: operation) ?? 0
        let index = ((part.place * 2 + phase.rawValue) * Self.operations.count + place) * 2 + (isRejected ? 1 : 0)
        let child = known.withLock { known in
            if let child = known[index] { return child }
            let labels = [phase.name, operation.rawValue, isRejected ? "true" : "false"]
            let child = part.place == 0 ? phases.labels(labels) : parts.labels([names[part.place]] + labels)
            known[index] = child
            return child
        }
        child.observe(seconds)
    }
}

/// Measures one phase of one request, with one look at the clock for each part.
///
/// A part that throws is left as it is: whoever catches that calls ``finish(isRejected:)``, which counts it as refused.
struct AdmissionTimer {
    private let metrics: AdmissionMetrics
    private let phase: AdmissionMetrics.Phase
    private let operation: AdmissionRequest.Operation
    private var stopwatch = Stopwatch()
    private var current: AdmissionMetrics.Part?

    init(
        _ metrics: AdmissionMetrics,
        _ phase: AdmissionMetrics.Phase,
        _ operation: AdmissionRequest.Operation
    ) {
        self.metrics = metrics
        self.phase = phase
        self.operation = operation
    }

    /// A part begins.
    mutating func enter(_ part: AdmissionMetrics.Part) { current = part }

    /// It has ended well.
    mutating func leave() { note(isRejected: false) }

    /// What has been done since the last part belongs to none.
    mutating func skip() { _ = stopwatch.lap() }

    /// The phase has ended.
    mutating func finish(isRejected: Bool) {
        note(isRejected: true)
        metrics.note(.whole, phase, operation, isRejected: isRejected, stopwatch.total)
    }

    private mutating func note(isRejected: Bool) {
        guard let part = current.take() else { return }
        metrics.note(part, phase, operation, isRejected: isRejected, stopwatch.lap())
    }
}
