import APIMachinery
import APIServer
import JSON
import Testing
import Transport

@Suite(.timeLimit(.minutes(1)))
struct VerbsTests {
    private let bees = ServerUnderTest.bees

    @Test func anObjectLivesThroughAllVerbs() async throws {
        try await ServerUnderTest.run { server in
            let created = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            #expect(created.status == 201)
            #expect(created.json.at("spec", "gramsPerDay") == 10)
            #expect(created.json.at("metadata", "namespace") == "garden")
            #expect(created.json.at("metadata", "uid")?.string?.count == 36)

            let read = try await server.send("GET", bees + "/maya")
            #expect(read.status == 200)
            #expect(read.json == created.json)

            var changed = read.json
            changed["spec"]?["gramsPerDay"] = 12
            let updated = try await server.send("PUT", bees + "/maya", changed)
            #expect(updated.status == 200)
            #expect(updated.json.at("metadata", "resourceVersion") != read.json.at("metadata", "resourceVersion"))
            let stale = try await server.send("PUT", bees + "/maya", changed)
            #expect(stale.status == 409)

            let merge = [("content-type", "application/merge-patch+json")]
            let patched = try await server.send("PATCH", bees + "/maya", ["spec": ["gramsPerDay": 3]], headers: merge)
            #expect(patched.json.at("spec", "gramsPerDay") == 3)

            let deleted = try await server.send("DELETE", bees + "/maya")
            #expect(deleted.json["status"] == "Success")
            #expect(try await server.send("GET", bees + "/maya").status == 404)
        }
    }

    @Test func aWriteThatChangesNothingKeepsTheRevision() async throws {
        try await ServerUnderTest.run { server in
            let created = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            let written = try await server.send("PUT", bees + "/maya", created.json)
            #expect(written.json == created.json)
        }
    }

    @Test func everyFaultOfAnObjectIsTold() async throws {
        try await ServerUnderTest.run { server in
            var bee = ServerUnderTest.bee("maya", hive: "")
            bee["spec"]?["gramsPerDay"] = -1
            let refused = try await server.send("POST", bees, bee)
            #expect(refused.status == 422)
            let fields = refused.json.at("details", "causes")?.array?.compactMap { $0["field"]?.string }
            #expect(fields == ["spec.hive", "spec.gramsPerDay"])
        }
    }

    /// The type of a bee validates, too: it cannot be read without what is missing.
    @Test(
        arguments: [(nil, ["spec"]), (["gramsPerDay": -1], ["spec.hive", "spec.gramsPerDay"])]
            as [(JSONValue?, [String])]
    )
    func aRequiredValueThatIsMissingIsAFault(spec: JSONValue?, faults: [String]) async throws {
        try await ServerUnderTest.run { server in
            var bee = ServerUnderTest.bee("maya")
            bee["spec"] = spec
            let refused = try await server.send("POST", bees, bee)
            #expect(refused.status == 422)
            let fields = refused.json.at("details", "causes")?.array?.compactMap { $0["field"]?.string }
            #expect(fields == faults)
        }
    }

    @Test func theTypeSeesTheObjectBeforeAnUpdate() async throws {
        try await ServerUnderTest.run { server in
            _ = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            let merge = [("content-type", "application/merge-patch+json")]
            let refused = try await server.send("PATCH", bees + "/maya", ["spec": ["hive": "south"]], headers: merge)
            #expect(refused.status == 422)
            #expect(refused.json["message"]?.string?.contains("field is immutable") == true)
        }
    }

    @Test func listsComeInPagesOfOneSnapshot() async throws {
        try await ServerUnderTest.run { server in
            for name in ["a", "b", "c"] { _ = try await server.send("POST", bees, ServerUnderTest.bee(name)) }
            let first = try await server.send("GET", bees + "?limit=2")
            #expect(names(first.json) == ["a", "b"])
            #expect(first.json.at("metadata", "remainingItemCount") == 1)
            _ = try await server.send("POST", bees, ServerUnderTest.bee("d"))
            let token = try #require(first.json.at("metadata", "continue")?.string)
            let second = try await server.send("GET", bees + "?limit=2&continue=" + token)
            #expect(names(second.json) == ["c"])
            #expect(second.json.at("metadata", "continue") == nil)
            let selected = try await server.send("GET", bees + "?fieldSelector=metadata.name%3Dd")
            #expect(names(selected.json) == ["d"])
        }
    }

    @Test func finalizersHoldADeletionBack() async throws {
        try await ServerUnderTest.run { server in
            var bee = ServerUnderTest.bee("maya")
            bee["metadata"]?["finalizers"] = ["example.com/hold"]
            _ = try await server.send("POST", bees, bee)
            let marked = try await server.send("DELETE", bees + "/maya")
            #expect(marked.json.at("metadata", "deletionTimestamp") != nil)
            let merge = [("content-type", "application/merge-patch+json")]
            let free: JSONValue = ["metadata": ["finalizers": nil]]
            #expect(try await server.send("PATCH", bees + "/maya", free, headers: merge).status == 200)
            #expect(try await server.send("GET", bees + "/maya").status == 404)
        }
    }

    @Test func dryRunsStoreNothing() async throws {
        try await ServerUnderTest.run { server in
            let dry = try await server.send("POST", bees + "?dryRun=All", ServerUnderTest.bee("maya"))
            #expect(dry.status == 201)
            #expect(dry.json.at("metadata", "resourceVersion") == nil)
            #expect(try await server.send("GET", bees + "/maya").status == 404)
        }
    }

    @Test func unknownFieldsAreWarnedOfOrRefused() async throws {
        try await ServerUnderTest.run { server in
            var bee = ServerUnderTest.bee("maya")
            bee["spec"]?["wings"] = 4
            let strict = try await server.send("POST", bees + "?fieldValidation=Strict", bee)
            #expect(strict.status == 400)
            let warned = try await server.send("POST", bees, bee)
            #expect(warned.status == 201)
            #expect(warned.headers["warning"] == #"299 - "unknown field \"spec.wings\"""#)
            #expect(warned.json.at("spec", "wings") == nil)
        }
    }

    @Test func admissionHasTheLastWord() async throws {
        struct NoDrones: AdmissionPlugin {
            func validate(_ request: AdmissionRequest, objects: ObjectReader) async throws {
                if request.name == "drone", try objects.list(Bee.self).isEmpty {
                    throw AdmissionRefusal("no drones first")
                }
            }
        }
        try await ServerUnderTest.run(admission: [NoDrones()]) { server in
            let refused = try await server.send("POST", bees, ServerUnderTest.bee("drone"))
            #expect(refused.status == 403)
            #expect(refused.json["message"] == #"bees.insect.example.com "drone" is forbidden: no drones first"#)
            _ = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            #expect(try await server.send("POST", bees, ServerUnderTest.bee("drone")).status == 201)
        }
    }

    @Test func tablesShowTheColumnsOfTheKind() async throws {
        try await ServerUnderTest.run { server in
            _ = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            let accept = [("accept", "application/json;as=Table;v=v1;g=meta.k8s.io")]
            let table = try await server.send("GET", bees, headers: accept)
            let columns = table.json["columnDefinitions"]?.array?.compactMap { $0["name"]?.string }
            #expect(columns == ["Name", "Hive", "Age"])
            #expect(table.json["rows"]?[0]?["cells"]?[1] == "north")
        }
    }

    private func names(_ list: JSONValue) -> [String] {
        list["items"]?.array?.compactMap { $0.at("metadata", "name")?.string } ?? []
    }
}
