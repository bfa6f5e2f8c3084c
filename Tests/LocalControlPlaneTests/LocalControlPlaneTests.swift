import EventLoop
import Glibc
import JSON
import Project
import TLS
import Telemetry
import Testing
import Transport

@testable import LocalControlPlane

/// A whole control plane on a memory store, asked over HTTPS.
@Suite(.timeLimit(.minutes(1)))
struct LocalControlPlaneTests {
    /// Runs a control plane as long as `body` takes.
    private func running(_ body: @escaping @Sendable (Session) async throws -> Void) async throws {
        var template = Array("/tmp/local-plane-XXXXXX".utf8CString)
        let folder = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
        defer { try? Files.removeTree(folder) }
        let plane = try await LocalControlPlane(
            LocalControlPlane.Configuration(folder: folder, isDurable: false, log: Logger(level: .error))
        )
        let loops = try EventLoopGroup(count: 1)
        defer { loops.stop() }
        do {
            try await plane.run {
                try await body(Session(plane: plane, client: HTTPClient(group: loops)))
                throw Finished()
            }
        } catch is Finished {}
        await plane.close()
    }

    private struct Finished: Error {}

    /// Asks the control plane as its administrator, or with a token.
    struct Session: Sendable {
        let plane: LocalControlPlane
        let client: HTTPClient

        func send(
            _ method: String,
            _ path: String,
            _ body: JSONValue? = nil,
            token: String? = nil,
            contentType: String = "application/json"
        ) async throws -> (status: Int, json: JSONValue) {
            let admin = plane.pki.admin
            let identity = try TLSClientIdentity(
                trust: .authorities(pem: plane.pki.servingAuthority),
                certificate: token == nil ? .pem(certificate: admin.certificatePEM, key: admin.privateKeyPEM) : nil
            )
            var headers = HTTPHeaders([("accept", "application/json")])
            if let token { headers.add("authorization", "Bearer " + token) }
            if body != nil { headers.add("content-type", contentType) }
            let response = try await client.perform(
                ClientRequest(
                    method: method,
                    target: path,
                    headers: headers,
                    body: .bytes(body.map { JSONWriter.bytes($0) } ?? [])
                ),
                to: HTTPEndpoint(host: "127.0.0.1", port: plane.port, tls: identity)
            )
            return (response.status, (try? JSONReader.parse(response.body)) ?? .null)
        }

        /// Asks until the answer is right; the suite's time limit ends what never comes.
        func until(_ path: String, _ isRight: (_ status: Int, _ json: JSONValue) -> Bool) async throws {
            while true {
                let answer = try await send("GET", path)
                if isRight(answer.status, answer.json) { return }
                await Task.yield()
            }
        }
    }

    private static func namespace(_ name: String) -> JSONValue {
        ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(name)]]
    }

    @Test func hasWhatEveryClusterHas() async throws {
        try await running { session in
            let names = try await session.send("GET", "/api/v1/namespaces").json["items"]?.array?.map(\.name)
            #expect(names == ["default", "kube-node-lease", "kube-public", "kube-system"])
            let trust = "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication"
            let data = try await session.send("GET", trust).json["data"]
            #expect(data?["requestheader-allowed-names"] == "[\"front-proxy-client\"]")
            #expect(try await session.send("GET", "/api/v1/namespaces/default/services/kubernetes").status == 200)
            try await session.until("/api/v1/namespaces/default/serviceaccounts/default") { status, _ in status == 200 }
            try await session.until("/api/v1/namespaces/default/configmaps/kube-root-ca.crt") { status, _ in
                status == 200
            }
            try await session.until("/apis/rbac.authorization.k8s.io/v1/clusterroles/edit") { _, role in
                role["rules"]?.array?.isEmpty == false
            }
        }
    }

    @Test func givesTokensAndKnowsTheirHolders() async throws {
        try await running { session in
            _ = try await session.send("POST", "/api/v1/namespaces", Self.namespace("hive"))
            try await session.until("/api/v1/namespaces/hive/serviceaccounts/default") { status, _ in status == 200 }
            let request = try await session.send(
                "POST",
                "/api/v1/namespaces/hive/serviceaccounts/default/token",
                ["apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": ["expirationSeconds": 600]]
            )
            #expect(request.status == 201)
            let token = try #require(request.json["status"]?["token"]?.string)
            let review = try await session.send(
                "POST",
                "/apis/authentication.k8s.io/v1/tokenreviews",
                ["apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "spec": ["token": .string(token)]]
            )
            #expect(review.json["status"]?["authenticated"] == true)
            #expect(review.json["status"]?["user"]?["username"] == "system:serviceaccount:hive:default")
            let own = try await session.send(
                "POST",
                "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                ["apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"],
                token: token
            )
            #expect(own.json["status"]?["userInfo"]?["username"] == "system:serviceaccount:hive:default")
            #expect(try await session.send("GET", "/api/v1/namespaces/hive/secrets", token: token).status == 403)
            #expect(try await session.send("GET", "/api/v1/namespaces", token: token + "x").status == 401)
            let short: JSONValue = ["spec": ["expirationSeconds": 10]]
            let refused = try await session.send(
                "POST",
                "/api/v1/namespaces/hive/serviceaccounts/default/token",
                short
            )
            #expect(refused.status == 422)
        }
    }

    @Test func allowsWhatRolesAllowAtOnce() async throws {
        try await running { session in
            let account = "system:serviceaccount:default:drone"
            func review() async throws -> JSONValue? {
                try await session.send(
                    "POST",
                    "/apis/authorization.k8s.io/v1/subjectaccessreviews",
                    [
                        "spec": [
                            "user": .string(account),
                            "resourceAttributes": ["verb": "get", "resource": "configmaps", "namespace": "default"],
                        ]
                    ]
                ).json["status"]?["allowed"]
            }
            #expect(try await review() == false)
            let bound = try await session.send(
                "POST",
                "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings",
                [
                    "metadata": ["name": "drones"],
                    "roleRef": [
                        "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin",
                    ],
                    "subjects": [["kind": "ServiceAccount", "name": "drone", "namespace": "default"]],
                ]
            )
            #expect(bound.status == 201)
            #expect(try await review() == true)
            let path = "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings/drones"
            #expect(try await session.send("DELETE", path).status == 200)
            #expect(try await review() == false)
        }
    }

    @Test func emptiesNamespacesThatGo() async throws {
        try await running { session in
            _ = try await session.send("POST", "/api/v1/namespaces", Self.namespace("hive"))
            let made = try await session.send(
                "POST",
                "/api/v1/namespaces/hive/secrets",
                ["metadata": ["name": "honey"], "stringData": ["a": "b"]]
            )
            #expect(made.json["data"] == ["a": "Yg=="])
            #expect(made.json["stringData"] == nil)
            let deleted = try await session.send("DELETE", "/api/v1/namespaces/hive")
            #expect(deleted.json["status"]?["phase"] == "Terminating")
            try await session.until("/api/v1/namespaces/hive") { status, _ in status == 404 }
            #expect(try await session.send("GET", "/api/v1/namespaces/hive/secrets").json["items"] == [])
            let late = try await session.send(
                "POST",
                "/api/v1/namespaces/hive/configmaps",
                ["metadata": ["name": "late"]]
            )
            #expect(late.status == 404)
            #expect(try await session.send("DELETE", "/api/v1/namespaces/default").status == 403)
        }
    }

    @Test func tellsWhatHoldsANamespace() async throws {
        try await running { session in
            _ = try await session.send("POST", "/api/v1/namespaces", Self.namespace("hive"))
            _ = try await session.send(
                "POST",
                "/api/v1/namespaces/hive/configmaps",
                ["metadata": ["name": "held", "finalizers": ["example.com/hold"]]]
            )
            _ = try await session.send("DELETE", "/api/v1/namespaces/hive")
            try await session.until("/api/v1/namespaces/hive") { _, namespace in
                namespace["status"]?["conditions"]?.array?.contains { condition in
                    condition["message"]?.string
                        == "Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances"
                } ?? false
            }
            _ = try await session.send(
                "PATCH",
                "/api/v1/namespaces/hive/configmaps/held",
                ["metadata": ["finalizers": .null]],
                contentType: "application/merge-patch+json"
            )
            try await session.until("/api/v1/namespaces/hive") { status, _ in status == 404 }
        }
    }

    @Test func refusesToGiveAwayMoreThanOneHas() async throws {
        try await running { session in
            try await session.until("/api/v1/namespaces/default/serviceaccounts/default") { status, _ in status == 200 }
            _ = try await session.send(
                "POST",
                "/apis/rbac.authorization.k8s.io/v1/clusterroles",
                [
                    "metadata": ["name": "binder"],
                    "rules": [
                        [
                            "apiGroups": ["rbac.authorization.k8s.io"],
                            "resources": ["clusterroles", "clusterrolebindings"], "verbs": ["create"],
                        ]
                    ],
                ]
            )
            _ = try await session.send(
                "POST",
                "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
                [
                    "metadata": ["name": "binder"], "roleRef": ["kind": "ClusterRole", "name": "binder"],
                    "subjects": [["kind": "ServiceAccount", "name": "default", "namespace": "default"]],
                ]
            )
            let token = try await session.send(
                "POST",
                "/api/v1/namespaces/default/serviceaccounts/default/token",
                ["spec": .emptyObject]
            ).json["status"]?["token"]?.string
            let grant = try await session.send(
                "POST",
                "/apis/rbac.authorization.k8s.io/v1/clusterroles",
                [
                    "metadata": ["name": "more"],
                    "rules": [["apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]]],
                ],
                token: token
            )
            #expect(grant.status == 403)
            let message = grant.json["message"]?.string ?? ""
            #expect(message.contains("is attempting to grant RBAC permissions not currently held"))
        }
    }

    @Test func servesWhatDefinitionsDefine() async throws {
        try await running { session in
            let definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
            let moths = "/apis/example.com/v1/namespaces/default/moths"
            var definition: JSONValue = CustomDefinitionValidationTests.definition
            definition["metadata"]?["name"] = "moths.example.com"
            definition["spec"]?["names"] = ["plural": "moths", "kind": "Moth"]
            let made = try await session.send("POST", definitions, definition)
            #expect(made.status == 201)
            #expect(made.json["spec"]?["names"]?["listKind"] == "MothList")
            try await session.until(definitions + "/moths.example.com") { _, json in
                CustomDefinition(json).isTrue("Established")
            }
            #expect(try await session.send("POST", moths, ["metadata": ["name": "a"], "x": 1]).json["x"] == nil)
            try await session.until("/apis/apiregistration.k8s.io/v1/apiservices/v1.example.com") { status, json in
                status == 200 && json["status"]?["conditions"]?[0]?["reason"] == "Local"
            }
            let deleted = try await session.send("DELETE", definitions + "/moths.example.com")
            #expect(deleted.json.finalizers == [CustomDefinition.cleanup])
            #expect(CustomDefinition(deleted.json).isTrue("Terminating"))
            try await session.until(definitions + "/moths.example.com") { status, _ in status == 404 }
            try await session.until(moths) { status, _ in status == 404 }
            try await session.until("/apis/example.com") { status, _ in status == 404 }
        }
    }
}
