import APIMachinery
import JSON
import Testing

@testable import APIServer

/// The cluster's mutating webhooks about a server's own objects.
@Suite(.timeLimit(.minutes(1)))
struct MutatingWebhooksTests {
    private let bees = ServerUnderTest.bees
    private let maya = ServerUnderTest.bees + "/maya"

    /// Adds a letter to the label `seen`.
    private static func marking(_ letter: String) -> WebhookCluster.Answer {
        { request in
            let seen = request.at("object", "metadata", "labels", "seen")?.string ?? ""
            return WebhookCluster.patch([
                ["op": "add", "path": "/metadata/labels", "value": ["seen": .string(seen + letter)]]
            ])
        }
    }

    @Test func changeInTheOrderOfConfigurationsAndPlaces() async throws {
        let cluster = WebhookCluster(
            mutating: [
                WebhookCluster.configuration("z", [WebhookCluster.webhook("c")]),
                WebhookCluster.configuration("a", [WebhookCluster.webhook("b"), WebhookCluster.webhook("a")]),
            ],
            answers: ["a": Self.marking("a"), "b": Self.marking("b"), "c": Self.marking("c")]
        )
        try await ServerUnderTest.run(cluster: cluster.admission()) { server in
            let made = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            #expect(made.status == 201)
            #expect(made.json.at("metadata", "labels") == ["seen": "bac"])
            #expect(cluster.names == ["b", "a", "c"])
        }
    }

    @Test func whatTheyMakeGetsDefaultsAndIsValidated() async throws {
        let remove: JSONValue = [
            ["op": "remove", "path": "/spec/gramsPerDay"], ["op": "add", "path": "/spec/wings", "value": 4],
        ]
        let spoil: JSONValue = [["op": "replace", "path": "/spec/gramsPerDay", "value": -1]]
        for (patch, code) in [(remove, 201), (spoil, 422)] {
            let cluster = WebhookCluster(
                mutating: [WebhookCluster.configuration("c", [WebhookCluster.webhook("a")])],
                answers: ["a": { _ in WebhookCluster.patch(patch) }]
            )
            try await ServerUnderTest.run(cluster: cluster.admission()) { server in
                let made = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
                #expect(made.status == code)
                if code == 201 { #expect(made.json["spec"] == ["hive": "north", "gramsPerDay": 10]) }
            }
        }
    }

    @Test func thoseWhoCareAreAskedAgainOnceWhenOthersChangedTheObject() async throws {
        let cluster = WebhookCluster(
            mutating: [
                WebhookCluster.configuration(
                    "c",
                    [
                        WebhookCluster.webhook("a", ["reinvocationPolicy": "IfNeeded"]), WebhookCluster.webhook("b"),
                        WebhookCluster.webhook("c", ["reinvocationPolicy": "IfNeeded"]),
                    ]
                )
            ],
            answers: ["b": Self.marking("b")]
        )
        try await ServerUnderTest.run(cluster: cluster.admission()) { server in
            _ = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            #expect(cluster.names == ["a", "b", "c", "a"])
        }
    }

    @Test func nobodyIsAskedAgainWhenNothingChanged() async throws {
        let cluster = WebhookCluster(
            mutating: [
                WebhookCluster.configuration("c", [WebhookCluster.webhook("a", ["reinvocationPolicy": "IfNeeded"])])
            ]
        )
        try await ServerUnderTest.run(cluster: cluster.admission()) { server in
            _ = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            #expect(cluster.names == ["a"])
        }
    }

    /// A plug-in of the server that answers a webhook's change.
    private struct Echo: AdmissionPlugin {
        func mutate(_ request: AdmissionRequest, objects: ObjectReader) async throws -> JSONValue? {
            guard var object = request.object, let seen = object.metadata["labels"]?["seen"] else { return nil }
            object["spec"]?["hive"] = seen
            return object
        }
    }

    @Test func aPluginSeesWhatWebhooksMadeAndTheyWhatItMadeOfThat() async throws {
        let cluster = WebhookCluster(
            mutating: [
                WebhookCluster.configuration(
                    "c",
                    [WebhookCluster.webhook("a"), WebhookCluster.webhook("b", ["reinvocationPolicy": "IfNeeded"])]
                )
            ],
            answers: ["a": Self.marking("x")]
        )
        try await ServerUnderTest.run(admission: [Echo()], cluster: cluster.admission()) { server in
            let made = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            #expect(made.json.at("spec", "hive") == "x")
            #expect(cluster.names == ["a", "b", "b"])
            #expect(cluster.requests.last?.at("object", "spec", "hive") == "x")
        }
    }

    @Test func aPatchOfAnotherVersionComesBackInTheRequests() async throws {
        let rule = WebhookCluster.rule(versions: ["v1beta1"], resources: ["swarms"])
        let cluster = WebhookCluster(
            mutating: [WebhookCluster.configuration("c", [WebhookCluster.webhook("a", ["rules": [rule]])])],
            answers: ["a": { _ in WebhookCluster.patch([["op": "replace", "path": "/spec/size", "value": 9]]) }]
        )
        try await ServerUnderTest.run(cluster: cluster.admission()) { server in
            let made = try await server.send("POST", ServerUnderTest.swarms, ServerUnderTest.swarm("maya"))
            #expect(made.status == 201)
            #expect(made.json["apiVersion"] == "insect.example.com/v1")
            #expect(made.json.at("spec", "size") == 9)
        }
    }

    @Test func aScaleIsChangedAsOne() async throws {
        let rule = WebhookCluster.rule(["UPDATE"], resources: ["swarms/scale"])
        let cluster = WebhookCluster(
            mutating: [WebhookCluster.configuration("c", [WebhookCluster.webhook("a", ["rules": [rule]])])],
            answers: ["a": { _ in WebhookCluster.patch([["op": "replace", "path": "/spec/replicas", "value": 7]]) }]
        )
        try await ServerUnderTest.run(cluster: cluster.admission()) { server in
            _ = try await server.send("POST", ServerUnderTest.swarms, ServerUnderTest.swarm("maya"))
            let scaled = try await server.patch(ServerUnderTest.swarms + "/maya/scale", ["spec": ["replicas": 5]])
            #expect(scaled.json["spec"] == ["replicas": 7])
            #expect(try await server.send("GET", ServerUnderTest.swarms + "/maya").json.at("spec", "keeper") == "eva")
        }
    }

    @Test(
        arguments: [
            (["op": "remove", "path": "/spec/none"], "cannot be applied"),
            (["op": "replace", "path": "/spec", "value": "none"], "the patch of admission webhook"),
        ] as [(JSONValue, String)]
    )
    func aPatchThatDoesNotFitIsTheServersFaultEvenIfFailuresAreIgnored(_ operation: JSONValue, _: String) async throws {
        let cluster = WebhookCluster(
            mutating: [
                WebhookCluster.configuration("c", [WebhookCluster.webhook("a", ["failurePolicy": "Ignore"])])
            ],
            answers: ["a": { _ in WebhookCluster.patch([operation]) }]
        )
        try await ServerUnderTest.run(cluster: cluster.admission()) { server in
            let failed = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            #expect(failed.status == 500)
            #expect(failed.json["message"]?.string?.contains("the patch of admission webhook \"a\"") == true)
        }
    }

    @Test func aDeletionCanBeRefusedAndNotChanged() async throws {
        let rule = WebhookCluster.rule(["DELETE"])
        let webhooks = [WebhookCluster.webhook("a", ["rules": [rule]])]
        let patching: WebhookCluster.Answer = { _ in WebhookCluster.patch([["op": "remove", "path": "/spec"]]) }
        let denying: WebhookCluster.Answer = { _ in ["allowed": false] }
        for (answer, code) in [(patching, 500), (denying, 400)] {
            let cluster = WebhookCluster(
                mutating: [WebhookCluster.configuration("c", webhooks)],
                answers: ["a": answer]
            )
            try await ServerUnderTest.run(cluster: cluster.admission()) { server in
                _ = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
                let refused = try await server.send("DELETE", maya)
                #expect(refused.status == code)
                if code == 500 {
                    #expect(refused.json["message"]?.string?.contains("attempted to modify the object") == true)
                }
                #expect(try await server.send("GET", maya).status == 200)
            }
        }
    }

    @Test func whatAWebhookAddsHasNoOwner() async throws {
        let cluster = WebhookCluster(
            mutating: [WebhookCluster.configuration("c", [WebhookCluster.webhook("a")])],
            answers: ["a": Self.marking("x")]
        )
        try await ServerUnderTest.run(cluster: cluster.admission()) { server in
            let made = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            let fields = made.json.at("metadata", "managedFields")?[0]?["fieldsV1"]
            #expect(fields == ["f:spec": ["f:gramsPerDay": [:], "f:hive": [:]]])
        }
    }
}
