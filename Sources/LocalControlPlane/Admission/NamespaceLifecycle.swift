internal import APIMachinery
internal import APIServer
internal import JSON

/// Keeps new objects out of namespaces that are not there or about to go, and the namespaces that every cluster has.
///
/// Source: `k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle`.
struct NamespaceLifecycle: AdmissionPlugin {
    let objects: PlaneObjects

    private static let immortal = ["default", "kube-system", "kube-public"]

    /// `spec.finalizers` of a namespace are written through its subresource alone.
    func mutate(_ request: AdmissionRequest, objects _: ObjectReader) async throws -> JSONValue? {
        guard request.operation == .update, request.group.isEmpty, request.resource == "namespaces",
            request.subresource.isEmpty, var object = request.object
        else { return nil }
        object["spec"] = request.oldObject?["spec"]
        return object
    }

    func validate(_ request: AdmissionRequest, objects _: ObjectReader) async throws {
        if request.operation == .delete, request.group.isEmpty, request.resource == "namespaces" {
            guard !Self.immortal.contains(request.name) else {
                throw AdmissionRefusal("this namespace may not be deleted")
            }
            return
        }
        guard request.operation == .create, request.subresource.isEmpty, !request.namespace.isEmpty,
            !Self.isQuestion(request)
        else { return }
        guard let namespace = objects.get(.namespaces, name: request.namespace) else {
            throw StatusError.notFound(
                resource: GroupResource(group: "", resource: "namespaces"),
                name: request.namespace
            )
        }
        guard namespace.isTerminating else { return }
        throw AdmissionRefusal(
            "unable to create new content in namespace \(request.namespace) because it is being terminated"
        )
    }

    /// Whether somebody may do something in a namespace does not depend on the namespace.
    private static func isQuestion(_ request: AdmissionRequest) -> Bool {
        request.group == "authorization.k8s.io" && request.resource == "localsubjectaccessreviews"
    }
}
