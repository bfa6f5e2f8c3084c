import APIServer
import JSON
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ApplyTests {
    private let maya = ServerUnderTest.bees + "/maya"
    private let apply = [("content-type", "application/apply-patch+yaml")]

    @Test func makesAnObjectAndThenLeavesItAlone() async throws {
        try await ServerUnderTest.run { server in
            let bee = ServerUnderTest.bee("maya")
            let created = try await server.send("PATCH", maya + "?fieldManager=a", bee, headers: apply)
            #expect(created.status == 201)
            let again = try await server.send("PATCH", maya + "?fieldManager=a", bee, headers: apply)
            #expect(again.status == 200)
            #expect(again.json == created.json)
        }
    }

    @Test func fieldsOfOthersAreTakenOnlyByForce() async throws {
        try await ServerUnderTest.run { server in
            var bee = ServerUnderTest.bee("maya")
            bee["spec"]?["gramsPerDay"] = 5
            _ = try await server.send("PATCH", maya + "?fieldManager=a", bee, headers: apply)
            bee["spec"]?["gramsPerDay"] = 6
            let refused = try await server.send("PATCH", maya + "?fieldManager=b", bee, headers: apply)
            #expect(refused.status == 409)
            #expect(refused.json.at("details", "causes")?[0]?["field"] == ".spec.gramsPerDay")
            let forced = try await server.send("PATCH", maya + "?fieldManager=b&force=true", bee, headers: apply)
            #expect(forced.json.at("spec", "gramsPerDay") == 6)
        }
    }

    @Test func whatIsNoLongerAppliedGoesBackToItsDefault() async throws {
        try await ServerUnderTest.run { server in
            var bee = ServerUnderTest.bee("maya")
            bee["spec"]?["gramsPerDay"] = 5
            _ = try await server.send("PATCH", maya + "?fieldManager=a", bee, headers: apply)
            let without = ServerUnderTest.bee("maya")
            let applied = try await server.send("PATCH", maya + "?fieldManager=a", without, headers: apply)
            #expect(applied.json.at("spec", "gramsPerDay") == 10)
        }
    }

    @Test func aBodyThatIsNoConfigurationIsRefused() async throws {
        try await ServerUnderTest.run { server in
            let unnamed = try await server.send("PATCH", maya, ServerUnderTest.bee("maya"), headers: apply)
            #expect(unnamed.status == 422)
            let other: JSONValue = ["apiVersion": "insect.example.com/v1", "kind": "Wasp", "metadata": ["name": "maya"]]
            let wrong = try await server.send("PATCH", maya + "?fieldManager=a", other, headers: apply)
            #expect(wrong.status == 400)
        }
    }
}
