import APIMachinery
import APIServer
import JSON
import Testing

/// What a type does to its objects before they are stored, and before they go.
@Suite(.timeLimit(.minutes(1)))
struct HookTests {
    private let hives = ServerUnderTest.hives
    private let north = ServerUnderTest.hives + "/north"

    private func run(_ body: @Sendable (ServerUnderTest) async throws -> Void) async throws {
        try await ServerUnderTest.run(groups: ServerUnderTest.hiveGroups, body)
    }

    @Test func objectsAreNormalizedBeforeTheyAreStored() async throws {
        try await run { server in
            let created = try await server.send("POST", hives, ServerUnderTest.hive("north", keeper: "EVA"))
            #expect(created.json.at("spec", "keeper") == "eva")
            #expect(created.json.at("metadata", "labels") == ["keeper": "eva"])
            #expect(created.json.at("metadata", "name") == "north")
            #expect(try await server.send("GET", north).json == created.json)
        }
    }

    @Test func normalizingSeesTheObjectBeforeAnUpdate() async throws {
        try await run { server in
            let created = try await server.send("POST", hives, ServerUnderTest.hive("north"))
            let patched = try await server.patch(north, ["spec": ["keeper": "otto"], "metadata": ["labels": nil]])
            #expect(patched.status == 200)
            // Put back by the type: nothing has changed, so nothing was written.
            #expect(patched.json == created.json)
        }
    }

    @Test func theHubNormalizesObjectsOfOtherVersions() async throws {
        try await run { server in
            let old: JSONValue = ["metadata": ["name": "north"], "spec": ["owner": "EVA"]]
            let created = try await server.send("POST", ServerUnderTest.oldHives, old)
            #expect(created.status == 201)
            #expect(created.json["spec"] == ["owner": "eva"])
            #expect(try await server.send("GET", north).json["spec"] == ["keeper": "eva"])
        }
    }

    @Test(arguments: [ServerUnderTest.hives + "/north", ServerUnderTest.oldHives + "/north", ServerUnderTest.hives])
    func aTypeMayHoldItsDeletionBackWithFaults(_ path: String) async throws {
        try await run { server in
            _ = try await server.send("POST", hives, ServerUnderTest.hive("north", size: 3))
            let refused = try await server.send("DELETE", path)
            #expect(refused.status == 422)
            #expect(refused.json["reason"] == "Invalid")
            #expect(
                refused.json["message"]
                    == #"Hive.insect.example.com "north" is invalid: spec.size: Invalid value: 3: must be 0 before the hive goes"#
            )
            _ = try await server.patch(north, ["spec": ["size": 0]])
            #expect(try await server.send("DELETE", path).status == 200)
            #expect(try await server.send("GET", north).status == 404)
        }
    }

    @Test func aTypeMayForbidItsDeletion() async throws {
        try await run { server in
            _ = try await server.send("POST", hives, ServerUnderTest.hive("north", keeper: "queen"))
            let refused = try await server.send("DELETE", north)
            #expect(refused.status == 403)
            #expect(
                refused.json["message"] == #"hives.insect.example.com "north" is forbidden: it is the queen's"#
            )
        }
    }
}
