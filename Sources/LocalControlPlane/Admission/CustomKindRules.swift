internal import APIMachinery
internal import APIServer
internal import JSON

/// Makes nothing of a kind that is about to go, and says what of a schema is not checked here.
///
/// Source: apiextensions-apiserver `pkg/apiserver/customresource_handler.go`.
struct CustomKindRules: AdmissionPlugin {
    let objects: PlaneObjects

    func validate(_ request: AdmissionRequest, objects _: ObjectReader) async throws {
        if request.group == CustomDefinition.group, request.resource == CustomDefinition.plural {
            if request.subresource.isEmpty, let object = request.object, request.operation != .delete {
                warn(of: CustomDefinition(object), request)
            }
            return
        }
        guard request.operation == .create, request.subresource.isEmpty, request.group.contains("."),
            let definition = objects.get(
                .customResourceDefinitions,
                name: request.resource + "." + request.group
            ), definition.isTerminating
        else { return }
        let resource = GroupResource(group: request.group, resource: request.resource)
        var error = StatusError.methodNotSupported(resource: resource, action: "create")
        error.message = "create not allowed while custom resource definition is terminating"
        throw error
    }

    private func warn(of definition: CustomDefinition, _ request: AdmissionRequest) {
        for version in definition.versions {
            guard let schema = version["schema"]?["openAPIV3Schema"], Self.hasRules(schema) else { continue }
            request.warn(
                "spec.versions[\(version["name"]?.string ?? "")]: the local control plane does not check "
                    + "x-kubernetes-validations"
            )
        }
    }

    private static func hasRules(_ schema: JSONValue) -> Bool {
        if schema["x-kubernetes-validations"]?.array?.isEmpty == false { return true }
        let fields = schema["properties"]?.object.map { $0.map(\.1) } ?? []
        return (fields + [schema["items"], schema["additionalProperties"]].compactMap { $0 }).contains(where: hasRules)
    }
}
