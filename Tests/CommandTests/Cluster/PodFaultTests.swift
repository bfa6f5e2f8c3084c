import JSON
import Testing

@testable import apiserver_boot

@Suite struct PodFaultTests {
    static func pod(_ containers: JSONValue, conditions: JSONValue = []) -> JSONValue {
        [
            "metadata": ["name": "bees-1", "namespace": "bees-system"],
            "status": ["containerStatuses": containers, "conditions": conditions],
        ]
    }

    @Test(
        arguments: [
            (
                pod([["image": "bees:v1", "state": ["waiting": ["reason": "ErrImagePull", "message": "not found"]]]]),
                "pod/bees-1: ErrImagePull: not found", "push bees:v1 to where the nodes find it"
            ),
            (
                pod([
                    [
                        "state": ["waiting": ["reason": "CrashLoopBackOff", "message": "back-off 10s"]],
                        "lastState": ["terminated": ["exitCode": 137, "reason": "OOMKilled"]],
                    ]
                ]),
                "pod/bees-1: CrashLoopBackOff: it ended last with status 137 (OOMKilled)",
                "kubectl logs bees-1 -n bees-system --previous"
            ),
            (
                pod([["state": ["waiting": ["reason": "CreateContainerConfigError", "message": "no secret"]]]]),
                "pod/bees-1: CreateContainerConfigError: no secret", "kubectl describe pod bees-1 -n bees-system"
            ),
            (
                pod(
                    [],
                    conditions: [
                        [
                            "type": "PodScheduled", "status": "False", "reason": "Unschedulable",
                            "message": "unbound immediate PersistentVolumeClaims",
                        ]
                    ]
                ),
                "pod/bees-1: Unschedulable: unbound immediate PersistentVolumeClaims", "kubectl describe pod"
            ),
            (
                pod([["name": "apiserver", "ready": false, "state": ["running": [:]]]]),
                "pod/bees-1: apiserver runs and is not ready", "kubectl logs bees-1 -n bees-system -c apiserver"
            ),
        ] as [(JSONValue, String, String)]
    )
    func saysWhatIsWrongAndWhatToDo(_ pod: JSONValue, _ text: String, _ fix: String) throws {
        let fault = try #require(PodFault(pod))
        #expect(fault.text == text)
        #expect(fault.fix.hasPrefix(fix))
    }

    @Test(arguments: [
        pod([["state": ["waiting": ["reason": "ContainerCreating"]]]]),
        pod([["ready": true, "state": ["running": [:]]]]), pod([]),
    ])
    func nothingIsWrongWithAPodThatComesUp(_ pod: JSONValue) { #expect(PodFault(pod) == nil) }
}
