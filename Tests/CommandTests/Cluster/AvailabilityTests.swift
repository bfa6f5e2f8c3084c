import JSON
import Project
import Testing

@testable import apiserver_boot

@Suite struct AvailabilityTests {
    private static func service(_ status: String, _ reason: String, _ message: String) -> JSONValue {
        [
            "kind": "APIService", "metadata": ["name": "v1.insect.example.com"],
            "spec": ["service": ["name": "bees-apiserver", "namespace": "bees-system"]],
            "status": [
                "conditions": [
                    [
                        "type": "Available", "status": .string(status), "reason": .string(reason),
                        "message": .string(message),
                    ]
                ]
            ],
        ]
    }

    @Test func isThereWhenTheClusterSaysSo() {
        #expect(Availability.obstacle(Self.service("True", "Passed", "all checks passed")) == nil)
        #expect(Availability.obstacle(Self.service("False", "ServiceNotFound", "gone")) == "ServiceNotFound: gone")
        #expect(Availability.obstacle(["metadata": [:]]) == "the cluster has not looked at it yet")
    }

    @Test(arguments: [
        ("ServiceNotFound", "", "its Service is gone", "run in-cluster"),
        ("ServicePortError", "", "lacks the port", "kubectl get service bees-apiserver -n bees-system"),
        ("ServiceAccessError", "", "could not look", "try again"),
        ("EndpointsAccessError", "", "could not look", "try again"),
        ("EndpointsNotFound", "", "no pod behind its Service is ready", "kubectl get pods -n bees-system"),
        ("MissingEndpoints", "", "no pod behind its Service is ready", "kubectl logs deployment/bees-apiserver"),
        ("FailedDiscoveryCheck", "x509: certificate signed by unknown authority", "certificate", "caBundle"),
        ("FailedDiscoveryCheck", "context deadline exceeded", "cannot reach the pods", "NetworkPolicies"),
        ("FailedDiscoveryCheck", "connect: connection refused", "nobody listens", "kubectl logs"),
        ("FailedDiscoveryCheck", "bad status: 403", "refuses the cluster", "extension-apiserver-authentication"),
        ("FailedDiscoveryCheck", "bad status: 404", "does not serve this version", "push the image"),
        ("FailedDiscoveryCheck", "bad status: 500", "does not answer as it should", "kubectl logs"),
        ("Whatever", "of the future", "of the future", "kubectl describe apiservices"),
    ])
    func everyReasonHasACauseAndACure(_ reason: String, _ message: String, _ cause: String, _ fix: String) {
        let problem = Availability.problem(Self.service("False", reason, message), after: "3 min 0 s")
        #expect(problem.summary == "apiservice/v1.insect.example.com is not available after 3 min 0 s (\(reason))")
        #expect(problem.cause.contains(cause) && problem.cause.contains(message))
        #expect(problem.fix.contains(fix))
        #expect(problem.status == .timeout)
    }
}
