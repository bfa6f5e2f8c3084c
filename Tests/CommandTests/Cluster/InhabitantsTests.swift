import JSON
import Project
import Testing

@testable import apiserver_boot

@Suite struct InhabitantsTests {
    private static func item(_ name: String, _ more: JSONValue = [:], type: String? = nil) -> JSONValue {
        var metadata: JSONValue = ["name": .string(name), "uid": .string("u-" + name)]
        for (key, value) in more.object ?? [:] { metadata[key] = value }
        var item: JSONValue = ["metadata": metadata]
        if let type { item["type"] = .string(type) }
        return item
    }

    private static func resource(_ name: String, _ kind: String, namespaced: Bool = true) -> JSONValue {
        ["name": .string(name), "kind": .string(kind), "namespaced": .bool(namespaced), "verbs": ["delete", "list"]]
    }

    private static let cluster: [String: JSONValue] = [
        "/apis": [
            "groups": [
                ["preferredVersion": ["groupVersion": "apps/v1"]], ["preferredVersion": ["groupVersion": "x.io/v2"]],
            ]
        ],
        "/api/v1": [
            "resources": [
                resource("configmaps", "ConfigMap"), resource("persistentvolumeclaims", "PersistentVolumeClaim"),
                resource("secrets", "Secret"), resource("events", "Event"),
                resource("serviceaccounts", "ServiceAccount"), resource("namespaces", "Namespace", namespaced: false),
                ["name": "bindings", "kind": "Binding", "namespaced": true, "verbs": ["create"]],
            ]
        ],
        "/apis/apps/v1": ["resources": [resource("replicasets", "ReplicaSet")]],
        "/apis/x.io/v2": ["resources": [resource("wasps", "Wasp"), resource("wasps/status", "Wasp")]],
        "/api/v1/namespaces/team/configmaps": ["items": [item("kube-root-ca.crt"), item("settings")]],
        "/api/v1/namespaces/team/persistentvolumeclaims": ["items": [item("data")]],
        "/api/v1/namespaces/team/secrets": [
            "items": [item("a-token", type: "kubernetes.io/service-account-token"), item("password", type: "Opaque")]
        ],
        "/api/v1/namespaces/team/events": ["items": [item("started")]],
        "/api/v1/namespaces/team/serviceaccounts": [
            "items": [item("default"), item("going", ["deletionTimestamp": "2026-01-01T00:00:00Z"])]
        ],
        "/apis/apps/v1/namespaces/team/replicasets": [
            "items": [item("web-1", ["ownerReferences": [["kind": "Deployment", "name": "web"]]]), item("web-2")]
        ],
        "/apis/x.io/v2/namespaces/team/wasps": ["items": [item("stinger")]],
    ]

    @Test func findsWhatSomebodyWouldMiss() throws {
        let found = try Inhabitants { path in Self.cluster[path] }.list("team")
        let expected = [
            "persistentvolumeclaim/data", "configmap/settings", "secret/password", "replicaset/web-2", "wasp/stinger",
        ]
        #expect(found.map(\.short) == expected)
        #expect(found.first?.title == "persistentvolumeclaim/data -n team")
    }

    @Test func saysSoIfAKindCannotBeListed() {
        let refusal = Problem("AB6114", "the cluster cannot answer now", status: .unreachable)
        #expect(throws: Problems.self) {
            try Inhabitants { path throws(Problems) in
                if path.hasSuffix("/wasps") { throw Problems(refusal) }
                return Self.cluster[path]
            }.list("team")
        }
    }
}
