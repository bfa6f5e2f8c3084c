internal import APIMachinery
internal import JSON

/// Keeps objects out of namespaces that are not there or about to go.
///
/// A server that is no cluster's own does not hear of deletions before its informer does: until then a new object may
/// still come into a namespace that is about to go, as with upstream's servers.
/// Source: apiserver `admission/plugin/namespace/lifecycle`.
struct NamespaceLifecycle: Sendable {
    let namespaces: NamespaceBook
    /// Waits, for what has just been made to be heard of.
    var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

    static let name = "NamespaceLifecycle"
    private static let patience = Duration.milliseconds(50)

    /// - Throws: 404 for a namespace that does not exist, 403 for a new object in one that is being deleted.
    func check(_ request: AdmissionRequest) async throws {
        guard !request.namespace.isEmpty, request.operation != .delete, !Self.isQuestion(request) else { return }
        var namespace = namespaces.known(request.namespace)
        if namespace == nil {
            guard await namespaces.isReady() else { throw request.forbidden("not yet ready to handle request") }
            namespace = namespaces.known(request.namespace)
        }
        if namespace == nil, request.operation == .create {
            try await sleep(Self.patience)
            namespace = namespaces.known(request.namespace)
        }
        if namespace == nil { namespace = try await namespaces.live(request.namespace) }
        guard let namespace else { throw NamespaceBook.notFound(request.namespace) }
        guard request.operation == .create, namespace.at("status", "phase")?.string == "Terminating" else { return }
        throw Self.terminating(request)
    }

    private static func terminating(_ request: AdmissionRequest) -> StatusError {
        let name = request.namespace
        var error = request.forbidden(
            "unable to create new content in namespace \(name) because it is being terminated"
        )
        error.details?.causes = [
            StatusError.Cause(
                reason: "NamespaceTerminating",
                message: "namespace \(name) is being terminated",
                field: "metadata.namespace"
            )
        ]
        return error
    }

    /// Whether somebody may do something in a namespace does not depend on the namespace.
    private static func isQuestion(_ request: AdmissionRequest) -> Bool {
        request.group == "authorization.k8s.io" && request.resource == "localsubjectaccessreviews"
    }
}

extension AdmissionRequest {
    /// 403 in the words of an admission plug-in.
    ///
    /// An object whose name is still to be made goes by what it is to be made of.
    /// Source: apiserver `admission.NewForbidden`.
    func forbidden(_ cause: String) -> StatusError {
        var shown = name
        if shown.isEmpty, let object {
            shown = object.objectName
            if shown.isEmpty { shown = object.metadata["generateName"]?.string ?? "" }
        }
        let resource = GroupResource(group: group, resource: resource)
        return .forbidden(resource: resource, name: shown.isEmpty ? "Unknown" : shown, cause: cause)
    }
}
