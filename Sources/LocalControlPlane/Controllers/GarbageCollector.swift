internal import JSON
internal import Synchronization

/// Deletes what belonged to objects that are gone, here and on extension servers.
///
/// Lists everything, but only if the revisions of the lists say that something has changed since the last time.
final class GarbageCollector: Sendable {
    private let client: any PlaneClient
    private let settled = Mutex(Settled())

    /// What the last pass saw when it left nothing to do.
    private struct Settled {
        var resources: [Discovery.Resource] = []
        var revisions: [String] = []
    }

    init(client: any PlaneClient) { self.client = client }

    /// One pass; true if it has to be repeated soon.
    func pass() async throws(PlaneFailure) -> Bool {
        let before = settled.withLock { $0 }
        if !before.resources.isEmpty, await revisions(of: before.resources) == before.revisions { return false }
        let discovery = try await Discovery.ask(client)
        let listed = discovery.resources.filter { $0.verbs.isSuperset(of: ["delete", "list"]) }
        let revisions = await revisions(of: listed)
        let (hasActed, isSure) = await look(discovery, listed)
        // Who could not be asked is asked again.
        let isSettled = isSure && !hasActed && !revisions.contains("")
        settled.withLock { $0 = isSettled ? Settled(resources: listed, revisions: revisions) : Settled() }
        return hasActed
    }

    /// The revisions of all collections; empty for one that cannot be listed.
    private func revisions(of resources: [Discovery.Resource]) async -> [String] {
        var revisions: [String] = []
        for resource in resources {
            let answer = await client.send(PlaneRequest(method: "GET", target: resource.path() + "?limit=1"))
            revisions.append(answer.json["metadata"]?["resourceVersion"]?.string ?? "")
        }
        return revisions
    }

    /// Looks at everything: whether there was something to do, and whether everybody who was asked has answered.
    private func look(
        _ discovery: Discovery,
        _ listed: [Discovery.Resource]
    ) async -> (hasActed: Bool, isSure: Bool) {
        var nodes: [OwnerGraph.Node] = []
        var isSure = true
        for resource in listed {
            do throws(PlaneFailure) {
                nodes += (try await client.metadata(resource.path()) ?? []).map { OwnerGraph.Node($0, resource) }
            } catch {
                // What cannot be listed keeps what it has: owners there are looked up one by one.
                isSure = false
            }
        }
        let graph = OwnerGraph(nodes)
        var absent: Set<String> = []
        for owner in graph.unknownOwners {
            switch await isGone(owner, discovery) {
            case true: absent.insert(owner["uid"]?.string ?? "")
            case false: break
            case nil: isSure = false
            }
        }
        let actions = graph.actions(absent: absent)
        for action in actions { await perform(action) }
        return (!actions.isEmpty, isSure)
    }

    /// Whether an owner is certainly gone: its kind is known, and its server says so; nil if nobody can tell.
    private func isGone(_ owner: JSONValue, _ discovery: Discovery) async -> Bool? {
        let kind = owner["kind"]?.string ?? ""
        guard let resource = discovery.resource(apiVersion: owner["apiVersion"]?.string ?? "", kind: kind),
            resource.verbs.contains("get"), !discovery.failures.contains(resource.apiVersion)
        else { return nil }
        // An object beside the namespaces cannot be owned by one within them: nothing follows from such a reference.
        if resource.isNamespaced, owner["namespace"]?.string ?? "" == "" { return false }
        let path = resource.path(namespace: owner["namespace"]?.string ?? "") + "/" + (owner["name"]?.string ?? "")
        let answer = await client.send(
            PlaneRequest(
                method: "GET",
                target: path,
                accept: "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json"
            )
        )
        if answer.status == 404 { return true }
        return answer.isSuccess ? answer.json.uid != owner["uid"]?.string : nil
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
