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

    private static func answer(_ path: String, silent: String, _ id: String) throws(Problems) -> JSONValue? {
        if path.hasPrefix(silent) { throw Problems(Problem(id, "no", status: .unreachable)) }
        return cluster[path]
    }

    /// Nobody knows what is lost of a group whose server is away.
    @Test func aGroupThatDoesNotAnswerIsSomebodys() throws {
        let found = try Inhabitants { path throws(Problems) in
            try Self.answer(path, silent: "/apis/x.io", TargetCluster.busy)
        }.list("team")
        #expect(found.last?.short == "whatever /apis/x.io/v2 has there, which does not answer")
        #expect(found.count == 5)
    }

    /// Its own server is what undeploy has just taken away.
    @Test func doesNotAskForGroupsOfTheProject() throws {
        let groups: JSONValue = ["groups": [["name": "x.io", "preferredVersion": ["groupVersion": "x.io/v2"]]]]
        let found = try Inhabitants { path throws(Problems) in
            path == "/apis" ? groups : try Self.answer(path, silent: "/apis/x.io", TargetCluster.busy)
        }.list("team", besides: ["x.io"])
        #expect(found.map(\.short) == ["persistentvolumeclaim/data", "configmap/settings", "secret/password"])
    }

    @Test func saysSoIfItMayNotLook() {
        #expect(throws: Problems.self) {
            try Inhabitants { path throws(Problems) in try Self.answer(path, silent: "/apis/x.io", "AB6106") }.list(
                "team"
            )
        }
    }
}
