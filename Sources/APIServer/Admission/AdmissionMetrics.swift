internal import Telemetry

/// How long admission takes: each part of it, and both phases as a whole.
///
/// Source: apiserver `admission/metrics`.
final class AdmissionMetrics: Sendable {
    /// The phase of a request.
    enum Phase: String, Sendable {
        case admit, validate
    }

    private struct Key: Hashable {
        /// Nil for a phase as a whole.
        let part: String?
        let phase: Phase
        let operation: AdmissionRequest.Operation
        let isRejected: Bool
    }

    private let parts: Histogram
    private let phases: Histogram
    private let known = Locked<[Key: Histogram.Child]>([:])
    /// What the plug-ins are called, in their order.
    let plugins: [String]

    private static let buckets = [0.005, 0.025, 0.1, 0.5, 1, 2.5]

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
        self.plugins = plugins.map { "\(type(of: $0))" }
    }

    /// Runs a part, or a phase if it has no name, and notes how long that takes.
    func measure<Result>(
        _ part: String?,
        _ phase: Phase,
        _ operation: AdmissionRequest.Operation,
        _ body: () async throws -> Result
    ) async throws -> Result {
        let stopwatch = Stopwatch()
        do {
            let result = try await body()
            note(Key(part: part, phase: phase, operation: operation, isRejected: false), stopwatch.total)
            return result
        } catch {
            note(Key(part: part, phase: phase, operation: operation, isRejected: true), stopwatch.total)
            throw error
        }
    }

    private func note(_ key: Key, _ seconds: Double) {
        let child = known.withLock { known in
            if let child = known[key] { return child }
            let labels = [key.phase.rawValue, key.operation.rawValue, key.isRejected ? "true" : "false"]
            let child = key.part.map { parts.labels([$0] + labels) } ?? phases.labels(labels)
            known[key] = child
            return child
        }
        child.observe(seconds)
    }
}
