import JSON
import Project
import Templates
import Testing

@testable import apiserver_boot

@Suite struct ClusterObjectTests {
    @Test(arguments: [
        ("Namespace", "v1", nil, "/api/v1/namespaces/a", "namespace/a"),
        ("Secret", "v1", "b", "/api/v1/namespaces/b/secrets/a", "secret/a -n b"),
        (
            "PersistentVolumeClaim", "v1", "b", "/api/v1/namespaces/b/persistentvolumeclaims/a",
            "persistentvolumeclaim/a -n b"
        ),
        (
            "ClusterRole", "rbac.authorization.k8s.io/v1", nil, "/apis/rbac.authorization.k8s.io/v1/clusterroles/a",
            "clusterrole/a"
        ),
        (
            "APIService", "apiregistration.k8s.io/v1", nil, "/apis/apiregistration.k8s.io/v1/apiservices/a",
            "apiservice/a"
        ),
        (
            "PodDisruptionBudget", "policy/v1", "b", "/apis/policy/v1/namespaces/b/poddisruptionbudgets/a",
            "poddisruptionbudget/a -n b"
        ),
    ])
    func knowsItsPlace(_ kind: String, _ version: String, _ namespace: String?, _ path: String, _ title: String) {
        var json: JSONValue = ["kind": .string(kind), "apiVersion": .string(version), "metadata": ["name": "a"]]
        if let namespace { json["metadata"]?["namespace"] = .string(namespace) }
        #expect(ClusterObject(json).path == path)
        #expect(ClusterObject(json).title == title)
    }

    @Test func countsWhatWasApplied() {
        #expect(ClusterApply.Count(created: 17, unchanged: 2).text == "19 objects applied (17 created, 2 unchanged)")
        #expect(ClusterApply.Count(changed: 1).text == "1 object applied (1 changed)")
    }
}
