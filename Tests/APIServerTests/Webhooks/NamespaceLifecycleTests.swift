import JSON
import Telemetry
import Testing

@testable import APIServer

/// Objects and the namespaces that they are to be in.
@Suite(.timeLimit(.minutes(1)))
struct NamespaceLifecycleTests {
    private let bees = ServerUnderTest.bees
    private let maya = ServerUnderTest.bees + "/maya"

    private func run(
        _ cluster: WebhookCluster,
        _ body: @Sendable (ServerUnderTest) async throws -> Void
    ) async throws { try await ServerUnderTest.run(cluster: cluster.admission(lifecycle: true), body) }

    @Test func refusesWhatWouldComeIntoNoNamespace() async throws {
        let cluster = WebhookCluster()
        try await run(cluster) { server in
            let path = "/apis/insect.example.com/v1/namespaces/nowhere/bees"
            for answer in [
                try await server.send("POST", path, ServerUnderTest.bee("maya")),
                try await server.patch(
                    path + "/maya?fieldManager=a",
                    ServerUnderTest.bee("maya"),
                    type: "apply-patch+yaml"
                ),
            ] {
                #expect(answer.status == 404)
                #expect(answer.json["message"] == "namespaces \"nowhere\" not found")
                #expect(answer.json["details"] == ["name": "nowhere", "kind": "namespaces"])
            }
            #expect(cluster.lookedUp == ["nowhere", "nowhere"])
        }
    }

    @Test func asksForANamespaceThatItHasNotHeardOf() async throws {
        let cluster = WebhookCluster()
        cluster.unheard.withLock { $0["new"] = WebhookCluster.namespace("new") }
        try await run(cluster) { server in
            let path = "/apis/insect.example.com/v1/namespaces/new/bees"
            let answer = try await server.send("POST", path, ServerUnderTest.bee("maya"))
            #expect(answer.status == 201)
            #expect(cluster.lookedUp == ["new"])
        }
    }

    @Test func letsNothingNewIntoANamespaceThatGoes() async throws {
        let cluster = WebhookCluster()
        try await run(cluster) { server in
            _ = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            cluster.namespaces.withLock { $0["garden"] = WebhookCluster.namespace("garden", phase: "Terminating") }
            let refused = try await server.send("POST", bees, ServerUnderTest.bee("willi"))
            #expect(refused.status == 403)
            #expect(
                refused.json["message"]
                    == .string(
                        "bees.insect.example.com \"willi\" is forbidden: unable to create new content in namespace "
                            + "garden because it is being terminated"
                    )
            )
            #expect(
                refused.json.at("details", "causes") == [
                    [
                        "reason": "NamespaceTerminating", "message": "namespace garden is being terminated",
                        "field": "metadata.namespace",
                    ]
                ]
            )
            #expect(try await server.patch(maya, ["spec": ["gramsPerDay": 5]]).status == 200)
            #expect(try await server.send("DELETE", maya).status == 200)
        }
    }

    @Test func aDeletionNeedsNoNamespace() async throws {
        let cluster = WebhookCluster()
        try await run(cluster) { server in
            _ = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            cluster.namespaces.withLock { $0 = [:] }
            #expect(try await server.patch(maya, ["spec": ["gramsPerDay": 5]]).status == 404)
            #expect(try await server.send("DELETE", maya).status == 200)
        }
    }

    @Test func aClusterThatDoesNotAnswerLetsNothingPass() async throws {
        let cluster = WebhookCluster()
        try await run(cluster) { server in
            let path = "/apis/insect.example.com/v1/namespaces/broken/bees"
            let answer = try await server.send("POST", path, ServerUnderTest.bee("maya"))
            #expect(answer.status == 500)
        }
    }

    @Test func anObjectWithoutANameGoesByWhatItIsToBeMadeOf() async throws {
        let cluster = WebhookCluster()
        cluster.namespaces.withLock { $0["garden"] = WebhookCluster.namespace("garden", phase: "Terminating") }
        try await run(cluster) { server in
            var bee = ServerUnderTest.bee("")
            bee["metadata"] = ["generateName": "maya-"]
            let refused = try await server.send("POST", bees, bee)
            #expect(
                refused.json["message"]?.string?.hasPrefix("bees.insect.example.com \"maya-\" is forbidden") == true
            )
        }
    }
}
