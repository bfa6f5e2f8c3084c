internal import APIMachinery
internal import EventLoop
internal import JSON
internal import Telemetry

/// What both kinds of webhooks need to be asked.
struct WebhookPhase: Sendable {
    /// The webhooks as they stand, in the order in which they are asked.
    let webhooks: @Sendable () -> [Webhook]
    /// Whether the webhooks are known; waits a while for it.
    let isReady: @Sendable () async -> Bool
    let namespaces: NamespaceBook
    let post: WebhookCall.Post
    let metrics: WebhookMetrics
    let log: Logger

    /// The webhooks to choose from; none if there are none or none is asked about such a request.
    ///
    /// - Throws: 403 while they are not known.
    func candidates(for request: AdmissionRequest) async throws -> [Webhook] {
        guard !Self.isExempt(request) else { return [] }
        guard await isReady(), await namespaces.isReady() else {
            throw request.forbidden("not yet ready to handle request")
        }
        return webhooks()
    }

    /// What configures admission must stay in reach when a webhook forbids everything.
    ///
    /// Source: apiserver `rules.IsExemptAdmissionConfigurationResource`.
    private static func isExempt(_ request: AdmissionRequest) -> Bool {
        request.group == "admissionregistration.k8s.io"
            && [
                "mutatingwebhookconfigurations", "validatingwebhookconfigurations", "validatingadmissionpolicies",
                "validatingadmissionpolicybindings", "mutatingadmissionpolicies", "mutatingadmissionpolicybindings",
            ].contains(request.resource)
    }

    var selection: WebhookSelection { WebhookSelection(namespaces: namespaces) }

    /// Hands on what an allowed or refused answer says besides.
    func show(_ answer: AdmissionReview.Answer, of webhook: Webhook, _ context: RequestContext) {
        answer.warnings.forEach(context.warn)
        for (key, value) in answer.annotations.sorted(by: { $0.key < $1.key }) {
            context.audit?.annotate("\(webhook.name)/\(key)", value)
        }
    }

    /// Passes a failed call over, if the webhook may be.
    ///
    /// - Throws: the failure as the client is told.
    func passOver(
        _ failure: WebhookFailure,
        _ webhook: Webhook,
        _ context: RequestContext,
        annotation: String,
        type: String
    ) throws(StatusError) {
        guard case .call(let reason, _) = failure else { throw failure.status(of: webhook) }
        let fields = [("webhook", webhook.name), ("configuration", webhook.configuration), ("error", reason)]
        guard webhook.ignoresFailures, !Task.isCancelled else {
            log.warning("a webhook failed, and so the request", fields)
            throw failure.status(of: webhook)
        }
        log.warning("a webhook failed and was passed over", fields)
        metrics.passedOver(webhook, type: type)
        context.audit?.annotate(annotation, webhook.name)
    }
}
