import APIServer
import JSON
import Testing
import Transport

@Suite(.timeLimit(.minutes(1)))
struct OpenAPIEndpointTests {
    private static let v3 = "application/com.github.proto-openapi.spec.v3.v1.0+protobuf"
    private static let v2 = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"
    private let path = "/openapi/v3/apis/insect.example.com/v1"

    @Test(arguments: [
        (v3, v3), ("application/com.github.proto-openapi.spec.v3@v1.0+protobuf", v3),
        ("application/json;q=0.5,\(v3)", v3), ("application/json,\(v3)", "application/json"),
        ("*/*", "application/json"), ("text/csv, application/*;q=0.1", "application/json"), ("", "application/json"),
    ])
    func answersInTheFormThatIsWanted(_ accept: String, _ expected: String) async throws {
        try await ServerUnderTest.run { server in
            let plain = try await server.send("GET", path)
            let answer = try await server.send("GET", path, headers: [("accept", accept)])
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == expected)
            #expect(answer.headers.all("vary").contains("Accept"))
            // One document, one tag: the hash that the root names holds for both forms.
            #expect(answer.headers["etag"] == plain.headers["etag"])
            #expect((answer.json == plain.json) == (expected == "application/json"))
        }
    }

    @Test(arguments: [v2, "text/csv", "application/vnd.kubernetes.protobuf"])
    func refusesOtherForms(_ accept: String) async throws {
        try await ServerUnderTest.run { server in
            let answer = try await server.send("GET", path, headers: [("accept", accept)])
            #expect(answer.status == 406)
            #expect(answer.headers["vary"] == "Accept")
        }
    }

    @Test
    func theFormDoesNotChangeWhatAHashMeans() async throws {
        try await ServerUnderTest.run { server in
            let accept = [("accept", Self.v3)]
            let root = try await server.send("GET", "/openapi/v3").json
            let address = try #require(root.at("paths", "apis/insect.example.com/v1", "serverRelativeURL")?.string)
            let found = try await server.send("GET", address, headers: accept)
            #expect(found.status == 200)
            #expect(found.headers["cache-control"] == "public, immutable")
            #expect(found.headers["expires"]?.hasSuffix(" GMT") == true)
            let moved = try await server.send("GET", path + "?hash=OLD", headers: accept)
            #expect(moved.status == 301)
            #expect(moved.headers["location"] == address)
            let known = try #require(found.headers["etag"])
            let unchanged = try await server.send("GET", path, headers: accept + [("if-none-match", known)])
            #expect(unchanged.status == 304)
            let unknown = try await server.send("GET", "/openapi/v3/apis/nothing", headers: accept)
            #expect(unknown.status == 404)
        }
    }
}
