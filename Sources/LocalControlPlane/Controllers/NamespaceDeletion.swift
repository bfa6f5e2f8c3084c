internal import APIMachinery
internal import JSON

/// Empties namespaces that are to go, those of extension servers included, and lets them go.
///
/// Source: `pkg/controller/namespace/deletion/namespaced_resources_deleter.go`.
struct NamespaceDeletion: Sendable {
    let client: any PlaneClient
    let objects: PlaneObjects
    /// Now, as objects carry it.
    let now: @Sendable () -> String

    private static let options: JSONValue = [
        "kind": "DeleteOptions", "apiVersion": "v1", "propagationPolicy": "Background",
    ]

    /// One pass over all namespaces; true if one of them is not done.
    func pass() async throws(PlaneFailure) -> Bool {
        let ending = objects.list(.namespaces).filter { namespace in
            namespace.isTerminating && namespace["spec"]?["finalizers"]?.array?.contains("kubernetes") == true
        }
        guard !ending.isEmpty else { return false }
        let discovery = try await Discovery.ask(client)
        var isUnfinished = false
        for namespace in ending where try await !remove(namespace, discovery) { isUnfinished = true }
        return isUnfinished
    }

    private func remove(_ namespace: JSONValue, _ discovery: Discovery) async throws(PlaneFailure) -> Bool {
        var found = NamespaceConditions(undiscovered: discovery.failures)
        for resource in discovery.resources where resource.isNamespaced && resource.verbs.contains("delete") {
            do throws(PlaneFailure) {
                try await empty(resource, namespace.name, &found)
            } catch {
                found.failures.append(error.message)
            }
        }
        guard found.isEmpty else {
            try await tell(found, of: namespace)
            return false
        }
        return try await finalize(namespace)
    }

    private func empty(
        _ resource: Discovery.Resource,
        _ namespace: String,
        _ found: inout NamespaceConditions
    ) async throws(PlaneFailure) {
        let path = resource.path(namespace: namespace)
        guard var items = try await client.metadata(path), !items.isEmpty else { return }
        var isEmptied = false
        if resource.verbs.contains("deletecollection") {
            let answer = await client.send(PlaneRequest(method: "DELETE", target: path, body: Self.options))
            isEmptied = answer.isSuccess
            if !answer.isSuccess, answer.status != 404, answer.status != 405 { throw answer.failure }
        }
        if !isEmptied {
            for item in items {
                let answer = await client.send(
                    PlaneRequest(method: "DELETE", target: path + "/" + item.name, body: Self.options)
                )
                if !answer.isSuccess, answer.status != 404, answer.status != 405 { throw answer.failure }
            }
        }
        items = try await client.metadata(path) ?? []
        guard !items.isEmpty else { return }
        found.remaining[resource.name] = items.count
        for finalizer in items.flatMap(\.finalizers) { found.finalizers[finalizer, default: 0] += 1 }
        if items.contains(where: \.finalizers.isEmpty) {
            found.failures.append(
                "unexpected items still remain in namespace: \(namespace) for gvr: "
                    + "\(resource.group)/\(resource.version), Resource=\(resource.plural)"
            )
        }
    }

    /// Writes the conditions, if they have changed.
    private func tell(_ found: NamespaceConditions, of namespace: JSONValue) async throws(PlaneFailure) {
        let path = PlaneResource.namespaces.path() + "/" + namespace.name
        guard var present = try await client.get(path) else { return }
        let conditions = present["status"]?["conditions"]?.array ?? []
        guard let changed = found.set(in: conditions, now: now()) else { return }
        present["status"] = ["phase": "Terminating", "conditions": .array(changed)]
        try await client.replace(present, at: path + "/status")
    }

    /// Takes the control plane's own finalizer away; false if somebody changed the namespace meanwhile.
    private func finalize(_ namespace: JSONValue) async throws(PlaneFailure) -> Bool {
        let path = PlaneResource.namespaces.path() + "/" + namespace.name
        guard var present = try await client.get(path) else { return true }
        let finalizers = (present["spec"]?["finalizers"]?.array ?? []).filter { $0 != "kubernetes" }
        present["spec"] = finalizers.isEmpty ? .emptyObject : ["finalizers": .array(finalizers)]
        let answer = await client.send(PlaneRequest(method: "PUT", target: path + "/finalize", body: present))
        if answer.status == 409 { return false }
        guard answer.isSuccess || answer.status == 404 else { throw answer.failure }
        return true
    }
}
