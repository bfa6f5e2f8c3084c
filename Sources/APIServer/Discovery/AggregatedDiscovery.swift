internal import JSON

/// `APIGroupDiscoveryList`, all of discovery in one document.
///
/// Source: Kubernetes API concepts, "Aggregated discovery"; api `apidiscovery/v2` types.
enum AggregatedDiscovery {
    /// The document of those groups.
    static func list(_ groups: [JSONValue]) -> JSONValue {
        [
            "kind": "APIGroupDiscoveryList",
            "apiVersion": "apidiscovery.k8s.io/v2",
            "metadata": [:],
            "items": .array(groups),
        ]
    }

    /// One group; versions in the order of preference.
    static func group(_ name: String, versions: [JSONValue]) -> JSONValue {
        ["metadata": ["name": .string(name)], "versions": .array(versions)]
    }

    /// One version of a group; resources sorted by name.
    static func version(_ name: String, _ resources: [ServedResource]) -> JSONValue {
        var version: JSONObject = ["version": .string(name)]
        if !resources.isEmpty { version["resources"] = .array(resources.map(resource)) }
        version["freshness"] = "Current"
        return .object(version)
    }

    private static func resource(_ resource: ServedResource) -> JSONValue {
        let definition = resource.definition
        var entry: JSONObject = [
            "resource": .string(definition.plural),
            "responseKind": kind(resource.kind),
            "scope": definition.scope == .namespaced ? "Namespaced" : "Cluster",
            "singularResource": .string(definition.singular),
            "verbs": strings(resource.verbs.sorted()),
        ]
        if !definition.shortNames.isEmpty { entry["shortNames"] = strings(definition.shortNames) }
        if !definition.categories.isEmpty { entry["categories"] = strings(definition.categories) }
        if !resource.subresources.isEmpty {
            let sorted = resource.subresources.sorted { $0.name < $1.name }
            entry["subresources"] = .array(
                sorted.map { subresource in
                    [
                        "subresource": .string(subresource.name),
                        "responseKind": kind(subresource.kind ?? resource.kind),
                        "verbs": strings(subresource.verbs.sorted()),
                    ]
                }
            )
        }
        return .object(entry)
    }

    private static func kind(_ kind: ServedResource.ObjectKind) -> JSONValue {
        ["group": .string(kind.group), "version": .string(kind.version), "kind": .string(kind.kind)]
    }

    private static func strings(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
}
