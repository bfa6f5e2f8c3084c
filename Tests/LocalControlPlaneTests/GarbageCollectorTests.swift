import JSON
import Testing

@testable import LocalControlPlane

struct GarbageCollectorTests {
    private static let secrets = "/api/v1/secrets"
    private static let core: JSONValue = [
        "resources": [
            ["name": "secrets", "kind": "Secret", "namespaced": true, "verbs": ["get", "list", "delete", "patch"]]
        ]
    ]

    private func secret(_ name: String, owner: String) -> JSONValue {
        [
            "metadata": [
                "name": .string(name), "namespace": "hive", "uid": .string("u-" + name), "resourceVersion": "3",
                "ownerReferences": [["apiVersion": "v1", "kind": "Secret", "name": .string(owner), "uid": "u-gone"]],
            ]
        ]
    }

    private func list(_ revision: String, _ items: JSONValue...) -> PlaneAnswer {
        .ok(["metadata": ["resourceVersion": .string(revision)], "items": .array(items)])
    }

    private func client(_ answers: [String: [PlaneAnswer]]) -> FakeClient {
        FakeClient(
            answers.merging(["GET /api/v1": [.ok(Self.core)], "GET /apis": [.ok(["items": []])]]) { own, _ in own }
        )
    }

    @Test func deletesWhatTheOwnersServerDoesNotKnow() async throws {
        let client = client([
            "GET \(Self.secrets)": [list("3", secret("child", owner: "gone"))],
            "GET \(Self.secrets)?limit=1": [list("3")],
        ])
        #expect(try await GarbageCollector(client: client).pass())
        let path = "DELETE /api/v1/namespaces/hive/secrets/child"
        #expect(client.writes == [path])
        #expect(client.body(path)?["preconditions"] == ["uid": "u-child", "resourceVersion": "3"])
        #expect(client.body(path)?["propagationPolicy"] == "Background")
    }

    @Test(arguments: [500, 503, 403]) func keepsWhatHasAnOwnerThatCannotBeAsked(_ status: Int) async throws {
        let client = client([
            "GET \(Self.secrets)": [list("3", secret("child", owner: "gone"))],
            "GET /api/v1/namespaces/hive/secrets/gone": [PlaneAnswer(status: status, json: .null)],
        ])
        #expect(try await !GarbageCollector(client: client).pass())
        #expect(client.writes == [])
    }

    @Test func listsAnewWhenARevisionHasChanged() async throws {
        let client = client([
            "GET \(Self.secrets)": [list("3"), list("4", secret("child", owner: "gone"))],
            "GET \(Self.secrets)?limit=1": [list("3"), list("3"), list("4")],
        ])
        let collector = GarbageCollector(client: client)
        #expect(try await !collector.pass())
        #expect(try await !collector.pass())
        #expect(client.writes == [])
        #expect(try await collector.pass())
        #expect(client.writes.count == 1)
    }
}
