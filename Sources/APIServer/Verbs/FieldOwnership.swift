internal import APIMachinery
internal import JSON

/// Keeps `metadata.managedFields`: who set which field.
struct FieldOwnership {
    let request: ResourceRequest
    let options: WriteOptions

    /// A new object belongs to who made it.
    func afterCreate(_ object: JSONValue) throws -> JSONValue { try managed(object, before: nil) }

    /// What a change touched goes to who changed it.
    func afterUpdate(_ object: JSONValue, before: JSONValue) throws -> JSONValue { try managed(object, before: before) }

    private func managed(_ object: JSONValue, before: JSONValue?) throws -> JSONValue {
        let kind = request.kind
        let requested = request.version
        let entries = ManagedFields.afterUpdate(
            old: before,
            new: object,
            schema: request.served.schema,
            manager: request.fieldManager(options),
            apiVersion: request.served.apiVersion,
            subresource: "",
            now: request.environment.now
        ) { tree, apiVersion in
            guard let target = kind.versions.firstIndex(where: { $0.apiVersion == apiVersion }) else { return nil }
            guard let converted = try? kind.convert(tree, from: requested, to: target) else { return nil }
            return (converted, kind.versions[target].schema)
        }
        var object = object
        object.setMetadata("managedFields", entries.isEmpty ? nil : .array(entries))
        return object
    }
}
