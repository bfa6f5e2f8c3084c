import APIMachinery
import JSON
import Telemetry
import Testing

@testable import APIServer

/// The cluster's validating webhooks about a server's own objects.
@Suite(.timeLimit(.minutes(1)))
struct ValidatingWebhooksTests {
    private let bees = ServerUnderTest.bees
    private let maya = ServerUnderTest.bees + "/maya"

    private func cluster(
        _ webhooks: [JSONValue],
        answers: [String: WebhookCluster.Answer] = [:]
    ) -> WebhookCluster {
        WebhookCluster(validating: [WebhookCluster.configuration("c", webhooks)], answers: answers)
    }

    private func run(_ cluster: WebhookCluster, _ body: @Sendable (ServerUnderTest) async throws -> Void) async throws {
        try await ServerUnderTest.run(cluster: cluster.admission(), body)
    }

    @Test func tellsWebhooksEverything() async throws {
        let cluster = cluster([WebhookCluster.webhook("a")])
        try await run(cluster) { server in
            _ = try await server.send(
                "POST",
                bees + "?fieldManager=m&fieldValidation=Strict",
                ServerUnderTest.bee("maya")
            )
            let bee = try await server.send("GET", maya).json
            let request = try #require(cluster.requests.first)
            let kind: JSONValue = ["group": "insect.example.com", "version": "v1", "kind": "Bee"]
            let resource: JSONValue = ["group": "insect.example.com", "version": "v1", "resource": "bees"]
            var object = bee
            object["metadata"]?["resourceVersion"] = nil
            #expect(
                request == [
                    "uid": request["uid"] ?? .null, "kind": kind, "resource": resource, "requestKind": kind,
                    "requestResource": resource, "name": "maya", "namespace": "garden", "operation": "CREATE",
                    "userInfo": [
                        "username": "root", "uid": "1", "groups": ["system:masters", "system:authenticated"],
                    ],
                    "object": object, "oldObject": nil, "dryRun": false,
                    "options": [
                        "kind": "CreateOptions", "apiVersion": "meta.k8s.io/v1", "fieldManager": "m",
                        "fieldValidation": "Strict",
                    ],
                ]
            )
            #expect(request["uid"]?.string?.count == 36)
        }
    }

    @Test func tellsOldAndNewOfEveryKindOfChange() async throws {
        let cluster = cluster([WebhookCluster.webhook("a")])
        try await run(cluster) { server in
            _ = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            _ = try await server.patch(maya, ["spec": ["gramsPerDay": 5]])
            _ = try await server.patch(
                maya + "?fieldManager=x&force=true",
                ServerUnderTest.bee("maya"),
                type: "apply-patch+yaml"
            )
            _ = try await server.send("DELETE", maya, ["propagationPolicy": "Background"])
            let requests = cluster.requests
            try #require(requests.count == 4)
            #expect(requests.map { $0["operation"] } == ["CREATE", "UPDATE", "UPDATE", "DELETE"])
            #expect(requests.map { $0.at("object", "spec", "gramsPerDay") } == [10, 5, 5, nil])
            #expect(requests.map { $0.at("oldObject", "spec", "gramsPerDay") } == [nil, 10, 5, 5])
            #expect(
                requests.map { $0.at("options", "kind") } == [
                    "CreateOptions", "UpdateOptions", "UpdateOptions", "DeleteOptions",
                ]
            )
            #expect(requests[3].at("options", "propagationPolicy") == "Background")
            #expect(requests[3]["object"] == .null)
        }
    }

    @Test func aCollectionIsDeletedWithoutAName() async throws {
        let cluster = cluster([WebhookCluster.webhook("a", ["rules": [WebhookCluster.rule(["DELETE"])]])])
        try await run(cluster) { server in
            for name in ["maya", "willi"] { _ = try await server.send("POST", bees, ServerUnderTest.bee(name)) }
            #expect(try await server.send("DELETE", bees).status == 200)
            #expect(cluster.requests.map { $0["name"] } == [nil, nil])
            #expect(cluster.requests.map { $0.at("oldObject", "metadata", "name") } == ["maya", "willi"])
        }
    }

    @Test(
        arguments: [
            (nil, 400, nil, "denied the request without explanation"),
            (["message": "too small"], 400, nil, "denied the request: too small"),
            (["code": 200, "message": "no"], 400, nil, "denied the request: no"),
            (["code": 403, "reason": "Forbidden"], 403, "Forbidden", "denied the request: Forbidden"),
            (["code": 422, "reason": "Invalid", "message": "bad"], 422, "Invalid", "denied the request: bad"),
        ] as [(JSONValue?, Int, JSONValue?, String)]
    )
    func refusesInTheWordsOfTheWebhook(
        _ status: JSONValue?,
        _ code: Int,
        _ reason: JSONValue?,
        _ text: String
    ) async throws {
        let cluster = cluster(
            [WebhookCluster.webhook("a.example.com")],
            answers: ["a.example.com": { _ in ["allowed": false, "status": status ?? .null] }]
        )
        try await run(cluster) { server in
            let refused = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            #expect(refused.status == code)
            #expect(refused.json["code"] == .integer(Int64(code)))
            #expect(refused.json["reason"] == reason)
            #expect(refused.json["message"] == .string("admission webhook \"a.example.com\" " + text))
            #expect(try await server.send("GET", maya).status == 404)
        }
    }

    @Test func handsWarningsOnWhetherAllowedOrNot() async throws {
        let cluster = cluster(
            [WebhookCluster.webhook("a"), WebhookCluster.webhook("b")],
            answers: [
                "a": { _ in ["allowed": true, "warnings": ["first"]] },
                "b": { _ in ["allowed": false, "warnings": ["second"]] },
            ]
        )
        try await run(cluster) { server in
            let refused = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            #expect(refused.headers.all("warning") == ["299 - \"first\"", "299 - \"second\""])
        }
    }

    @Test func aFailureCountsUnlessItIsIgnored() async throws {
        let failing: WebhookCluster.Answer = { _ throws(AdmissionReview.Fault) in throw .init(reason: "no route") }
        for policy in ["Fail", "Ignore"] {
            let cluster = cluster(
                [WebhookCluster.webhook("a", ["failurePolicy": .string(policy)])],
                answers: ["a": failing]
            )
            try await run(cluster) { server in
                let answer = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
                #expect(answer.status == (policy == "Fail" ? 500 : 201))
                guard policy == "Fail" else { return }
                #expect(
                    answer.json["message"]
                        == "Internal error occurred: failed calling webhook \"a\": failed to call webhook: no route"
                )
                #expect(answer.json["reason"] == "InternalError")
            }
        }
    }

    @Test(
        arguments: [
            ("None", 201, nil), ("NoneOnDryRun", 201, nil),
            ("Some", 400, "admission webhook \"a\" does not support dry run"),
            ("", 500, "Internal error occurred: failed calling webhook \"a\": Webhook SideEffects is nil"),
        ] as [(String, Int, JSONValue?)]
    )
    func aDryRunNeedsAWebhookWithoutSideEffects(_ effects: String, _ code: Int, _ message: JSONValue?) async throws {
        let cluster = cluster([WebhookCluster.webhook("a", ["sideEffects": .string(effects)])])
        try await run(cluster) { server in
            let answer = try await server.send("POST", bees + "?dryRun=All", ServerUnderTest.bee("maya"))
            #expect(answer.status == code)
            #expect(answer.json["message"] == message)
            #expect(cluster.requests.map { $0["dryRun"] } == (code == 201 ? [true] : []))
            #expect(try await server.send("POST", bees, ServerUnderTest.bee("willi")).status == 201)
        }
    }

    @Test func aWebhookHasItsTimeAndNoMoreThanTheRequest() async throws {
        let cluster = cluster([WebhookCluster.webhook("a", ["timeoutSeconds": 7])])
        try await run(cluster) { server in
            _ = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            _ = try await server.send("POST", bees + "?timeout=3s", ServerUnderTest.bee("willi"))
            let times = cluster.times.withLock { $0 }
            try #require(times.count == 2)
            #expect(times[0] == .seconds(7))
            #expect(times[1] <= .seconds(3))
        }
    }

    @Test func conditionsThatCannotBeEvaluatedForbidOrAreIgnored() async throws {
        let condition: JSONValue = [["name": "x", "expression": "true"]]
        for policy in ["Fail", "Ignore"] {
            let cluster = cluster([
                WebhookCluster.webhook("a", ["failurePolicy": .string(policy), "matchConditions": condition])
            ])
            try await run(cluster) { server in
                let answer = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
                #expect(answer.status == (policy == "Fail" ? 403 : 201))
                #expect(cluster.names.isEmpty)
                guard policy == "Fail" else { return }
                #expect(
                    answer.json["message"]?.string?.contains("has matchConditions, which this server cannot") == true
                )
            }
        }
    }

    @Test func selectorsChooseObjectsOldOrNewAndNamespaces() async throws {
        let cluster = cluster([
            WebhookCluster.webhook("object", ["objectSelector": ["matchLabels": ["a": "b"]]]),
            WebhookCluster.webhook(
                "namespace",
                ["namespaceSelector": ["matchExpressions": [["key": "env", "operator": "In", "values": ["prod"]]]]]
            ),
        ])
        try await run(cluster) { server in
            _ = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            #expect(cluster.names == [])
            _ = try await server.patch(maya, ["metadata": ["labels": ["a": "b"]]])
            #expect(cluster.names == ["object"])
            _ = try await server.patch(maya, ["metadata": ["labels": ["a": nil]]])
            #expect(cluster.names == ["object", "object"])
            cluster.namespaces.withLock { $0["garden"] = WebhookCluster.namespace("garden", labels: ["env": "prod"]) }
            _ = try await server.patch(maya, ["spec": ["gramsPerDay": 5]])
            #expect(cluster.names == ["object", "object", "namespace"])
        }
    }

    @Test func aNamespaceThatIsNotKnownIsLookedUpForItsLabels() async throws {
        let cluster = cluster([WebhookCluster.webhook("a", ["namespaceSelector": ["matchLabels": ["a": "b"]]])])
        cluster.namespaces.withLock { $0 = [:] }
        try await run(cluster) { server in
            let missing = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            #expect(missing.status == 404)
            #expect(missing.json["message"] == "namespaces \"garden\" not found")
            cluster.unheard.withLock { $0["garden"] = WebhookCluster.namespace("garden", labels: ["a": "b"]) }
            #expect(try await server.send("POST", bees, ServerUnderTest.bee("maya")).status == 201)
            #expect(cluster.names == ["a"])
        }
    }

    @Test func isShownTheVersionThatItAsksFor() async throws {
        let rule = WebhookCluster.rule(versions: ["v1beta1"], resources: ["swarms"])
        let cluster = cluster([WebhookCluster.webhook("a", ["rules": [rule]])])
        try await run(cluster) { server in
            _ = try await server.send("POST", ServerUnderTest.swarms, ServerUnderTest.swarm("maya"))
            let request = try #require(cluster.requests.first)
            #expect(request.at("kind", "version") == "v1beta1")
            #expect(request.at("resource", "version") == "v1beta1")
            #expect(request.at("requestKind", "version") == "v1")
            #expect(request.at("requestResource", "version") == "v1")
            #expect(request.at("object", "apiVersion") == "insect.example.com/v1beta1")
            #expect(request.at("object", "spec") == ["size": 3])
        }
    }

    @Test func aScaleIsShownAsOne() async throws {
        let rule = WebhookCluster.rule(["UPDATE"], resources: ["swarms/scale"])
        let cluster = cluster([WebhookCluster.webhook("a", ["rules": [rule]])])
        try await run(cluster) { server in
            _ = try await server.send("POST", ServerUnderTest.swarms, ServerUnderTest.swarm("maya"))
            _ = try await server.patch(ServerUnderTest.swarms + "/maya/scale", ["spec": ["replicas": 5]])
            let request = try #require(cluster.requests.first)
            #expect(request["kind"] == ["group": "autoscaling", "version": "v1", "kind": "Scale"])
            #expect(request["subResource"] == "scale")
            #expect(request.at("object", "spec", "replicas") == 5)
            #expect(request.at("oldObject", "spec", "replicas") == 3)
        }
    }

    @Test func nothingPassesBeforeTheWebhooksAreKnown() async throws {
        let cluster = cluster([])
        cluster.isReady.withLock { $0 = false }
        try await run(cluster) { server in
            let refused = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            #expect(refused.status == 403)
            #expect(
                refused.json["message"]
                    == "bees.insect.example.com \"maya\" is forbidden: not yet ready to handle request"
            )
            #expect(try await server.send("GET", bees).status == 200)
        }
    }
}
