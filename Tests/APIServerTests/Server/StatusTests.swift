import APIMachinery
import APIServer
import JSON
import Testing
import Transport

/// Kinds whose status is a subresource.
@Suite(.timeLimit(.minutes(1)))
struct StatusTests {
    private let swarms = ServerUnderTest.swarms
    private let maya = ServerUnderTest.swarms + "/maya"

    @Test func aCreationHasNoStatusAndIsTheFirstGeneration() async throws {
        try await ServerUnderTest.run { server in
            var swarm = ServerUnderTest.swarm("maya")
            swarm["metadata"]?["generation"] = 7
            let created = try await server.send("POST", swarms, swarm)
            #expect(created.status == 201)
            #expect(created.json["status"] == nil)
            #expect(created.json.at("metadata", "generation") == 1)
            #expect(fields(created.json).contains("f:status") == false)
        }
    }

    @Test(arguments: ["PUT", "merge-patch+json", "strategic-merge-patch+json"])
    func otherWritesLeaveTheStatusAlone(_ way: String) async throws {
        try await ServerUnderTest.run { server in
            _ = try await server.send("POST", swarms, ServerUnderTest.swarm("maya"))
            _ = try await server.patch(maya + "/status", ["status": ["phase": "Flying"]])
            let change: JSONValue = ["spec": ["size": 4], "status": ["phase": "Resting"]]
            let written: ServerUnderTest.Answer
            if way == "PUT" {
                var swarm = try await server.send("GET", maya).json
                swarm["spec"]?["size"] = 4
                swarm["status"] = nil
                written = try await server.send("PUT", maya, swarm)
            } else {
                written = try await server.patch(maya, change, type: way)
            }
            #expect(written.status == 200)
            #expect(written.json.at("spec", "size") == 4)
            #expect(written.json.at("status", "phase") == "Flying")
            #expect(written.json.at("metadata", "generation") == 2)
            #expect(owners(written.json, of: "f:status") == ["status"])
            #expect(try await server.send("GET", maya).json == written.json)
        }
    }

    @Test func aStatusWriteChangesNothingElse() async throws {
        try await ServerUnderTest.run { server in
            let created = try await server.send("POST", swarms, ServerUnderTest.swarm("maya"))
            var swarm = created.json
            swarm["spec"] = ["keeper": "otto", "size": 9]
            swarm["metadata"]?["labels"] = ["a": "b"]
            swarm["metadata"]?["managedFields"] = []
            swarm["status"] = ["phase": "Flying", "size": 2]
            let written = try await server.send("PUT", maya + "/status", swarm)
            #expect(written.status == 200)
            #expect(written.json["spec"] == created.json["spec"])
            #expect(written.json.at("metadata", "labels") == nil)
            #expect(written.json["status"] == ["phase": "Flying", "size": 2])
            #expect(written.json.at("metadata", "generation") == 1)
            #expect(written.json.at("metadata", "managedFields")?.array?.map { $0["subresource"] } == [nil, "status"])
            #expect(owners(written.json, of: "f:spec") == [""])
            #expect(try await server.send("GET", maya + "/status").json == written.json)
            // The revision that the write was based on is gone now.
            let stale = try await server.send("PUT", maya + "/status", swarm)
            #expect(stale.status == 409)
        }
    }

    @Test func aWriteThatReachesNothingKeepsTheRevision() async throws {
        try await ServerUnderTest.run { server in
            let created = try await server.send("POST", swarms, ServerUnderTest.swarm("maya"))
            let main = try await server.patch(maya, ["status": ["phase": "Resting"]])
            #expect(main.json == created.json)
            let status = try await server.patch(maya + "/status", ["spec": ["size": 8]])
            #expect(status.json == created.json)
        }
    }

    @Test func metadataDoesNotMakeAGeneration() async throws {
        try await ServerUnderTest.run { server in
            _ = try await server.send("POST", swarms, ServerUnderTest.swarm("maya"))
            let change: JSONValue = ["metadata": ["labels": ["a": "b"], "finalizers": ["example.com/hold"]]]
            #expect(try await server.patch(maya, change).json.at("metadata", "generation") == 1)
            let deleted = try await server.send("DELETE", maya)
            #expect(deleted.json.at("metadata", "generation") == 2)
            // A status can still be told while the object waits for its finalizers.
            let status = try await server.patch(maya + "/status", ["status": ["phase": "Resting"]])
            #expect(status.json.at("metadata", "generation") == 2)
            #expect(try await server.patch(maya, ["metadata": ["finalizers": nil]]).status == 200)
            #expect(try await server.send("GET", maya).status == 404)
        }
    }

    @Test func statusIsAppliedToWhatIsThereAndMakesNothing() async throws {
        try await ServerUnderTest.run { server in
            let config: JSONValue = [
                "apiVersion": "insect.example.com/v1", "kind": "Swarm", "metadata": ["name": "maya"],
                "spec": ["size": 50], "status": ["phase": "Flying"],
            ]
            let apply = "apply-patch+yaml"
            let target = maya + "/status?fieldManager=watcher"
            #expect(try await server.patch(target, config, type: apply).status == 404)
            _ = try await server.send("POST", swarms, ServerUnderTest.swarm("maya"))
            let applied = try await server.patch(target, config, type: apply)
            #expect(applied.status == 200)
            #expect(applied.json.at("spec", "size") == 3)
            #expect(applied.json.at("status", "phase") == "Flying")
            let entry = applied.json.at("metadata", "managedFields")?[0]
            #expect(entry?["operation"] == "Apply")
            #expect(entry?["subresource"] == "status")
            #expect(entry?["fieldsV1"] == ["f:status": ["f:phase": [:]]])
            let again = try await server.patch(target, config, type: apply)
            #expect(again.json == applied.json)
            var other = config
            other["status"]?["phase"] = "Resting"
            let conflict = try await server.patch(maya + "/status?fieldManager=other", other, type: apply)
            #expect(conflict.status == 409)
            #expect(conflict.json["message"]?.string?.contains(#""watcher" with subresource "status""#) == true)
            // Through the object itself nobody asks for a status, so there is nothing to disagree about.
            let main = try await server.patch(maya + "?fieldManager=other", other, type: apply)
            #expect(main.status == 409)
            #expect(main.json.at("details", "causes")?.array?.map { $0["field"] } == [".spec.size"])
        }
    }

    @Test func appliedObjectsStartWithoutStatus() async throws {
        try await ServerUnderTest.run { server in
            let target = maya + "?fieldManager=maker"
            let made = try await server.patch(target, ServerUnderTest.swarm("maya"), type: "apply-patch+yaml")
            #expect(made.status == 201)
            #expect(made.json["status"] == nil)
            #expect(made.json.at("metadata", "generation") == 1)
            #expect(fields(made.json) == ["f:spec"])
        }
    }

    @Test func theTypeKnowsWhatIsWritten() async throws {
        try await ServerUnderTest.run { server in
            _ = try await server.send("POST", swarms, ServerUnderTest.swarm("maya"))
            let refused = try await server.patch(maya + "/status", ["status": ["phase": "Lost"]])
            #expect(refused.status == 422)
            #expect(refused.json.at("details", "causes")?[0]?["field"] == "status.phase")
            let limit = try await server.patch(maya + "/status", ["status": ["size": 101]])
            #expect(limit.status == 422)
            for phase in ["Flying", "Lost"] {
                let written = try await server.patch(maya + "/status", ["status": ["phase": .string(phase)]])
                #expect(written.status == 200)
            }
        }
    }

    @Test func admissionIsToldOfTheSubresource() async throws {
        struct Readers: AdmissionPlugin {
            func validate(_ request: AdmissionRequest, objects: ObjectReader) async throws {
                if request.subresource == "status" {
                    throw AdmissionRefusal("\(request.object?["kind"]?.string ?? "") is read-only")
                }
            }
        }
        try await ServerUnderTest.run(admission: [Readers()]) { server in
            #expect(try await server.send("POST", swarms, ServerUnderTest.swarm("maya")).status == 201)
            #expect(try await server.patch(maya, ["spec": ["size": 4]]).status == 200)
            let refused = try await server.patch(maya + "/status", ["status": ["phase": "Flying"]])
            #expect(refused.status == 403)
            #expect(refused.json["message"]?.string?.hasSuffix("Swarm is read-only") == true)
        }
    }

    /// What a version does not know is not lost by writing the other part through it.
    @Test func aPoorerVersionKeepsWhatItMayNotChange() async throws {
        try await ServerUnderTest.run { server in
            let old = "/apis/insect.example.com/v1beta1/namespaces/garden/swarms/maya"
            _ = try await server.send("POST", swarms, ServerUnderTest.swarm("maya"))
            let status = try await server.patch(old + "/status", ["status": ["phase": "Flying"]])
            #expect(status.status == 200)
            #expect(try await server.send("GET", maya).json.at("spec", "keeper") == "eva")
            _ = try await server.patch(maya + "/status", ["status": ["selector": "a=b"]])
            #expect(try await server.patch(old, ["spec": ["size": 5]]).json.at("metadata", "generation") == 2)
            let read = try await server.send("GET", maya)
            #expect(read.json["status"] == ["phase": "Flying", "selector": "a=b"])
            #expect(read.json.at("spec", "size") == 5)
        }
    }

    @Test(arguments: [
        ("GET", "/maya/finalize", 404), ("GET", "/maya/status/more", 404), ("GET", "/nobody/status", 404),
        ("POST", "/maya/status", 405), ("DELETE", "/maya/status", 405), ("DELETE", "/maya/scale", 405),
    ])
    func otherPathsAndMethodsAreRefused(_ method: String, _ path: String, _ code: Int) async throws {
        try await ServerUnderTest.run { server in
            _ = try await server.send("POST", swarms, ServerUnderTest.swarm("maya"))
            let answer = try await server.send(method, swarms + path)
            #expect(answer.status == code)
            #expect(answer.json["kind"] == "Status")
        }
    }

    @Test func kindsWithoutItKeepTheirStatusAndHaveNoPaths() async throws {
        try await ServerUnderTest.run { server in
            let bees = ServerUnderTest.bees
            let created = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            #expect(created.json.at("metadata", "generation") == nil)
            #expect(try await server.send("GET", bees + "/maya/status").status == 404)
            #expect(try await server.send("GET", bees + "/maya/scale").status == 404)
        }
    }

    @Test func discoveryAndOpenAPIShowTheSubresources() async throws {
        try await ServerUnderTest.run { server in
            let list = try await server.send("GET", "/apis/insect.example.com/v1")
            let resources = list.json["resources"]?.array ?? []
            #expect(
                resources.map { $0["name"] } == ["bees", "swarms", "swarms/scale", "swarms/status"]
            )
            #expect(
                resources[2] == [
                    "name": "swarms/scale", "singularName": "", "namespaced": true, "group": "autoscaling",
                    "version": "v1", "kind": "Scale", "verbs": ["get", "patch", "update"],
                ]
            )
            let document = try await server.send("GET", "/openapi/v3/apis/insect.example.com/v1")
            let path = "/apis/insect.example.com/v1/namespaces/{namespace}/swarms/{name}/"
            for name in ["status", "scale"] {
                #expect(document.json["paths"]?[path + name]?["patch"] != nil)
            }
            #expect(document.json.at("components", "schemas", "io.k8s.api.autoscaling.v1.Scale") != nil)
        }
    }

    /// The top-level fields that anybody owns.
    private func fields(_ object: JSONValue) -> [String] {
        (object.at("metadata", "managedFields")?.array ?? []).flatMap { $0["fieldsV1"]?.object?.keys.map { $0 } ?? [] }
    }

    /// The subresources through which a top-level field was written.
    private func owners(_ object: JSONValue, of field: String) -> [String] {
        (object.at("metadata", "managedFields")?.array ?? []).filter { $0["fieldsV1"]?[field] != nil }
            .map { $0["subresource"]?.string ?? "" }
    }
}
