internal import APIMachinery
internal import JSON
internal import KubeClient

/// Why a webhook let nothing pass.
enum WebhookFailure: Error, Sendable, Equatable {
    /// It could not be asked, or answered with nonsense; `failurePolicy` says what that means, the code is for metrics.
    case call(String, code: Int)
    /// It, or the way it was to be asked, forbids the request.
    case refused(StatusError)

    /// What the client is told if it is not passed over.
    func status(of webhook: Webhook) -> StatusError {
        switch self {
        case .call(let reason, _): .internalError("failed calling webhook \(GoText.quoted(webhook.name)): \(reason)")
        case .refused(let status): status
        }
    }

    /// The refusal of a webhook in its own words.
    ///
    /// Source: apiserver `admission/plugin/webhook/errors.ToStatusErr`.
    static func denied(by webhook: Webhook, _ status: JSONValue?) -> WebhookFailure {
        var tree = status ?? .emptyObject
        tree["kind"] = "Status"
        var error = StatusError(status: tree, code: 400) ?? StatusError(code: 400, reason: "", message: "")
        // A refusal must not look like a success, nor break the protocol.
        if !(400...599).contains(error.code) { error.code = 400 }
        let text = "admission webhook \(GoText.quoted(webhook.name)) denied the request"
        error.message =
            if !error.message.isEmpty {
                "\(text): \(error.message)"
            } else if !error.reason.isEmpty {
                "\(text): \(error.reason)"
            } else {
                "\(text) without explanation"
            }
        error.continueToken = nil
        return .refused(error)
    }

    /// Source: apiserver `NewDryRunUnsupportedErr`.
    static func unfitForDryRun(_ webhook: Webhook) -> WebhookFailure {
        .refused(.badRequest("admission webhook \(GoText.quoted(webhook.name)) does not support dry run"))
    }
}
