import APIServer
import EventLoop
import Testing
import Transport

/// Subresources that a kind serves itself.
@Suite(.timeLimit(.minutes(1)))
struct SubresourceTests {
    static let groups = [APIGroup("stable.example.com", versions: [APIGroup.Version("v1", [Horse.self])])]
    private let horses = "/apis/stable.example.com/v1/namespaces/farm/horses"
    private let fury = "/apis/stable.example.com/v1/namespaces/farm/horses/fury"
    private let horse: JSONValue = [
        "apiVersion": "stable.example.com/v1", "kind": "Horse", "metadata": ["name": "fury"],
    ]

    private func ration(_ kilograms: Int64) -> JSONValue { ["kind": "Ration", "kilograms": .integer(kilograms)] }

    private func run(
        admission: [any AdmissionPlugin] = [],
        services: [any Sendable] = [],
        _ body: @Sendable (ServerUnderTest) async throws -> Void
    ) async throws {
        try await ServerUnderTest.run(groups: Self.groups, admission: admission, services: services) { server in
            #expect(try await server.send("POST", horses, horse).status == 201)
            try await body(server)
        }
    }

    @Test func changesItsParentAndAnswersWithAKindOfItsOwn() async throws {
        try await run { server in
            let fed = try await server.send("POST", fury + "/feed", ration(7))
            #expect(fed.status == 201)
            #expect(fed.json["kind"] == "Horse")
            #expect(fed.json["weight"] == 507)
            #expect(fed.headers["warning"] == "299 - \"root fed fury\"")
            #expect(try await server.send("GET", fury).json["meals"] == 1)
            let owners = fed.json.at("metadata", "managedFields")?.array ?? []
            #expect(owners.contains { $0["subresource"] == "feed" && $0["manager"] == "tester" })
        }
    }

    @Test func isToldDefaultsAndRefusesWhatIsNotValid() async throws {
        try await run { server in
            let fed = try await server.send("POST", fury + "/feed", ration(0))
            #expect(fed.json["weight"] == 505)
            #expect(try await server.send("POST", fury + "/feed", ration(-1)).status == 422)
            #expect(try await server.send("POST", fury + "/feed", ["kind": "Horse"]).status == 400)
            let strict = fury + "/feed?fieldValidation=Strict"
            #expect(try await server.send("POST", strict, ["kind": "Ration", "oats": 1]).status == 400)
            #expect(try await server.send("POST", horses + "/nobody/feed", ration(1)).status == 404)
            let refused = try await server.send("POST", fury + "/feed", ration(100))
            #expect(refused.status == 403)
            #expect(refused.json["message"]?.string?.hasSuffix("is forbidden: no horse eats that much") == true)
            var other = ration(1)
            other["metadata"] = ["name": "blacky"]
            #expect(try await server.send("POST", fury + "/feed", other).status == 400)
            #expect(try await server.send("GET", fury).json["meals"] == 1)
        }
    }

    @Test func validatesWhatItMakesOfItsParent() async throws {
        try await run { server in
            for _ in 1...4 { #expect(try await server.send("POST", fury + "/feed", ration(99)).status == 201) }
            let refused = try await server.send("POST", fury + "/feed", ration(99))
            #expect(refused.status == 422)
            #expect(refused.json.at("details", "causes")?[0]?["field"] == "weight")
        }
    }

    @Test func losesNoChangeWhenTwoComeAtOnce() async throws {
        try await run(services: [Gate(count: 4)]) { server in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...4 {
                    group.addTask { try await server.send("POST", fury + "/feed", ration(1)).status }
                }
                for try await status in group { #expect(status == 201) }
            }
            #expect(try await server.send("GET", fury).json["weight"] == 504)
        }
    }

    @Test func writesNothingInADryRun() async throws {
        try await run { server in
            let fed = try await server.send("POST", fury + "/feed?dryRun=All", ration(7))
            #expect(fed.status == 201)
            #expect(fed.json["weight"] == 507)
            #expect(try await server.send("GET", fury).json["weight"] == 500)
        }
    }

    @Test func isReadReplacedAndPatched() async throws {
        try await run { server in
            let diet = try await server.send("GET", fury + "/diet")
            #expect(diet.json["kind"] == "Ration")
            #expect(diet.json["kilograms"] == 0)
            let patched = try await server.patch(fury + "/diet", ["kilograms": 3])
            #expect(patched.status == 200)
            #expect(try await server.send("GET", fury).json["meals"] == 3)
            var stale = diet.json
            stale["kilograms"] = 9
            #expect(try await server.send("PUT", fury + "/diet", stale).status == 409)
            #expect(try await server.send("PUT", fury + "/diet", ration(4)).status == 200)
            #expect(try await server.send("GET", fury).json["meals"] == 4)
        }
    }

    @Test(arguments: [("GET", "feed"), ("DELETE", "diet"), ("POST", "diet"), ("POST", "log")])
    func refusesMethodsThatItDoesNotHave(_ method: String, _ subresource: String) async throws {
        try await run { server in
            let answer = try await server.send(method, fury + "/" + subresource, ration(1))
            #expect(answer.status == 405)
        }
    }

    @Test func admissionIsToldOfIt() async throws {
        struct Recorder: AdmissionPlugin {
            func validate(_ request: AdmissionRequest, objects: ObjectReader) async throws {
                guard !request.subresource.isEmpty else { return }
                let text = "\(request.operation) \(request.resource)/\(request.subresource) \(request.kind)"
                throw AdmissionRefusal("\(text) \(request.name) \(request.object?["kilograms"] ?? .null)")
            }
        }
        try await run(admission: [Recorder()]) { server in
            let created = try await server.send("POST", fury + "/feed", ration(2))
            #expect(created.json["message"]?.string?.hasSuffix("create horses/feed Ration fury 2") == true)
            let connected = try await server.send("GET", fury + "/log")
            #expect(connected.status == 403)
            #expect(connected.json["message"]?.string?.hasSuffix("connect horses/log Horse fury null") == true)
        }
    }

    @Test func connectorsTakeOverMethodsQueryAndPaths() async throws {
        try await run { server in
            let target = fury + "/proxy/a%20b/c/?q=1&q=2"
            for method in ["GET", "POST", "DELETE"] {
                let answer = try await server.send(method, target)
                guard case .bytes(let bytes) = answer.body else { continue }
                #expect(String(decoding: bytes, as: UTF8.self) == "\(method) /a b/c/ [\"1\", \"2\"] root")
            }
            #expect(try await server.send("PUT", target).status == 405)
            #expect(try await server.send("GET", fury + "/log/deeper").status == 404)
            #expect(try await server.send("GET", fury + "/feed/deeper").status == 404)
            #expect(try await server.send("GET", horses + "/nobody/proxy").status == 404)
            let dry = try await server.send("GET", fury + "/proxy?dryRun=All")
            #expect(dry.status == 400)
            #expect(dry.json["message"] == "dryRun is not supported")
        }
    }

    @Test func connectorsStream() async throws {
        try await run { server in
            let answer = try await server.send("GET", fury + "/log?lines=3")
            #expect(answer.status == 200)
            #expect(try await server.text(of: answer) == "fury 1\nfury 2\nfury 3\n")
            #expect(try await server.send("GET", fury + "/log?lines=x").status == 400)
        }
    }

    @Test func discoveryTellsVerbsAndKinds() async throws {
        try await run { server in
            let list = try await server.send("GET", "/apis/stable.example.com/v1").json["resources"]?.array ?? []
            #expect(
                list.map { "\($0["name"]?.string ?? "") \($0["kind"]?.string ?? "") \($0["verbs"] ?? .null)" } == [
                    "horses Horse [\"create\",\"delete\",\"deletecollection\",\"get\",\"list\",\"patch\",\"update\",\"watch\"]",
                    "horses/diet Ration [\"get\",\"patch\",\"update\"]", "horses/feed Ration [\"create\"]",
                    "horses/log Horse [\"get\"]", "horses/proxy Horse [\"create\",\"delete\",\"get\"]",
                ]
            )
        }
    }

    @Test(arguments: ["/openapi/v2", "/openapi/v3/apis/stable.example.com/v1"])
    func openAPITellsPathsAndKinds(_ document: String) async throws {
        try await run { server in
            let json = try await server.send("GET", document).json
            let below = "/apis/stable.example.com/v1/namespaces/{namespace}/horses/{name}/"
            let paths = json["paths"] ?? .null
            #expect(paths[below + "feed"]?["post"]?["x-kubernetes-group-version-kind"]?["kind"] == "Ration")
            #expect(paths[below + "feed"]?["get"] == nil)
            #expect(paths[below + "diet"]?["patch"]?["x-kubernetes-action"] == "patch")
            #expect(paths[below + "log"]?["get"]?["x-kubernetes-action"] == "connect")
            let proxied = paths[below + "proxy/{path}"]?["delete"]?["operationId"]
            #expect(proxied == "connectStableExampleComV1DeleteNamespacedHorseProxyWithPath")
            let definitions = json["definitions"] ?? json.at("components", "schemas") ?? .null
            let kinds = definitions["com.example.stable.v1.Ration"]?["x-kubernetes-group-version-kind"]
            #expect(kinds == [["group": "stable.example.com", "kind": "Ration", "version": "v1"]])
        }
    }
}
