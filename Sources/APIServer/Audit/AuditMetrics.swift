internal import Telemetry

/// What the audit log counts.
///
/// Source: apiserver `audit/metrics.go`.
final class AuditMetrics: Sendable {
    let events: Counter
    let rejected: Counter
    private let errors: Counter
    private let levels: [AuditLevel: Counter.Child]

    init(registry: MetricsRegistry) {
        events = registry.counter(
            "apiserver_audit_event_total",
            help: "Counter of audit events generated and sent to the audit backend."
        )
        rejected = registry.counter(
            "apiserver_audit_requests_rejected_total",
            help: "Counter of apiserver requests rejected due to an error in audit logging backend."
        )
        errors = registry.counter(
            "apiserver_audit_error_total",
            help: "Counter of audit events that failed to be audited properly. "
                + "Plugin identifies the plugin affected by the error.",
            labels: ["plugin"]
        )
        let byLevel = registry.counter(
            "apiserver_audit_level_total",
            help: "Counter of policy levels for audit events (1 per request).",
            labels: ["level"]
        )
        levels = Dictionary(uniqueKeysWithValues: AuditLevel.allCases.map { ($0, byLevel.labels([$0.rawValue])) })
    }

    func decided(_ level: AuditLevel) { levels[level]?.increment() }

    /// Events that were lost; `plugin` is `log`, `buffered` or `truncate`.
    func lost(_ count: Int, in plugin: String) { errors.labels([plugin]).increment(by: Double(count)) }
}
