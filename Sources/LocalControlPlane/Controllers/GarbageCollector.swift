internal import JSON

/// Deletes what belonged to objects that are gone, here and on extension servers.
///
/// Lists everything when something may have changed: here at once, on extension servers when the revision of a list says so.
struct GarbageCollector: Sendable {
    let client: any PlaneClient

    /// One pass; true if it has to be repeated soon.
    func pass() async throws(PlaneFailure) -> Bool {
        let discovery = try await Discovery.ask(client)
        var nodes: [OwnerGraph.Node] = []
        for resource in discovery.resources where resource.verbs.isSuperset(of: ["delete", "list"]) {
            do throws(PlaneFailure) {
                nodes += (try await client.metadata(resource.path()) ?? []).map { OwnerGraph.Node($0, resource) }
            } catch {
                // What cannot be listed keeps what it has: owners there are looked up one by one.
                continue
            }
        }
        let graph = OwnerGraph(nodes)
        var absent: Set<String> = []
        for owner in graph.unknownOwners where try await isGone(owner, discovery) {
            absent.insert(owner["uid"]?.string ?? "")
        }
        let actions = graph.actions(absent: absent)
        for action in actions { await perform(action) }
        return !actions.isEmpty
    }

    /// Whether an owner is certainly gone: its kind is known, and its server says so.
    private func isGone(_ owner: JSONValue, _ discovery: Discovery) async throws(PlaneFailure) -> Bool {
        let kind = owner["kind"]?.string ?? ""
        guard let resource = discovery.resource(apiVersion: owner["apiVersion"]?.string ?? "", kind: kind),
            resource.verbs.contains("get"), !discovery.failures.contains(resource.apiVersion)
        else { return false }
        let path = resource.path(namespace: owner["namespace"]?.string ?? "") + "/" + (owner["name"]?.string ?? "")
        let answer = await client.send(
            PlaneRequest(
                method: "GET",
                target: path,
                accept: "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json"
            )
        )
        if answer.status == 404 { return true }
        return answer.isSuccess && answer.json.uid != owner["uid"]?.string
    }

    private func perform(_ action: OwnerGraph.Action) async {
        switch action {
        case .delete(let node, let policy):
            let options: JSONValue = [
                "kind": "DeleteOptions", "apiVersion": "v1", "propagationPolicy": .string(policy),
                "preconditions": ["uid": .string(node.uid), "resourceVersion": .string(node.resourceVersion)],
            ]
            _ = await client.send(PlaneRequest(method: "DELETE", target: node.path, body: options))
        case .keepOwners(let node, let owners):
            await patch(node, ["ownerReferences": owners.isEmpty ? .null : .array(owners)])
        case .dropFinalizer(let node, let finalizer):
            let others = node.finalizers.filter { $0 != finalizer }
            await patch(node, ["finalizers": others.isEmpty ? .null : .array(others.map { .string($0) })])
        }
    }

    /// Whoever changed the object meanwhile is right: the next pass sees it.
    private func patch(_ node: OwnerGraph.Node, _ metadata: JSONValue) async {
        var metadata = metadata
        metadata["uid"] = .string(node.uid)
        metadata["resourceVersion"] = .string(node.resourceVersion)
        _ = await client.send(
            PlaneRequest(
                method: "PATCH",
                target: node.path,
                body: ["metadata": metadata],
                contentType: "application/merge-patch+json"
            )
        )
    }
}
