import APIMachinery
import APIServer
import JSON
import Testing

/// Selecting objects by fields that their kind declares.
@Suite(.timeLimit(.minutes(1)))
struct SelectableFieldTests {
    private let hives = ServerUnderTest.hives

    private func run(_ body: @Sendable (ServerUnderTest) async throws -> Void) async throws {
        try await ServerUnderTest.run(groups: ServerUnderTest.hiveGroups) { server in
            for (name, keeper, size) in [("a", "eva", 1), ("b", "otto", nil), ("c", "eva", 3)]
                as [(String, String, JSONValue?)]
            {
                var hive = ServerUnderTest.hive(name, keeper: keeper, size: size)
                if name == "c" { hive["spec"]?["isOpen"] = true }
                #expect(try await server.send("POST", hives, hive).status == 201)
            }
            try await body(server)
        }
    }

    @Test(arguments: [
        ("spec.keeper%3Deva", ["a", "c"]), ("spec.keeper!%3Deva", ["b"]),
        ("spec.keeper%3Deva,metadata.name!%3Da", ["c"]), ("spec.size%3D3", ["c"]), ("spec.size%3D", ["b"]),
        ("spec.isOpen%3Dtrue", ["c"]), ("spec.isOpen!%3Dtrue,metadata.namespace%3Dgarden", ["a", "b"]),
        ("spec.keeper%3Dnobody", []),
    ])
    func listsWhatFits(_ selector: String, _ expected: [String]) async throws {
        try await run { server in
            let list = try await server.send("GET", hives + "?fieldSelector=" + selector)
            #expect(list.status == 200)
            #expect(names(list.json) == expected)
        }
    }

    @Test func eachVersionHasItsOwnNamesAndValues() async throws {
        try await run { server in
            let list = try await server.send("GET", ServerUnderTest.oldHives + "?fieldSelector=spec.owner%3Deva")
            #expect(names(list.json) == ["a", "c"])
        }
    }

    @Test func refusesWhatIsNotDeclaredAndNamesWhatIs() async throws {
        try await run { server in
            let refused = try await server.send("GET", ServerUnderTest.oldHives + "?fieldSelector=spec.keeper%3Deva")
            #expect(refused.status == 400)
            #expect(
                refused.json["message"]
                    == #""spec.keeper" is not a known field selector: only "metadata.name", "metadata.namespace", "spec.owner", "spec.size", "spec.isOpen""#
            )
        }
    }

    @Test func pagesKeepToTheSelection() async throws {
        try await run { server in
            let first = try await server.send("GET", hives + "?limit=1&fieldSelector=spec.keeper%3Deva")
            #expect(names(first.json) == ["a"])
            let token = try #require(first.json.at("metadata", "continue")?.string)
            let next = hives + "?limit=1&fieldSelector=spec.keeper%3Deva&continue=" + token
            #expect(names(try await server.send("GET", next).json) == ["c"])
        }
    }

    @Test func aWatchTellsWhatComesIntoTheSelectionAndWhatLeavesIt() async throws {
        try await run { server in
            let list = try await server.send("GET", hives)
            let revision = list.json.at("metadata", "resourceVersion")?.string ?? ""
            let target = hives + "?watch=true&resourceVersion=\(revision)&fieldSelector=spec.size%3D3"
            let watch = try await server.send("GET", target)
            _ = try await server.patch(hives + "/a", ["spec": ["size": 3]])
            _ = try await server.patch(hives + "/a", ["spec": ["isOpen": true]])
            _ = try await server.patch(hives + "/c", ["spec": ["size": 4]])
            _ = try await server.patch(hives + "/b", ["spec": ["size": 5]])
            let events = try await server.events(of: watch)
            #expect(events.map { $0["type"]?.string } == ["ADDED", "MODIFIED", "DELETED"])
            #expect(events.map { $0["object"]?.at("metadata", "name")?.string } == ["a", "a", "c"])
            #expect(events.last?["object"]?.at("spec", "size") == 3)
        }
    }

    @Test func aCollectionIsDeletedAsFarAsItFits() async throws {
        try await run { server in
            let target = hives + "?fieldSelector=spec.keeper%3Dotto"
            let deleted = try await server.send("DELETE", target)
            #expect(deleted.status == 200)
            #expect(names(try await server.send("GET", hives).json) == ["a", "c"])
        }
    }

    @Test(arguments: ["/openapi/v3/apis/insect.example.com/v1", "/openapi/v2"])
    func openAPINamesThem(_ path: String) async throws {
        try await run { server in
            let document = try await server.send("GET", path).json
            let schemas = document.at("components", "schemas") ?? document["definitions"]
            #expect(
                schemas?["com.example.insect.v1.Hive"]?["x-kubernetes-selectable-fields"]
                    == [["fieldPath": "spec.keeper"], ["fieldPath": "spec.size"], ["fieldPath": "spec.isOpen"]]
            )
        }
    }

    private func names(_ list: JSONValue) -> [String] {
        list["items"]?.array?.compactMap { $0.at("metadata", "name")?.string } ?? []
    }
}
