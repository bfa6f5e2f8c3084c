import JSON
import Storage
import StorageTestSupport
import Testing
import Transport

@testable import APIServer

/// Objects that the store finds too large.
@Suite(.timeLimit(.minutes(1)))
struct OversizedObjectTests {
    private let bees = ServerUnderTest.bees

    private func run(_ body: @Sendable (BreakableBackend, ServerUnderTest) async throws -> Void) async throws {
        let backend = BreakableBackend()
        try await ServerUnderTest.run(backend: backend) { server in try await body(backend, server) }
    }

    @Test func areRefusedInTheWordsOfTheStore() async throws {
        try await run { backend, server in
            backend.limit(bytes: 20)
            let refused = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            #expect(refused.status == 500)
            #expect(refused.json["message"] == "etcdserver: request is too large")
            #expect(try await server.send("GET", bees + "/maya").status == 404)
        }
    }

    @Test func areStoredWithoutTheirManagersIfThatHelps() async throws {
        try await run { backend, server in
            let willy = try await server.send("POST", bees, ServerUnderTest.bee("willy"))
            #expect(willy.json["metadata"]?["managedFields"] != nil)
            // Room for the object, but not for who manages which of its fields.
            let stored = try await backend.get("/registry/insect.example.com/bees/garden/willy")
            backend.limit(bytes: try #require(stored).value.count - 100)
            let maya = try await server.send("POST", bees, ServerUnderTest.bee("maya1"))
            #expect(maya.status == 201)
            #expect(maya.json["metadata"]?["managedFields"] == nil)
            var changed = willy.json
            changed.setMetadata("labels", ["a": "b"])
            let update = try await server.send("PUT", bees + "/willy", changed)
            #expect(update.status == 200)
            #expect(update.json["metadata"]?["managedFields"] == nil)
        }
    }
}
