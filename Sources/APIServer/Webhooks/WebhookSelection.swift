internal import APIMachinery
internal import JSON

/// Decides whether a webhook is asked about a request, and in which version.
///
/// Source: apiserver `admission/plugin/webhook/generic` `ShouldCallHook`, `predicates/namespace`, `predicates/object`.
struct WebhookSelection: Sendable {
    let namespaces: NamespaceBook

    /// The place of the version that the webhook is shown; nil if it is not asked.
    ///
    /// Faults that concern only the choice, such as a namespace that cannot be read, count only for webhooks whose
    /// rules mean the request.
    ///
    /// - Throws: what keeps the server from knowing, as the client is told.
    func place(
        of webhook: Webhook,
        _ request: AdmissionRequest,
        versions: [String]
    ) async throws(StatusError) -> Int? {
        guard let place = webhook.place(for: request, versions: versions) else { return nil }
        // Objects come before namespaces, which may have to be fetched; the first fault of upstream's order wins.
        let matchesObject = Result { () throws(StatusError) in try matches(webhook.objects, request) }
        if case .success(false) = matchesObject { return nil }
        guard try await matchesNamespace(webhook, request), try matchesObject.get() else { return nil }
        guard webhook.hasConditions else { return place }
        if webhook.ignoresFailures { return nil }
        throw .forbidden(
            resource: GroupResource(group: request.group, resource: request.resource),
            name: request.name,
            cause:
                "webhook \(GoText.quoted(webhook.name)) of configuration \(GoText.quoted(webhook.configuration)) has "
                + "matchConditions, which this server cannot evaluate (it has no CEL); its failurePolicy is Fail"
        )
    }

    private func matches(
        _ selector: Result<LabelSelector, LabelSelector.ObjectError>,
        _ request: AdmissionRequest
    ) throws(StatusError) -> Bool {
        let selector = try Self.value(selector)
        if selector.isEmpty { return true }
        return [request.object, request.oldObject].contains { object in
            guard let object else { return false }
            return selector.matches(object.metadata["labels"]?.object)
        }
    }

    private func matchesNamespace(_ webhook: Webhook, _ request: AdmissionRequest) async throws(StatusError) -> Bool {
        if request.namespace.isEmpty { return true }
        let selector = try Self.value(webhook.namespaces)
        if selector.isEmpty { return true }
        guard let namespace = try await namespaces.object(request.namespace) else {
            throw NamespaceBook.notFound(request.namespace)
        }
        return selector.matches(namespace.metadata["labels"]?.object)
    }

    private static func value(
        _ selector: Result<LabelSelector, LabelSelector.ObjectError>
    ) throws(StatusError) -> LabelSelector {
        switch selector {
        case .success(let selector): return selector
        case .failure(let error): throw .internalError(error.description)
        }
    }
}
