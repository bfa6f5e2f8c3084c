internal import APIMachinery
internal import Telemetry

/// What dashboards for Kubernetes want to know of webhooks.
struct WebhookMetrics: Sendable {
    private let durations: Histogram
    private let refusals: Counter
    private let passes: Counter
    private let requests: Counter

    init(registry: MetricsRegistry) {
        durations = registry.histogram(
            "apiserver_admission_webhook_admission_duration_seconds",
            help: "Time that a webhook took to answer.",
            labels: ["name", "type", "operation", "rejected"],
            buckets: [0.005, 0.025, 0.1, 0.5, 1, 2.5, 10, 25]
        )
        refusals = registry.counter(
            "apiserver_admission_webhook_rejection_count",
            help: "Requests that failed because of a webhook.",
            labels: ["name", "type", "operation", "error_type", "rejection_code"]
        )
        passes = registry.counter(
            "apiserver_admission_webhook_fail_open_count",
            help: "Calls of webhooks that failed and were passed over.",
            labels: ["name", "type"]
        )
        requests = registry.counter(
            "apiserver_admission_webhook_request_total",
            help: "Calls of webhooks.",
            labels: ["name", "type", "operation", "code", "rejected"]
        )
    }

    /// A webhook was asked; `type` is `admit` or `validating`.
    ///
    /// Source: apiserver `admission/plugin/webhook/mutating/dispatcher.go`.
    func asked(
        _ webhook: Webhook,
        type: String,
        _ operation: AdmissionRequest.Operation,
        _ outcome: Result<AdmissionReview.Answer, WebhookFailure>,
        took time: Duration
    ) {
        let operation = operation.rawValue
        var (code, fault) = (200, "no_error")
        var isRefused = false
        switch outcome {
        case .success(let answer):
            isRefused = !answer.isAllowed
            if isRefused { code = max(400, Int(clamping: answer.status?["code"]?.integer ?? 400)) }
        case .failure(.call(_, let failed)):
            (code, fault) = (failed, "calling_webhook_error")
            isRefused = !webhook.ignoresFailures
        case .failure(.refused):
            (code, fault) = (0, "apiserver_internal_error")
            isRefused = true
        }
        let rejected = isRefused ? "true" : "false"
        // Webhooks may say what they like; that is no reason to keep more.
        let shown = String(min(code, 600))
        durations.labels([webhook.name, type, operation, rejected]).observe(time / .seconds(1))
        requests.labels([webhook.name, type, operation, shown, rejected]).increment()
        // Who went away before the webhook answered was not refused by it.
        guard isRefused, fault != "calling_webhook_error" || !Task.isCancelled else { return }
        refusals.labels([webhook.name, type, operation, fault, shown]).increment()
    }

    /// A failed call was passed over.
    func passedOver(_ webhook: Webhook, type: String) { passes.labels([webhook.name, type]).increment() }
}
