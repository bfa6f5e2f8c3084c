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
        for (place, version) in definition.versions.enumerated() {
            guard let schema = version["schema"]?["openAPIV3Schema"] else { continue }
            let path = "spec.versions[\(place)].schema.openAPIV3Schema"
            if let place = Self.first(schema, path, where: { $0["x-kubernetes-validations"]?.array?.isEmpty == false })
            {
                request.warn("\(place).x-kubernetes-validations: the local control plane does not check rules in CEL")
            }
            let foreign = { (schema: JSONValue) in schema["pattern"]?.string.map(StructuralRules.isForeign) ?? false }
            if let place = Self.first(schema, path, where: foreign) {
                request.warn("\(place).pattern: is not understood here, and not checked")
            }
        }
    }

    /// The first place in a schema where something is so.
    private static func first(_ schema: JSONValue, _ path: String, where isSo: (JSONValue) -> Bool) -> String? {
        if isSo(schema) { return path }
        for (name, field) in schema["properties"]?.object ?? JSONObject() {
            if let found = first(field, "\(path).properties[\(name)]", where: isSo) { return found }
        }
        for key in ["items", "additionalProperties"] {
            if let part = schema[key], let found = first(part, path + "." + key, where: isSo) { return found }
        }
        return nil
    }
}
