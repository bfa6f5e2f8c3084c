internal import APIMachinery
internal import EventLoop
internal import JSON

/// Lets the cluster's mutating webhooks change an object, one after the other.
///
/// Source: apiserver `admission/plugin/webhook/mutating`.
struct MutatingWebhooks: Sendable {
    let phase: WebhookPhase

    static let name = "MutatingAdmissionWebhook"

    /// What is remembered between the two rounds of one request.
    struct Memory {
        /// The object as the webhooks left it.
        fileprivate(set) var output: JSONValue?
        /// Those that want to be asked again, and have been asked since the object last changed.
        fileprivate var asked: Set<String> = []
        /// Those that are asked again in the second round.
        fileprivate var again: Set<String> = []

        init() {}

        /// The object has changed: whoever was asked before and cares is asked again.
        fileprivate mutating func noteChange() {
            again.formUnion(asked)
            asked = []
        }
    }

    /// The object as the webhooks want it.
    ///
    /// - Parameters:
    ///   - request: what is about to happen; without an object nothing can be changed.
    ///   - origin: the request as it came.
    ///   - memory: of this request.
    ///   - round: 0, or 1 after something has changed the object since.
    /// - Returns: the object with its defaults; nil if nobody changed it.
    /// - Throws: what the client is told.
    func mutate(
        _ request: AdmissionRequest,
        _ origin: ResourceRequest,
        _ memory: inout Memory,
        round: Int
    ) async throws -> JSONValue? {
        let candidates = try await phase.candidates(for: request)
        guard !candidates.isEmpty else { return nil }
        if round > 0, memory.output != request.object { memory.noteChange() }
        let forms = WebhookForms(origin)
        let versions = forms.versions
        var current = request
        for (index, webhook) in candidates.enumerated() {
            guard let place = try await phase.selection.place(of: webhook, current, versions: versions),
                round == 0 || memory.again.contains(webhook.id)
            else { continue }
            let turn = Turn(webhook: webhook, place: place, round: round, index: index)
            if let changed = try await ask(turn, current, forms) {
                current.object = changed
                memory.noteChange()
            }
            if webhook.isReinvoked { memory.asked.insert(webhook.id) }
        }
        memory.output = current.object
        if current.object == request.object { return nil }
        return current.object
    }

    /// One webhook's turn in a round.
    private struct Turn {
        let webhook: Webhook
        let place: Int
        let round: Int
        let index: Int

        var suffix: String { ".webhook.admission.k8s.io/round_\(round)_index_\(index)" }
    }

    /// - Returns: the changed object; nil if it is as it was.
    private func ask(
        _ turn: Turn,
        _ request: AdmissionRequest,
        _ forms: WebhookForms
    ) async throws -> JSONValue? {
        let context = forms.request.context
        let webhook = turn.webhook
        let start = ContinuousClock.now
        var answered: AdmissionReview.Answer?
        do throws(WebhookFailure) {
            let call = try WebhookCall(webhook, request, forms, at: turn.place, isMutating: true)
            let answer = try await call.answer(phase.post, on: context.loop)
            phase.show(answer, of: webhook, context)
            guard answer.isAllowed else {
                answered = answer
                throw .denied(by: webhook, answer.status)
            }
            let changed = try patched(answer, turn, request, forms)
            note(webhook, request.operation, .success(answer), since: start)
            annotate(turn, answer, isChanged: changed != nil, context)
            return changed
        } catch {
            note(webhook, request.operation, answered.map { .success($0) } ?? .failure(error), since: start)
            try phase.passOver(
                error,
                webhook,
                context,
                annotation: "failed-open.mutation" + turn.suffix,
                type: "admit"
            )
            return nil
        }
    }

    private func note(
        _ webhook: Webhook,
        _ operation: AdmissionRequest.Operation,
        _ outcome: Result<AdmissionReview.Answer, WebhookFailure>,
        since start: ContinuousClock.Instant
    ) {
        phase.metrics.asked(webhook, type: "admit", operation, outcome, took: start.duration(to: .now))
    }

    /// Applies the patch of an answer to what the webhook was shown.
    private func patched(
        _ answer: AdmissionReview.Answer,
        _ turn: Turn,
        _ request: AdmissionRequest,
        _ forms: WebhookForms
    ) throws(WebhookFailure) -> JSONValue? {
        guard !answer.patch.isEmpty else { return nil }
        do {
            let tree = try JSONReader.parse(answer.patch)
            let patch = try JSONPatch(tree)
            if tree.array?.isEmpty == true { return nil }
            guard let object = request.object else {
                throw StatusError.internalError(
                    "admission webhook \(GoText.quoted(turn.webhook.name)) attempted to modify the object, "
                        + "which is not supported for this operation"
                )
            }
            guard answer.patchType == "JSONPatch" else {
                throw WebhookFailure.call("unsupported patch type \(GoText.quoted(answer.patchType))", code: 400)
            }
            let shown = try forms.shown(object, at: turn.place)
            let changed = try forms.taken(try patch.apply(to: shown), over: object, at: turn.place)
            // Not by `?:`, which would take `nil` for JSON's null.
            if changed == object { return nil }
            return changed
        } catch let failure as WebhookFailure {
            throw failure
        } catch let error as StatusError {
            throw .refused(error)
        } catch {
            throw .refused(
                .internalError("the patch of admission webhook \(GoText.quoted(turn.webhook.name)): \(error)")
            )
        }
    }

    /// Source: apiserver `mutationAnnotationValue`.
    private func annotate(
        _ turn: Turn,
        _ answer: AdmissionReview.Answer,
        isChanged: Bool,
        _ context: RequestContext
    ) {
        guard context.audit != nil else { return }
        let webhook = turn.webhook
        let value: JSONValue = [
            "configuration": .string(webhook.configuration), "webhook": .string(webhook.name),
            "mutated": .bool(isChanged),
        ]
        context.audit?.annotate("mutation" + turn.suffix, String(decoding: JSONWriter.bytes(value), as: UTF8.self))
    }
}
