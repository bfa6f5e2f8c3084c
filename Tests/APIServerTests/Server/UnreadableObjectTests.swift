import APIMachinery
import JSON
import Storage
import Testing
import Transport

@testable import APIServer

/// What lies in the store and is no object.
@Suite(.timeLimit(.minutes(1)))
struct UnreadableObjectTests {
    private let bees = ServerUnderTest.bees
    private let ignoring = "?ignoreStoreReadErrorWithClusterBreakingPotential=true"

    private func run(
        authorizer: any Authorizer = AuthorizerUnion.standard,
        _ body: @Sendable (ServerUnderTest) async throws -> Void
    ) async throws {
        let backend = MemoryBackend()
        _ = try await backend.create("/registry/insect.example.com/bees/garden/maya", Array("bogus".utf8))
        try await ServerUnderTest.run(backend: backend, authorizer: authorizer, body)
    }

    @Test func isDeletedWhenThatIsAskedForInSoManyWords() async throws {
        try await run { server in
            let refused = try await server.send("DELETE", bees + "/maya")
            #expect(refused.status == 500)
            #expect(refused.json["message"]?.string?.contains("\"maya\" cannot be read") == true)
            #expect(try await server.send("DELETE", bees + "/maya" + ignoring).json["status"] == "Success")
            #expect(try await server.send("DELETE", bees + "/maya" + ignoring).status == 404)
            #expect(try await server.send("POST", bees, ServerUnderTest.bee("maya")).status == 201)
        }
    }

    @Test func whatCanBeReadIsNotDeletedUnread() async throws {
        try await run { server in
            _ = try await server.send("POST", bees, ServerUnderTest.bee("willy"))
            for path in [bees + "/willy", bees] {
                let refused = try await server.send("DELETE", path + ignoring)
                #expect(refused.status == 422)
                #expect(refused.json["message"]?.string?.contains("removing") == true)
            }
            #expect(try await server.send("GET", bees + "/willy").status == 200)
        }
    }

    @Test func whoMayDeleteMayNotDeleteUnreadByThatAlone() async throws {
        struct Deleting: Authorizer {
            func authorize(_ attributes: AuthorizationAttributes) async -> AuthorizationDecision {
                attributes.verb == "delete" ? .allow : .deny(reason: "only deleting")
            }
        }
        try await run(authorizer: Deleting()) { server in
            let unread = try await server.send("DELETE", bees + "/maya" + ignoring)
            #expect(unread.status == 403)
            let plain = try await server.send("DELETE", bees + "/maya")
            #expect(plain.status == 500)
        }
    }
}
