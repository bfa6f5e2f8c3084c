import JSON
import Testing

@testable import LocalControlPlane

@Suite struct DeploymentRevisionsTests {
    private typealias Change = DeploymentRevisions.Change

    private func deployment(
        image: String,
        revision: String? = nil,
        seen: Int64? = nil,
        replicas: Int64 = 2
    ) -> JSONValue {
        var deployment: JSONValue = [
            "metadata": ["name": "web", "namespace": "hive", "uid": "u", "generation": 3],
            "spec": [
                "replicas": .integer(replicas), "selector": ["matchLabels": ["app": "web"]],
                "template": [
                    "metadata": ["labels": ["app": "web"]],
                    "spec": ["containers": [["name": "web", "image": .string(image)]]],
                ],
            ],
        ]
        if let revision {
            deployment["metadata"]?["annotations"] = ["deployment.kubernetes.io/revision": .string(revision)]
        }
        if let seen { deployment["status"] = ["observedGeneration": .integer(seen)] }
        return deployment
    }

    private func created(_ changes: [Change]) throws -> JSONValue {
        try #require(changes.lazy.compactMap { if case .create(let set) = $0 { set } else { nil } }.first)
    }

    @Test func theFirstTemplateIsRevisionOne() throws {
        let changes = DeploymentRevisions.changes(deployment(image: "a"), [])
        let set = try created(changes)
        let hash = try #require(set["metadata"]?["labels"]?["pod-template-hash"]?.string)
        #expect(set.name == "web-" + hash)
        #expect(set["metadata"]?["annotations"]?["deployment.kubernetes.io/revision"] == "1")
        #expect(set["metadata"]?["ownerReferences"]?[0]?["uid"] == "u")
        #expect(set["spec"]?["selector"]?["matchLabels"] == ["app": "web", "pod-template-hash": .string(hash)])
        #expect(set["spec"]?["template"]?["spec"]?["containers"]?[0]?["image"] == "a")
        let annotation: JSONValue = ["metadata": ["annotations": ["deployment.kubernetes.io/revision": "1"]]]
        #expect(changes.contains(.annotate(annotation)))
        #expect(changes.contains(.observe(["status": ["observedGeneration": 3]])))
    }

    @Test func nothingIsMissingOnceAllIsThere() throws {
        let set = try created(DeploymentRevisions.changes(deployment(image: "a"), []))
        #expect(DeploymentRevisions.changes(deployment(image: "a", revision: "1", seen: 3), [set]) == [])
    }

    @Test func anotherTemplateIsTheNextRevisionAndTheOldSetIsEmptied() throws {
        let first = try created(DeploymentRevisions.changes(deployment(image: "a"), []))
        let changes = DeploymentRevisions.changes(deployment(image: "b", revision: "1", seen: 3), [first])
        let second = try created(changes)
        #expect(second["metadata"]?["annotations"]?["deployment.kubernetes.io/revision"] == "2")
        #expect(second.name != first.name)
        #expect(changes.contains(.patchSet(name: first.name, ["spec": ["replicas": 0]])))
    }

    @Test func aTemplateOfBeforeIsTheNewestRevisionAgain() throws {
        let first = try created(DeploymentRevisions.changes(deployment(image: "a"), []))
        let second = try created(DeploymentRevisions.changes(deployment(image: "b", revision: "1", seen: 3), [first]))
        let changes = DeploymentRevisions.changes(deployment(image: "a", revision: "2", seen: 3), [first, second])
        let annotation: JSONValue = ["metadata": ["annotations": ["deployment.kubernetes.io/revision": "3"]]]
        #expect(
            changes == [
                .patchSet(name: first.name, annotation),
                .patchSet(name: second.name, ["spec": ["replicas": 0]]),
                .annotate(annotation),
            ]
        )
    }

    @Test func moreReplicasAreNoNewRevision() throws {
        let set = try created(DeploymentRevisions.changes(deployment(image: "a"), []))
        let changes = DeploymentRevisions.changes(deployment(image: "a", revision: "1", seen: 3, replicas: 5), [set])
        #expect(changes == [.patchSet(name: set.name, ["spec": ["replicas": 5]])])
    }
}
