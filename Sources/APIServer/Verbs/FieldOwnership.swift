internal import APIMachinery
internal import JSON

/// Keeps `metadata.managedFields` of one request's object: who set which field.
struct FieldOwnership {
    let request: ResourceRequest
    let options: WriteOptions

    /// The object with what changed since `before` given to who asks; nil for a new object.
    func record(_ object: JSONValue, before: JSONValue?) -> JSONValue {
        manager.update(
            old: before,
            new: object,
            manager: request.fieldManager(options),
            now: request.environment.now
        )
    }

    /// A configuration on top of an object, with its fields given to who applies; nil for a new object.
    func apply(_ config: JSONValue, to present: JSONValue?) throws(ApplyError) -> JSONValue {
        try manager.apply(
            live: present,
            config: config,
            manager: request.fieldManager(options),
            isForced: options.force,
            now: request.environment.now
        )
    }

    private var manager: FieldManager {
        let kind = request.kind
        return FieldManager(
            schema: request.served.schema,
            apiVersion: request.served.apiVersion,
            subresource: request.info.subresource,
            resetFields: StatusIsolation(request: request).resetFields
        ) { tree, apiVersion in
            let source = kind.versions.firstIndex { $0.apiVersion == tree["apiVersion"]?.string }
            guard let target = kind.versions.firstIndex(where: { $0.apiVersion == apiVersion }), let source,
                let converted = try? kind.convert(tree, from: source, to: target)
            else { return nil }
            return FieldManager.VersionedTree(tree: converted, schema: kind.versions[target].schema)
        }
    }
}
