import JSON
import Project
import Testing

@testable import apiserver_boot

@Suite struct EndingTests {
    private static func namespace(_ conditions: [String], finalizers: JSONValue = ["kubernetes"]) -> JSONValue {
        [
            "kind": "Namespace", "apiVersion": "v1",
            "metadata": ["name": "bees-system", "deletionTimestamp": "2026-11-28T00:00:00Z"],
            "spec": ["finalizers": finalizers],
            "status": [
                "conditions": .array(
                    conditions.map { ["type": .string($0), "status": "True", "message": .string("said of \($0)")] }
                )
            ],
        ]
    }

    @Test(
        arguments: [
            (["NamespaceDeletionDiscoveryFailure"], "said of NamespaceDeletionDiscoveryFailure", "get apiservices"),
            (["NamespaceFinalizersRemaining"], "said of NamespaceFinalizersRemaining", "-n bees-system"),
            ([], "nothing in the cluster deletes what is in namespaces", "kube-controller-manager"),
        ] as [([String], String, String)]
    )
    func aNamespaceSaysWhatItWaitsForAndWhatToDo(_ conditions: [String], _ cause: String, _ fix: String) {
        let present = Self.namespace(conditions)
        let problem = Ending.problem(ClusterObject(present), present, after: "3 s", "kubectl --context dev")
        #expect(problem.summary == "namespace/bees-system is still there after 3 s")
        #expect(problem.cause == cause)
        #expect(problem.fix.contains(fix))
        #expect(problem.status == .timeout)
    }

    @Test func anotherObjectNamesItsFinalizers() {
        let present: JSONValue = [
            "kind": "APIService", "metadata": ["name": "v1.a", "finalizers": ["example.com/hold"]],
            "status": ["conditions": [["type": "Available", "status": "True", "message": "all checks passed"]]],
        ]
        let problem = Ending.problem(ClusterObject(present), present, after: "3 s", "kubectl")
        #expect(problem.cause == "it waits for: example.com/hold")
        #expect(problem.fix.hasPrefix("kubectl get apiservice/v1.a -o yaml"))
    }
}
