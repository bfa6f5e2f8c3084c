internal import JSON

/// What the control plane and its extension servers serve together.
struct Discovery: Sendable, Equatable {
    /// One resource in its preferred version.
    struct Resource: Sendable, Hashable {
        var group: String
        var version: String
        var plural: String
        var kind: String
        var isNamespaced: Bool
        var verbs: Set<String>

        /// `group/version`.
        var apiVersion: String { group.isEmpty ? version : group + "/" + version }
        /// `plural.group`, as messages name it.
        var name: String { group.isEmpty ? plural : plural + "." + group }

        /// Path of a collection; empty namespace for all.
        func path(namespace: String = "") -> String {
            (group.isEmpty ? "/api/" + version : "/apis/" + apiVersion)
                + (namespace.isEmpty || !isNamespaced ? "" : "/namespaces/" + namespace) + "/" + plural
        }
    }

    var resources: [Resource] = []
    /// Group versions whose server does not answer.
    var failures: [String] = []

    /// Asks anew.
    static func ask(_ client: any PlaneClient) async throws(PlaneFailure) -> Discovery {
        var discovery = Discovery()
        if let core = try await client.get("/api/v1") { discovery.addCore(core) }
        let accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
        let answer = await client.send(PlaneRequest(method: "GET", target: "/apis", accept: accept))
        guard answer.isSuccess else { throw answer.failure }
        for group in answer.json["items"]?.array ?? [] { discovery.add(group) }
        return discovery
    }

    /// The resource of a kind, in whichever version it is preferred.
    func resource(apiVersion: String, kind: String) -> Resource? {
        let parts = apiVersion.split(separator: "/")
        let group = parts.count > 1 ? String(parts[0]) : ""
        return resources.first { $0.group == group && $0.kind == kind }
    }

    private mutating func addCore(_ list: JSONValue) {
        for entry in list["resources"]?.array ?? [] {
            guard let name = entry["name"]?.string, !name.contains("/") else { continue }
            resources.append(
                Resource(
                    group: "",
                    version: "v1",
                    plural: name,
                    kind: entry["kind"]?.string ?? "",
                    isNamespaced: entry["namespaced"]?.bool ?? false,
                    verbs: Set(entry["verbs"]?.array?.compactMap(\.string) ?? [])
                )
            )
        }
    }

    private mutating func add(_ group: JSONValue) {
        let name = group.name
        var seen: Set<String> = []
        for version in group["versions"]?.array ?? [] {
            let number = version["version"]?.string ?? ""
            if version["freshness"]?.string == "Stale" { failures.append(name + "/" + number) }
            for entry in version["resources"]?.array ?? [] {
                guard let plural = entry["resource"]?.string, seen.insert(plural).inserted else { continue }
                let kind = entry["responseKind"]?["kind"]?.string ?? ""
                guard !kind.isEmpty else { continue }
                resources.append(
                    Resource(
                        group: name,
                        version: number,
                        plural: plural,
                        kind: kind,
                        isNamespaced: entry["scope"]?.string == "Namespaced",
                        verbs: Set(entry["verbs"]?.array?.compactMap(\.string) ?? [])
                    )
                )
            }
        }
    }
}

extension PlaneClient {
    /// The metadata of all objects of a collection; nil if it cannot be listed at all (404, 405).
    func metadata(_ path: String) async throws(PlaneFailure) -> [JSONValue]? {
        let accept = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json"
        let answer = await send(PlaneRequest(method: "GET", target: path, accept: accept))
        if answer.status == 404 || answer.status == 405 { return nil }
        guard answer.isSuccess else { throw answer.failure }
        return answer.json["items"]?.array ?? []
    }
}
