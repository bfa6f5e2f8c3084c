import APIMachinery
import JSON
import Testing

@testable import APIServer

/// What is counted of webhooks, with the labels of Kubernetes.
@Suite(.timeLimit(.minutes(1)))
struct WebhookMetricsTests {
    private static let refusals = "apiserver_admission_webhook_rejection_count"
    private static let requests = "apiserver_admission_webhook_request_total"
    private static let durations = "apiserver_admission_webhook_admission_duration_seconds"

    /// Makes a bee while one webhook answers like this.
    private func counted(
        isMutating: Bool,
        policy: String = "Fail",
        _ answer: @escaping WebhookCluster.Answer
    ) async throws -> WebhookCluster {
        let webhooks = [
            WebhookCluster.configuration("c", [WebhookCluster.webhook("a", ["failurePolicy": .string(policy)])])
        ]
        let cluster = WebhookCluster(
            mutating: isMutating ? webhooks : [],
            validating: isMutating ? [] : webhooks,
            answers: ["a": answer]
        )
        try await ServerUnderTest.run(cluster: cluster.admission()) { server in
            _ = try await server.send("POST", ServerUnderTest.bees, ServerUnderTest.bee("maya"))
        }
        return cluster
    }

    @Test(arguments: [true, false])
    func whatPassesIsNoRefusal(_ isMutating: Bool) async throws {
        let cluster = try await counted(isMutating: isMutating) { _ in ["allowed": true] }
        let type = isMutating ? "admit" : "validating"
        #expect(cluster.metric(Self.refusals).isEmpty)
        #expect(
            cluster.metric(Self.requests)
                == [#"\#(Self.requests){name="a",type="\#(type)",operation="CREATE",code="200",rejected="false"} 1"#]
        )
        #expect(
            cluster.metric(Self.durations)
                == [#"\#(Self.durations)_count{name="a",type="\#(type)",operation="CREATE",rejected="false"} 1"#]
        )
    }

    @Test(
        arguments: [
            (["allowed": false], "400"), (["allowed": false, "status": ["code": 200]], "400"),
            (["allowed": false, "status": ["code": 418]], "418"), (["allowed": false, "status": ["code": 999]], "600"),
        ] as [(JSONValue, String)],
        [true, false]
    )
    func aRefusalHasItsCode(_ refusal: (answer: JSONValue, code: String), _ isMutating: Bool) async throws {
        let cluster = try await counted(isMutating: isMutating) { _ in refusal.answer }
        let labels = #"name="a",type="\#(isMutating ? "admit" : "validating")",operation="CREATE""#
        #expect(
            cluster.metric(Self.refusals)
                == [#"\#(Self.refusals){\#(labels),error_type="no_error",rejection_code="\#(refusal.code)"} 1"#]
        )
        #expect(
            cluster.metric(Self.requests)
                == [#"\#(Self.requests){\#(labels),code="\#(refusal.code)",rejected="true"} 1"#]
        )
    }

    @Test(arguments: [true, false], [503, 404])
    func aFailedCallHasTheCodeOfItsFailure(_ isMutating: Bool, _ code: Int) async throws {
        let labels = #"name="a",type="\#(isMutating ? "admit" : "validating")",operation="CREATE""#
        let fault: WebhookCluster.Answer = { _ throws(AdmissionReview.Fault) in
            throw AdmissionReview.Fault(reason: "broken", code: code)
        }
        let closed = try await counted(isMutating: isMutating, fault)
        #expect(
            closed.metric(Self.refusals)
                == [#"\#(Self.refusals){\#(labels),error_type="calling_webhook_error",rejection_code="\#(code)"} 1"#]
        )
        #expect(closed.metric("apiserver_admission_webhook_fail_open_count").isEmpty)
        let open = try await counted(isMutating: isMutating, policy: "Ignore", fault)
        #expect(open.metric(Self.refusals).isEmpty)
        #expect(open.metric("apiserver_admission_webhook_fail_open_count").count == 1)
        #expect(open.metric(Self.requests) == [#"\#(Self.requests){\#(labels),code="\#(code)",rejected="false"} 1"#])
    }

    @Test
    func aPatchThatCannotBeAppliedIsOurFailure() async throws {
        let cluster = try await counted(isMutating: true) { _ in
            WebhookCluster.patch([["op": "replace", "path": "/nowhere/at/all", "value": 1]])
        }
        let labels = #"name="a",type="admit",operation="CREATE""#
        #expect(
            cluster.metric(Self.refusals)
                == [#"\#(Self.refusals){\#(labels),error_type="apiserver_internal_error",rejection_code="0"} 1"#]
        )
    }
}
