internal import JSON

/// Reads the `APIResourceList` of a server that knows no aggregated discovery.
///
/// Source: apiserver `endpoints/discovery/aggregated` and `endpoints` `ConvertGroupVersionIntoToDiscovery`.
enum LegacyResources {
    /// The resources as the aggregated document tells of them; nil if it is no list.
    static func resources(_ tree: JSONValue, of groupVersion: GroupVersion) -> [JSONValue]? {
        guard tree["kind"]?.string == "APIResourceList", let entries = tree["resources"]?.array else { return nil }
        var resources: [JSONObject] = []
        var places: [String: Int] = [:]
        for entry in entries {
            let name = entry["name"]?.string ?? ""
            guard !name.utf8.contains(UInt8(ascii: "/")) else { continue }
            places[name] = resources.count
            resources.append(resource(entry, name, groupVersion))
        }
        for entry in entries {
            let parts = (entry["name"]?.string ?? "").split(separator: "/", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { continue }
            let place = places[parts[0]] ?? resources.count
            if place == resources.count {
                places[parts[0]] = place
                resources.append(["resource": .string(parts[0]), "scope": scope(entry), "singularResource": ""])
            }
            let below = subresource(entry, parts[1], groupVersion)
            let others = resources[place]["subresources"]?.array ?? []
            resources[place]["subresources"] = .array(others + [below])
        }
        return resources.map { DiscoveredVersion.complete(.object($0)) }
    }

    private static func resource(_ entry: JSONValue, _ name: String, _ groupVersion: GroupVersion) -> JSONObject {
        var resource: JSONObject = [
            "resource": .string(name), "responseKind": kind(entry, groupVersion), "scope": scope(entry),
            "singularResource": entry["singularName"] ?? "", "verbs": entry["verbs"] ?? [],
        ]
        for key in ["shortNames", "categories"] {
            if let values = entry[key]?.array, !values.isEmpty { resource[key] = .array(values) }
        }
        return resource
    }

    private static func subresource(_ entry: JSONValue, _ name: String, _ groupVersion: GroupVersion) -> JSONValue {
        ["subresource": .string(name), "responseKind": kind(entry, groupVersion), "verbs": entry["verbs"] ?? []]
    }

    private static func scope(_ entry: JSONValue) -> JSONValue {
        entry["namespaced"]?.bool == true ? "Namespaced" : "Cluster"
    }

    /// Group and version are left out where they are those of the list.
    private static func kind(_ entry: JSONValue, _ groupVersion: GroupVersion) -> JSONValue {
        let own = [entry["group"]?.string ?? "", entry["version"]?.string ?? ""]
        let isElsewhere = !own[1].isEmpty
        return [
            "group": .string(isElsewhere ? own[0] : groupVersion.group),
            "version": .string(isElsewhere ? own[1] : groupVersion.version),
            "kind": entry["kind"] ?? "",
        ]
    }
}
