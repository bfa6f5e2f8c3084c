internal import JSON

/// `APIResourceList`, the discovery document of one group version.
enum LegacyDiscovery {
    /// What resources that share storage have in common.
    static func storageKey(_ resource: ServedResource) -> String {
        resource.definition.group + "/" + resource.definition.plural
    }

    /// The list of resources, sorted by name as given; `hashes` by `storageKey`.
    static func resourceList(
        _ group: String,
        _ version: String,
        _ resources: [ServedResource],
        hashes: [String: String]
    ) -> JSONValue {
        let entries = resources.flatMap { resource in
            [entry(resource, hash: resource.isStored ? hashes[storageKey(resource)] : nil)]
                + resource.subresources.sorted { $0.name < $1.name }.map { entry($0, of: resource) }
        }
        return [
            "kind": "APIResourceList",
            "apiVersion": "v1",
            "groupVersion": .string(group.isEmpty ? version : group + "/" + version),
            "resources": .array(entries),
        ]
    }

    private static func entry(_ resource: ServedResource, hash: String?) -> JSONValue {
        let definition = resource.definition
        var entry: JSONObject = [
            "name": .string(definition.plural),
            "singularName": .string(definition.singular),
            "namespaced": .bool(definition.scope == .namespaced),
            "kind": .string(definition.kind),
            "verbs": strings(resource.verbs.sorted()),
        ]
        if !definition.shortNames.isEmpty { entry["shortNames"] = strings(definition.shortNames) }
        if !definition.categories.isEmpty { entry["categories"] = strings(definition.categories) }
        if let hash { entry["storageVersionHash"] = .string(hash) }
        return .object(entry)
    }

    private static func entry(_ subresource: ServedResource.Subresource, of resource: ServedResource) -> JSONValue {
        var entry: JSONObject = [
            "name": .string(resource.definition.plural + "/" + subresource.name),
            "singularName": "",
            "namespaced": .bool(resource.definition.scope == .namespaced),
        ]
        if let kind = subresource.kind, (kind.group, kind.version) != (resource.kind.group, resource.kind.version) {
            entry["group"] = .string(kind.group)
            entry["version"] = .string(kind.version)
        }
        entry["kind"] = .string(subresource.kind?.kind ?? resource.definition.kind)
        entry["verbs"] = strings(subresource.verbs.sorted())
        return .object(entry)
    }

    private static func strings(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
}
