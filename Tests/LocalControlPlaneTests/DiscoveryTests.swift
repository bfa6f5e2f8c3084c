import JSON
import Testing

@testable import LocalControlPlane

struct DiscoveryTests {
    static let core: JSONValue = [
        "resources": [
            ["name": "namespaces", "kind": "Namespace", "namespaced": false, "verbs": ["get", "list", "delete"]],
            ["name": "namespaces/status", "kind": "Namespace", "namespaced": false, "verbs": ["update"]],
            [
                "name": "secrets", "kind": "Secret", "namespaced": true,
                "verbs": ["get", "list", "delete", "deletecollection"],
            ],
        ]
    ]

    static func bees(_ version: String, _ plurals: [String]) -> JSONValue {
        let resources = plurals.map { plural -> JSONValue in
            [
                "resource": .string(plural), "scope": "Namespaced", "responseKind": ["kind": "Bee"],
                "verbs": ["get", "list", "delete"],
            ]
        }
        return ["version": .string(version), "freshness": "Current", "resources": .array(resources)]
    }

    @Test func prefersTheFirstVersionAndAddsWhatOthersHaveAlone() async throws {
        let client = FakeClient([
            "GET /api/v1": [.ok(Self.core)],
            "GET /apis": [
                .ok([
                    "items": [
                        [
                            "metadata": ["name": "insect.example.com"],
                            "versions": [Self.bees("v2", ["bees"]), Self.bees("v1", ["bees", "wasps"])],
                        ],
                        [
                            "metadata": ["name": "lost.example.com"],
                            "versions": [["version": "v1", "freshness": "Stale"]],
                        ],
                    ]
                ])
            ],
        ])
        let discovery = try await Discovery.ask(client)
        #expect(
            discovery.resources.map { $0.path(namespace: "hive") } == [
                "/api/v1/namespaces", "/api/v1/namespaces/hive/secrets",
                "/apis/insect.example.com/v2/namespaces/hive/bees", "/apis/insect.example.com/v1/namespaces/hive/wasps",
            ]
        )
        #expect(discovery.failures == ["lost.example.com/v1"])
        #expect(discovery.resource(apiVersion: "insect.example.com/v1", kind: "Bee")?.version == "v2")
        #expect(discovery.resource(apiVersion: "v1", kind: "Pod") == nil)
    }
}
