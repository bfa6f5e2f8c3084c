internal import APIMachinery
internal import EventLoop
internal import JSON

/// One question to one webhook, ready to be sent.
struct WebhookCall: Sendable {
    let webhook: Webhook
    let review: AdmissionReview
    let body: [UInt8]
    /// When the request must have been answered; nil if it may take its time.
    let ends: ContinuousClock.Instant?

    /// Sends the body of a review to a webhook, within some time, and returns that of the answer.
    ///
    /// What it throws is the reason, in a few words.
    typealias Post =
        @Sendable (
            _ webhook: Webhook,
            _ body: [UInt8],
            _ timeout: Duration,
            _ loop: EventLoop
        ) async throws(AdmissionReview.Fault) -> [UInt8]

    /// Puts a question together.
    ///
    /// - Throws: 400 for a dry run that the webhook is not fit for, `.call` for a question that cannot be put.
    init(
        _ webhook: Webhook,
        _ request: AdmissionRequest,
        _ forms: WebhookForms,
        at place: Int,
        isMutating: Bool
    ) throws(WebhookFailure) {
        self.webhook = webhook
        ends = forms.request.context.ends
        if request.isDryRun {
            guard !webhook.sideEffects.isEmpty else { throw .call("Webhook SideEffects is nil", code: 400) }
            guard ["None", "NoneOnDryRun"].contains(webhook.sideEffects) else { throw .unfitForDryRun(webhook) }
        }
        do throws(AdmissionReview.Fault) {
            review = try AdmissionReview(webhook.reviewVersions, uid: UUID4.make(), isMutating: isMutating)
        } catch {
            throw .call("could not create admission objects: \(error.reason)", code: 400)
        }
        do {
            body = try review.body(request, forms, at: place)
        } catch {
            throw .refused(.internalError("\(error)"))
        }
    }

    /// The webhook's time, but no more than the request has left.
    private var timeout: Duration {
        guard let ends else { return webhook.timeout }
        return min(webhook.timeout, max(ContinuousClock.now.duration(to: ends), .milliseconds(1)))
    }

    /// Asks, and returns the answer whatever it says.
    func answer(_ post: Post, on loop: EventLoop) async throws(WebhookFailure) -> AdmissionReview.Answer {
        let bytes: [UInt8]
        do throws(AdmissionReview.Fault) {
            bytes = try await post(webhook, body, timeout, loop)
        } catch {
            throw .call("failed to call webhook: \(error.reason)", code: error.code)
        }
        do throws(AdmissionReview.Fault) {
            return try review.answer(bytes)
        } catch {
            throw .call("received invalid webhook response: \(error.reason)", code: error.code)
        }
    }
}
