internal import APIMachinery
internal import EventLoop
internal import JSON

/// Asks the cluster's validating webhooks whether a change may be, all at a time.
///
/// Source: apiserver `admission/plugin/webhook/validating`.
struct ValidatingWebhooks: Sendable {
    let phase: WebhookPhase

    static let name = "ValidatingAdmissionWebhook"
    private typealias Outcome = Result<AdmissionReview.Answer, WebhookFailure>

    /// - Throws: the first refusal, in the order of the webhooks.
    func check(_ request: AdmissionRequest, _ origin: ResourceRequest) async throws {
        let candidates = try await phase.candidates(for: request)
        guard !candidates.isEmpty else { return }
        let forms = WebhookForms(origin)
        let versions = forms.versions
        var asked: [(Webhook, Result<WebhookCall, WebhookFailure>)] = []
        for webhook in candidates {
            guard let place = try await phase.selection.place(of: webhook, request, versions: versions) else {
                continue
            }
            let call = Result { () throws(WebhookFailure) in
                try WebhookCall(webhook, request, forms, at: place, isMutating: false)
            }
            asked.append((webhook, call))
        }
        let outcomes = await outcomes(asked, request.operation, on: origin.context.loop)
        var refusal: StatusError?
        for (index, outcome) in outcomes.enumerated() {
            let webhook = asked[index].0
            do throws(StatusError) {
                try judge(outcome, webhook, index, origin.context)
            } catch {
                refusal = refusal ?? error
            }
        }
        if let refusal { throw refusal }
    }

    private func judge(
        _ outcome: Outcome,
        _ webhook: Webhook,
        _ index: Int,
        _ context: RequestContext
    ) throws(StatusError) {
        switch outcome {
        case .success(let answer):
            phase.show(answer, of: webhook, context)
            guard answer.isAllowed else {
                throw WebhookFailure.denied(by: webhook, answer.status).status(of: webhook)
            }
        case .failure(let failure):
            try phase.passOver(
                failure,
                webhook,
                context,
                annotation: "failed-open.validating.webhook.admission.k8s.io/round_0_index_\(index)",
                type: "validating"
            )
        }
    }

    private func outcomes(
        _ calls: [(Webhook, Result<WebhookCall, WebhookFailure>)],
        _ operation: AdmissionRequest.Operation,
        on loop: EventLoop
    ) async -> [Outcome] {
        // One alone needs no task of its own.
        if calls.count == 1 { return [await outcome(calls[0], operation, on: loop)] }
        return await withTaskGroup(of: (Int, Outcome).self) { group in
            for (index, call) in calls.enumerated() {
                group.addTask { (index, await outcome(call, operation, on: loop)) }
            }
            var outcomes: [(Int, Outcome)] = []
            for await outcome in group { outcomes.append(outcome) }
            return outcomes.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func outcome(
        _ call: (webhook: Webhook, question: Result<WebhookCall, WebhookFailure>),
        _ operation: AdmissionRequest.Operation,
        on loop: EventLoop
    ) async -> Outcome {
        let start = ContinuousClock.now
        let outcome: Outcome
        do throws(WebhookFailure) {
            outcome = .success(try await call.question.get().answer(phase.post, on: loop))
        } catch {
            outcome = .failure(error)
        }
        phase.metrics.asked(call.webhook, type: "validating", operation, outcome, took: start.duration(to: .now))
        return outcome
    }
}
