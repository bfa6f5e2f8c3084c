import APIMachinery
import APIServer
import JSON
import Testing
import Transport

/// Kinds that have the subresource `scale`.
@Suite(.timeLimit(.minutes(1)))
struct ScaleTests {
    private let swarms = ServerUnderTest.swarms
    private let maya = ServerUnderTest.swarms + "/maya"
    private let scale = ServerUnderTest.swarms + "/maya/scale"

    private func run(
        size: JSONValue? = 3,
        _ body: @Sendable (ServerUnderTest, _ created: JSONValue) async throws -> Void
    ) async throws {
        try await ServerUnderTest.run { server in
            let created = try await server.send("POST", swarms, ServerUnderTest.swarm("maya", size: size))
            try await body(server, created.json)
        }
    }

    @Test func showsWhatIsAskedForAndWhatThereIs() async throws {
        try await run { server, created in
            let seen: JSONValue = ["status": ["size": 2, "selector": "a=b,c in (d)"]]
            let object = try await server.patch(maya + "/status", seen).json
            let read = try await server.send(
                "GET",
                scale,
                headers: [("accept", "application/vnd.kubernetes.protobuf, */*")]
            )
            #expect(read.status == 200)
            #expect(read.headers["content-type"] == "application/json")
            #expect(
                read.json == [
                    "kind": "Scale", "apiVersion": "autoscaling/v1",
                    "metadata": [
                        "name": "maya", "namespace": "garden", "uid": created.at("metadata", "uid") ?? .null,
                        "resourceVersion": object.at("metadata", "resourceVersion") ?? .null,
                        "creationTimestamp": created.at("metadata", "creationTimestamp") ?? .null,
                    ],
                    "spec": ["replicas": 3], "status": ["replicas": 2, "selector": "a=b,c in (d)"],
                ]
            )
        }
    }

    @Test func anUpdateWithoutContentTypeScalesTheObject() async throws {
        try await run { server, created in
            _ = try await server.patch(maya + "/status", ["status": ["phase": "Flying"]])
            let old = try await server.send("GET", scale).json
            var asked = old
            asked["spec"]?["replicas"] = 5
            asked["status"] = ["replicas": 99]
            let written = try await server.send("PUT", scale, asked)
            #expect(written.status == 200)
            #expect(written.json["kind"] == "Scale")
            #expect(written.json["spec"] == ["replicas": 5])
            #expect(written.json["status"] == ["replicas": 0])
            let object = try await server.send("GET", maya).json
            #expect(object["spec"] == ["keeper": "eva", "size": 5])
            #expect(object["status"] == ["phase": "Flying"])
            #expect(object.at("metadata", "generation") == 2)
            let entry = object.at("metadata", "managedFields")?.array?.first { $0["subresource"] == "scale" }
            #expect(entry?["apiVersion"] == "insect.example.com/v1")
            #expect(entry?["fieldsV1"] == ["f:spec": ["f:size": [:]]])
            // The revision that the first one was read at is gone; without a revision the last one wins.
            #expect(try await server.send("PUT", scale, asked).status == 409)
            asked["metadata"]?["resourceVersion"] = nil
            asked["spec"]?["replicas"] = 6
            #expect(try await server.send("PUT", scale, asked).json["spec"] == ["replicas": 6])
            asked["metadata"]?["uid"] = "another"
            #expect(try await server.send("PUT", scale, asked).status == 409)
        }
    }

    private static let patches: [(type: String, patch: JSONValue)] = [
        ("merge-patch+json", ["spec": ["replicas": 7]]), ("strategic-merge-patch+json", ["spec": ["replicas": 7]]),
        ("json-patch+json", [["op": "replace", "path": "/spec/replicas", "value": 7]]),
    ]

    @Test(arguments: patches)
    func isPatched(_ type: String, _ patch: JSONValue) async throws {
        try await run { server, _ in
            let written = try await server.patch(scale, patch, type: type)
            #expect(written.status == 200)
            #expect(written.json["spec"] == ["replicas": 7])
            #expect(try await server.send("GET", maya).json.at("spec", "size") == 7)
        }
    }

    @Test func isApplied() async throws {
        try await run { server, _ in
            let config: JSONValue = [
                "apiVersion": "autoscaling/v1", "kind": "Scale", "metadata": ["name": "maya"], "spec": ["replicas": 8],
            ]
            let target = scale + "?fieldManager=scaler"
            let conflict = try await server.patch(target, config, type: "apply-patch+yaml")
            #expect(conflict.status == 409)
            let applied = try await server.patch(target + "&force=true", config, type: "apply-patch+yaml")
            #expect(applied.status == 200)
            #expect(applied.json["spec"] == ["replicas": 8])
            let entry = try await server.send("GET", maya).json.at("metadata", "managedFields")?[0]
            #expect(entry?["subresource"] == "scale")
            #expect(entry?["fieldsV1"] == ["f:spec": ["f:size": [:]]])
            var wrong = config
            wrong["kind"] = "Swarm"
            #expect(try await server.patch(target, wrong, type: "apply-patch+yaml").status == 400)
        }
    }

    private static let faulty: [(patch: JSONValue, code: Int)] = [
        (["spec": ["replicas": -1]], 422), (["spec": ["replicas": 101]], 422), (["spec": ["replicas": "many"]], 400),
        (["metadata": ["name": "willi"]], 400), (["kind": "Swarm"], 400), (["apiVersion": "apps/v1"], 400),
        (["metadata": ["resourceVersion": "1"]], 409),
    ]

    @Test(arguments: faulty)
    func refusesWhatIsNoScale(_ patch: JSONValue, _ code: Int) async throws {
        try await run { server, created in
            let refused = try await server.patch(scale, patch)
            #expect(refused.status == code, "\(refused.json)")
            #expect(try await server.send("GET", maya).json == created)
        }
    }

    @Test func anObjectThatAsksForNothingCannotBeShownButScaled() async throws {
        try await run(size: nil) { server, _ in
            let missing = try await server.send("GET", scale)
            #expect(missing.status == 500)
            #expect(missing.json["message"]?.string?.contains(#"".spec.size" does not exist"#) == true)
            #expect(try await server.patch(scale, ["metadata": ["labels": ["a": "b"]]]).status == 400)
            #expect(try await server.patch(scale, ["spec": ["replicas": 1]]).status == 200)
            // As in Go, none are written as nothing.
            #expect(try await server.patch(scale, ["spec": ["replicas": 0]]).json["spec"] == .emptyObject)
            #expect(try await server.send("GET", maya).json.at("spec", "size") == 0)
        }
    }

    @Test func aDryRunScalesNothing() async throws {
        try await run { server, created in
            let dry = try await server.patch(scale + "?dryRun=All", ["spec": ["replicas": 9]])
            #expect(dry.json["spec"] == ["replicas": 9])
            #expect(try await server.send("GET", maya).json == created)
        }
    }

    @Test func tablesShowBothNumbers() async throws {
        try await run { server, _ in
            let accept = [("accept", "application/json;as=Table;v=v1;g=meta.k8s.io")]
            let table = try await server.send("GET", scale, headers: accept).json
            let names = table["columnDefinitions"]?.array?.map { $0["name"] }
            #expect(names == ["Name", "Desired", "Available", "Age"])
            #expect(table["rows"]?[0]?["cells"]?.array?.prefix(3) == ["maya", 3, 0])
        }
    }

    @Test func whatIsNotThereHasNoScale() async throws {
        try await run { server, _ in
            for method in ["GET", "PATCH"] {
                let headers = [("content-type", "application/merge-patch+json")]
                let answer = try await server.send(method, swarms + "/nobody/scale", [:], headers: headers)
                #expect(answer.status == 404)
                #expect(answer.json["message"] == #"swarms.insect.example.com "nobody" not found"#)
            }
            // The other version does not scale.
            let old = "/apis/insect.example.com/v1beta1/namespaces/garden/swarms/maya/scale"
            #expect(try await server.send("GET", old).status == 404)
        }
    }
}
