import JSON
import Storage
import Testing

@testable import APIServer

/// Kinds that come and go while a server runs.
@Suite(.timeLimit(.minutes(1)))
struct ChangingKindsTests {
    private static let group = "custom.example.com"
    private static let moths = "/apis/custom.example.com/v1/namespaces/garden/moths"

    private static func version(
        _ version: String = "v1",
        kind: String = "Moth",
        group: String = group,
        isStored: Bool = true,
        isServed: Bool = true,
        wings: JSONValue? = nil
    ) -> UntypedResource {
        var schema = Schema.resource(
            definitionName: "",
            description: "A moth.",
            fields: [Schema.Field("wings", Schema(.integer(.int64), defaultValue: wings))]
        )
        schema.definitionName = nil
        var resource = UntypedResource(
            ResourceDefinition(
                group: group,
                version: version,
                kind: kind,
                plural: kind.lowercased() + "s",
                singular: kind.lowercased(),
                scope: .namespaced,
                schema: schema,
                isStorageVersion: isStored
            )
        )
        resource.isServed = isServed
        resource.isCustom = true
        return resource
    }

    private func running(_ body: @Sendable (ServerUnderTest) async throws -> Void) async throws {
        try await ServerUnderTest.run(hasChangingKinds: true, body)
    }

    private static let moth: JSONValue = ["metadata": ["name": "a"], "wings": 4]

    @Test func areServedAsLongAsTheyAreWanted() async throws {
        try await running { (server: ServerUnderTest) async throws in
            #expect(try await server.send("GET", Self.moths).status == 404)
            let openAPI = "/openapi/v3/apis/custom.example.com/v1"
            await server.server.serve([ChangingKind(token: "1", versions: [Self.version()])])
            #expect(try await server.send("POST", Self.moths, Self.moth).status == 201)
            #expect(try await server.send("GET", "/apis/custom.example.com").json["kind"] == "APIGroup")
            #expect(try await server.send("GET", openAPI).status == 200)
            #expect(try await server.send("GET", ServerUnderTest.bees).status == 200)
            await server.server.serve([])
            for path in [Self.moths, "/apis/custom.example.com", "/apis/custom.example.com/v1", openAPI] {
                #expect(try await server.send("GET", path).status == 404)
            }
            #expect(try await server.send("GET", ServerUnderTest.bees).status == 200)
        }
    }

    @Test func theirObjectsOutlastThem() async throws {
        try await running { (server: ServerUnderTest) async throws in
            await server.server.serve([ChangingKind(token: "1", versions: [Self.version()])])
            _ = try await server.send("POST", Self.moths, Self.moth)
            await server.server.serve([])
            await server.server.serve([ChangingKind(token: "2", versions: [Self.version()])])
            #expect(try await server.send("GET", Self.moths + "/a").json["wings"] == 4)
        }
    }

    @Test func othersDoNotDisturbWatches() async throws {
        try await running { (server: ServerUnderTest) async throws in
            let kind = ChangingKind(token: "1", versions: [Self.version()])
            await server.server.serve([kind])
            let objects = try #require(server.server.objects(group: Self.group, plural: "moths"))
            let cursor = try objects.store.cache.watch()
            await server.server.serve([kind, ChangingKind(token: "1", versions: [Self.version(kind: "Wasp")])])
            #expect(!cursor.isExpired)
            let (ends, ended) = AsyncStream.makeStream(of: Void.self)
            _ = cursor.next(max: 1)
            cursor.onEvents { ended.yield() }
            await server.server.serve([ChangingKind(token: "2", versions: [Self.version(wings: 2)])])
            for await _ in ends where cursor.isExpired { break }
        }
    }

    @Test func takeNoGroupVersionThatIsServedAnyway() async throws {
        try await running { (server: ServerUnderTest) async throws in
            let versions = [
                Self.version("v1", group: "insect.example.com", isStored: false),
                Self.version("v3", group: "insect.example.com"),
            ]
            await server.server.serve([ChangingKind(token: "1", versions: versions)])
            let path = "/namespaces/garden/moths"
            #expect(try await server.send("GET", "/apis/insect.example.com/v1" + path).status == 404)
            #expect(try await server.send("GET", "/apis/insect.example.com/v3" + path).status == 200)
            #expect(try await server.send("GET", "/apis/insect.example.com/v2" + path).status == 404)
            #expect(try await server.send("GET", ServerUnderTest.bees).status == 200)
            let group = try await server.send("GET", "/apis/insect.example.com").json
            #expect(group["versions"]?.array?.compactMap { $0["version"]?.string } == ["v3", "v1", "v1beta1"])
        }
    }

    @Test func aVersionMayBeStoredAndNotServed() async throws {
        try await running { (server: ServerUnderTest) async throws in
            let served = Self.version("v1", isStored: false)
            await server.server.serve([
                ChangingKind(token: "1", versions: [served, Self.version("v2", isServed: false)])
            ])
            _ = try await server.send("POST", Self.moths, Self.moth)
            #expect(try await server.send("GET", Self.moths.replacing("/v1/", with: "/v2/")).status == 404)
            let objects = try #require(server.server.objects(group: Self.group, plural: "moths"))
            #expect(objects.list().first?["apiVersion"] == "custom.example.com/v2")
            let list = try await server.send("GET", "/apis/custom.example.com/v1").json
            let stored = ChangingKind(token: "2", versions: [served, Self.version("v2")])
            await server.server.serve([stored])
            let both = try await server.send("GET", "/apis/custom.example.com/v1").json
            let hash = { (list: JSONValue) in list["resources"]?[0]?["storageVersionHash"]?.string }
            #expect(hash(list) != nil)
            #expect(hash(list) == hash(both))
        }
    }

    @Test func newDefaultsHoldForWhatWasStoredBefore() async throws {
        try await running { (server: ServerUnderTest) async throws in
            await server.server.serve([ChangingKind(token: "1", versions: [Self.version()])])
            let made = try await server.send("POST", Self.moths, ["metadata": ["name": "a"]])
            #expect(made.json["wings"] == nil)
            await server.server.serve([ChangingKind(token: "2", versions: [Self.version(wings: 4)])])
            let found = try await server.send("GET", Self.moths + "/a").json
            #expect(found["wings"] == 4)
            #expect(found["metadata"]?["resourceVersion"] == made.json["metadata"]?["resourceVersion"])
        }
    }

    @Test func typesAreValuesAndGenerationsAreCounted() async throws {
        try await running { (server: ServerUnderTest) async throws in
            await server.server.serve([ChangingKind(token: "1", versions: [Self.version()])])
            let wrong = try await server.send("POST", Self.moths, ["metadata": ["name": "a"], "wings": "four"])
            #expect(wrong.status == 422)
            #expect(
                wrong.json["message"]?.string?.hasSuffix(
                    "wings: Invalid value: \"string\": wings in body must be of type integer: \"string\""
                ) == true
            )
            let made = try await server.send("POST", Self.moths, Self.moth)
            #expect(made.json["metadata"]?["generation"] == 1)
            let labelled = try await server.patch(Self.moths + "/a", ["metadata": ["labels": ["a": "b"]]])
            #expect(labelled.json["metadata"]?["generation"] == 1)
            let changed = try await server.patch(Self.moths + "/a", ["wings": 2])
            #expect(changed.json["metadata"]?["generation"] == 2)
            let strategic = try await server.patch(
                Self.moths + "/a",
                ["wings": 3],
                type: "strategic-merge-patch+json"
            )
            #expect(strategic.status == 415)
        }
    }

    @Test func keptUnknownFieldsHaveOwners() async throws {
        try await running { (server: ServerUnderTest) async throws in
            var kind = Self.version()
            kind.definition.schema.keepsUnknownFields = true
            kind.definition.hasStatus = true
            await server.server.serve([ChangingKind(token: "1", versions: [kind])])
            let apply = [("content-type", "application/apply-patch+yaml")]
            func send(_ manager: String, _ members: JSONValue) async throws -> ServerUnderTest.Answer {
                var moth = members
                moth["apiVersion"] = "custom.example.com/v1"
                moth["kind"] = "Moth"
                moth["metadata"] = ["name": "a"]
                return try await server.send(
                    "PATCH",
                    Self.moths + "/a?fieldManager=" + manager,
                    moth,
                    headers: apply
                )
            }
            #expect(try await send("one", ["data": ["x": 1]]).status == 201)
            #expect(try await send("two", ["data": ["y": 2]]).json["data"] == ["x": 1, "y": 2])
            #expect(try await send("two", ["data": ["x": 3]]).status == 409)
            #expect(try await send("one", ["other": true]).json["data"] == ["y": 2])
            let found = try await server.send("GET", Self.moths + "/a").json
            #expect(found["other"] == true)
            #expect(found["metadata"]?["generation"] == 3)
        }
    }

    @Test func whatChangesNothingIsNotWritten() async throws {
        try await running { (server: ServerUnderTest) async throws in
            await server.server.serve([ChangingKind(token: "1", versions: [Self.version(wings: 4)])])
            let made = try await server.send("POST", Self.moths, ["metadata": ["name": "a"]])
            let again = try await server.send("PUT", Self.moths + "/a", made.json)
            #expect(again.status == 200)
            #expect(again.json == made.json)
        }
    }

    @Test func areCountedAsLongAsTheyAreServed() async throws {
        try await running { (server: ServerUnderTest) async throws in
            let line = "apiserver_storage_objects{resource=\"moths.custom.example.com\"} 1"
            await server.server.serve([ChangingKind(token: "1", versions: [Self.version()])])
            _ = try await server.send("POST", Self.moths, Self.moth)
            #expect(try await server.send("GET", "/metrics").text.contains(line))
            await server.server.serve([])
            #expect(try await !server.send("GET", "/metrics").text.contains("moths.custom.example.com"))
        }
    }
}
