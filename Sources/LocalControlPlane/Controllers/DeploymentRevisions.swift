internal import JSON

/// Numbers the revisions of Deployments: a ReplicaSet for each template that they have had, as whoever waits for a rollout
/// expects it.
///
/// Nothing here makes pods of them.
///
/// Source: `pkg/controller/deployment/sync.go`, `util/deployment_util.go`.
struct DeploymentRevisions: Sendable {
    let client: any PlaneClient
    let objects: PlaneObjects

    static let resources: [PlaneResource] = [.deployments, .replicaSets]
    private static let revision = "deployment.kubernetes.io/revision"
    private static let hashLabel = "pod-template-hash"

    func pass() async throws(PlaneFailure) -> Bool {
        let sets = objects.list(.replicaSets)
        for deployment in objects.list(.deployments) where !deployment.isTerminating {
            let own = sets.filter { Self.isOwned($0, by: deployment) }
            for change in Self.changes(deployment, own) { try await make(change, of: deployment) }
        }
        return false
    }

    /// One step towards what a Deployment asks for.
    enum Change: Equatable {
        /// A set for a template that is new.
        case create(JSONValue)
        /// Members of a set that are to be different.
        case patchSet(name: String, JSONValue)
        /// The Deployment's own revision.
        case annotate(JSONValue)
        /// That its generation has been seen.
        case observe(JSONValue)
    }

    /// What is missing; nothing if all is as it should be.
    static func changes(_ deployment: JSONValue, _ sets: [JSONValue]) -> [Change] {
        let template = deployment["spec"]?["template"] ?? .emptyObject
        let latest = sets.map(number).max() ?? 0
        let current = sets.first { plain($0["spec"]?["template"] ?? .null) == plain(template) }
        let wanted = current.map(number) == latest && latest > 0 ? latest : latest + 1
        var changes: [Change] = []
        if let current {
            if number(current) != wanted {
                changes.append(.patchSet(name: current.name, annotation(wanted)))
            }
        } else {
            changes.append(.create(set(for: deployment, template, revision: wanted)))
        }
        let replicas = deployment["spec"]?["replicas"]?.integer ?? 1
        for set in sets {
            let count = set.name == current?.name ? replicas : 0
            if set["spec"]?["replicas"]?.integer ?? 1 != count {
                changes.append(.patchSet(name: set.name, ["spec": ["replicas": .integer(count)]]))
            }
        }
        if number(deployment) != wanted { changes.append(.annotate(annotation(wanted))) }
        let generation = deployment["metadata"]?["generation"]?.integer ?? 1
        if deployment["status"]?["observedGeneration"]?.integer != generation {
            changes.append(.observe(["status": ["observedGeneration": .integer(generation)]]))
        }
        return changes
    }

    private func make(_ change: Change, of deployment: JSONValue) async throws(PlaneFailure) {
        let sets = PlaneResource.replicaSets.path(namespace: deployment.namespace)
        let own = PlaneResource.deployments.path(namespace: deployment.namespace) + "/" + deployment.name
        switch change {
        case .create(let set): try await client.create(set, at: sets)
        case .patchSet(let name, let patch): try await send(patch, to: sets + "/" + name)
        case .annotate(let patch): try await send(patch, to: own)
        case .observe(let patch): try await send(patch, to: own + "/status")
        }
    }

    private func send(_ patch: JSONValue, to path: String) async throws(PlaneFailure) {
        let type = "application/merge-patch+json"
        let answer = await client.send(PlaneRequest(method: "PATCH", target: path, body: patch, contentType: type))
        // What has gone meanwhile needs nothing more, and what has changed is looked at again.
        guard answer.isSuccess || answer.status == 404 || answer.status == 409 else { throw answer.failure }
    }

    // MARK: Sets

    private static func set(for deployment: JSONValue, _ template: JSONValue, revision number: Int64) -> JSONValue {
        let hash = hash(of: template)
        var template = template
        if template["metadata"] == nil { template["metadata"] = .emptyObject }
        if template["metadata"]?["labels"] == nil { template["metadata"]?["labels"] = .emptyObject }
        template["metadata"]?["labels"]?[hashLabel] = .string(hash)
        var selector = deployment["spec"]?["selector"] ?? .emptyObject
        if selector["matchLabels"] == nil { selector["matchLabels"] = .emptyObject }
        selector["matchLabels"]?[hashLabel] = .string(hash)
        var metadata: JSONValue = [
            "name": .string(deployment.name + "-" + hash), "namespace": .string(deployment.namespace),
            "annotations": [revision: .string(String(number))],
            "ownerReferences": [
                [
                    "apiVersion": "apps/v1", "kind": "Deployment", "name": .string(deployment.name),
                    "uid": .string(deployment.uid), "controller": true, "blockOwnerDeletion": true,
                ]
            ],
        ]
        if let labels = template["metadata"]?["labels"] { metadata["labels"] = labels }
        return [
            "apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": metadata,
            "spec": [
                "replicas": .integer(deployment["spec"]?["replicas"]?.integer ?? 1), "selector": selector,
                "template": template,
            ],
        ]
    }

    private static func annotation(_ number: Int64) -> JSONValue {
        ["metadata": ["annotations": [revision: .string(String(number))]]]
    }

    private static func number(_ object: JSONValue) -> Int64 {
        object["metadata"]?["annotations"]?[revision]?.string.flatMap { Int64($0) } ?? 0
    }

    private static func isOwned(_ set: JSONValue, by deployment: JSONValue) -> Bool {
        set.namespace == deployment.namespace
            && (set["metadata"]?["ownerReferences"]?.array ?? []).contains { $0["uid"]?.string == deployment.uid }
    }

    /// A template without the label that tells sets apart, and without what says nothing.
    private static func plain(_ template: JSONValue) -> JSONValue {
        guard var members = template.object, var metadata = members["metadata"]?.object else { return template }
        if var labels = metadata["labels"]?.object {
            labels.removeValue(forKey: hashLabel)
            metadata["labels"] = labels.isEmpty ? nil : .object(labels)
        }
        metadata.removeValue(forKey: "creationTimestamp")
        members["metadata"] = .object(metadata)
        return .object(members)
    }

    /// A name for a template, of letters that make no words.
    ///
    /// Source: apimachinery, `util/rand.SafeEncodeString`.
    private static func hash(of template: JSONValue) -> String {
        let letters = Array("bcdfghjklmnpqrstvwxz2456789")
        let number = JSONWriter.bytes(template).reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        return String(String(number).unicodeScalars.map { letters[Int($0.value) % letters.count] })
    }
}
