import JSON
import Project
import Testing

@testable import apiserver_boot

@Suite struct RolloutStateTests {
    private static func deployment(_ status: JSONValue, generation: Int64 = 2, replicas: Int64 = 2) -> JSONValue {
        [
            "kind": "Deployment", "apiVersion": "apps/v1",
            "metadata": ["name": "bees", "namespace": "bees-system", "generation": .integer(generation)],
            "spec": [
                "replicas": .integer(replicas), "selector": ["matchLabels": ["b": "2", "a": "1"]],
            ],
            "status": status,
        ]
    }

    @Test(
        arguments: [
            (deployment([:]), "nobody has looked at it yet"),
            (deployment(["observedGeneration": 1, "updatedReplicas": 2]), "nobody has looked at it yet"),
            (deployment(["observedGeneration": 2, "updatedReplicas": 1]), "1 of 2 pods are new"),
            (deployment(["observedGeneration": 2, "updatedReplicas": 2, "replicas": 3]), "1 old pods are left"),
            (
                deployment(["observedGeneration": 2, "updatedReplicas": 2, "replicas": 2, "availableReplicas": 1]),
                "1 of 2 pods are available"
            ),
            (deployment(["observedGeneration": 3, "updatedReplicas": 2, "replicas": 2, "availableReplicas": 2]), nil),
            (deployment(["observedGeneration": 2], replicas: 0), nil),
        ] as [(JSONValue, String?)]
    )
    func isThereOnceEveryPodIsNewAndAvailable(_ deployment: JSONValue, _ obstacle: String?) {
        #expect(RolloutState.obstacle(deployment) == obstacle)
    }

    @Test func selectsByAllLabels() { #expect(RolloutState.selector(Self.deployment([:])) == "a=1,b=2") }

    @Test func aPodSaysMoreThanItsDeployment() {
        let refused: JSONValue = [
            "conditions": [["type": "ReplicaFailure", "status": "True", "message": "exceeded quota"]]
        ]
        let pod = PodFaultTests.pod([["image": "bees:v1", "state": ["waiting": ["reason": "ImagePullBackOff"]]]])
        let alone = RolloutState.problem(Self.deployment(refused), pods: [], after: "3 s")
        #expect(alone.cause == "its pods are refused: exceeded quota")
        #expect(alone.status == .timeout)
        let other = RolloutState.problem(Self.deployment(refused), pods: [pod], after: "3 s")
        #expect(other.cause == "pod/bees-1: ImagePullBackOff")
    }
}
