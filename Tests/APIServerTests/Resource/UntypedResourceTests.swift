import APIServer
import Testing
import Transport

/// Kinds without a Swift type, and the core group.
@Suite(.timeLimit(.minutes(1)))
struct UntypedResourceTests {
    private static func definition(
        _ kind: String,
        _ scope: ResourceDefinition.Scope,
        group: String = "",
        version: String = "v1",
        fields: [Schema.Field],
        isUnconditional: Bool = false
    ) -> ResourceDefinition {
        ResourceDefinition(
            group: group,
            version: version,
            kind: kind,
            plural: kind.lowercased() + "s",
            singular: kind.lowercased(),
            scope: scope,
            schema: Schema.resource(definitionName: "test.\(version).\(kind)", description: kind, fields: fields),
            isStorageVersion: version == "v1",
            allowsUnconditionalUpdate: isUnconditional
        )
    }

    private static var configMap: UntypedResource {
        let field = Schema.Field("data", Schema(.map(Schema(.string))))
        return UntypedResource(definition("ConfigMap", .namespaced, fields: [field], isUnconditional: true))
    }

    private static var namespace: UntypedResource {
        let fields = [Schema.Field("phase", Schema(.string, defaultValue: "Active"))]
        var finalize = SubresourceHandlers("finalize")
        finalize.object = UntypedResource(definition("Namespace", .cluster, fields: fields))
        finalize.get = { parent, _ in parent.object }
        finalize.update = { object, parent, _ in
            let phase = object["phase"]
            return try await parent.update { $0["phase"] = phase }
        }
        var kind = UntypedResource(definition("Namespace", .cluster, fields: fields), subresources: [finalize])
        kind.setDefaults = { object in
            var labelled = object
            labelled["metadata"]?["labels"] = ["kubernetes.io/metadata.name": object.at("metadata", "name") ?? ""]
            return labelled
        }
        kind.validate = { object, context in
            guard object["phase"] == "Odd", context.old == nil else { return [] }
            return [.invalid("phase", "Odd", "is not allowed")]
        }
        return kind
    }

    /// A question that is answered where it is asked.
    private static var review: UntypedResource {
        var handlers = VerbHandlers()
        handlers.create = { object, context in
            var object = object
            object["user"] = .string(context.user.name)
            return object
        }
        let fields = [Schema.Field("user", Schema(.string))]
        let definition = definition("Review", .cluster, group: "test.example.com", fields: fields)
        return UntypedResource(definition, handlers: handlers)
    }

    /// Two versions of a kind: `colour` in v1 is `color` in v1beta1.
    private static func paint(_ version: String, _ field: String) -> UntypedResource {
        let fields = [Schema.Field(field, Schema(.string))]
        return UntypedResource(
            definition("Paint", .cluster, group: "test.example.com", version: version, fields: fields)
        )
    }

    private static func renamed(_ object: JSONValue, _ old: String, _ new: String) -> JSONValue {
        var object = object
        object[new] = object[old]
        object[old] = nil
        return object
    }

    private static var groups: [APIGroup] {
        var old = paint("v1beta1", "color")
        old.conversion = UntypedResource.Conversion(
            toHub: { renamed($0, "color", "colour") },
            fromHub: { renamed($0, "colour", "color") }
        )
        return [
            APIGroup("", versions: [APIGroup.Version("v1", definitions: [configMap, namespace])]),
            APIGroup(
                "test.example.com",
                versions: [
                    APIGroup.Version("v1", definitions: [review, paint("v1", "colour")]),
                    APIGroup.Version("v1beta1", definitions: [old]),
                ]
            ),
        ]
    }

    private func run(_ body: @Sendable (ServerUnderTest) async throws -> Void) async throws {
        try await ServerUnderTest.run(groups: Self.groups, body)
    }

    private let maps = "/api/v1/namespaces/default/configmaps"

    @Test func theCoreGroupIsServedBelowAPI() async throws {
        try await run { server in
            let map: JSONValue = ["metadata": ["name": "a"], "data": ["k": "v"], "stray": 1]
            let made = try await server.send("POST", maps, map)
            #expect(made.status == 201)
            #expect(made.json["apiVersion"] == "v1")
            #expect(made.json["stray"] == nil)
            #expect(made.headers["warning"] == "299 - \"unknown field \\\"stray\\\"\"")
            #expect(try await server.send("GET", maps + "/a").json == made.json)
            #expect(try await server.send("GET", "/api/v1/configmaps").json["items"]?.array?.count == 1)
            let missing = try await server.send("GET", maps + "/b").json
            #expect(missing["message"] == "configmaps \"b\" not found")
            #expect(try await server.send("POST", maps, ["data": ["k": 1]]).status == 400)
        }
    }

    @Test func anUpdateMayLeaveOutTheRevisionWhereTheKindSaysSo() async throws {
        try await run { server in
            let map: JSONValue = ["metadata": ["name": "a"], "data": ["k": "v"]]
            _ = try await server.send("POST", maps, map)
            var other = map
            other["data"] = ["k": "w"]
            let written = try await server.send("PUT", maps + "/a", other)
            #expect(written.status == 200)
            #expect(written.json.at("data", "k") == "w")
            other["metadata"]?["resourceVersion"] = "1"
            #expect(try await server.send("PUT", maps + "/a", other).status == 409)
            _ = try await server.send("POST", "/api/v1/namespaces", ["metadata": ["name": "n"]])
            #expect(try await server.send("PUT", "/api/v1/namespaces/n", ["metadata": ["name": "n"]]).status == 422)
        }
    }

    @Test func namespacesAreObjectsWithClosuresForHooks() async throws {
        try await run { server in
            let made = try await server.send("POST", "/api/v1/namespaces", ["metadata": ["name": "n"]])
            #expect(made.status == 201)
            #expect(made.json["phase"] == "Active")
            let odd: JSONValue = ["metadata": ["name": "m"], "phase": "Odd"]
            #expect(try await server.send("POST", "/api/v1/namespaces", odd).status == 422)
            let got = try await server.send("GET", "/api/v1/namespaces/n")
            #expect(got.status == 200)
            var ending = got.json
            ending["phase"] = "Ending"
            let finalized = try await server.send("PUT", "/api/v1/namespaces/n/finalize", ending)
            #expect(finalized.status == 200)
            #expect(try await server.send("GET", "/api/v1/namespaces/n").json["phase"] == "Ending")
            #expect(try await server.send("DELETE", "/api/v1/namespaces/n").status == 200)
        }
    }

    @Test func closuresAnswerVerbs() async throws {
        try await run { server in
            let answered = try await server.send("POST", "/apis/test.example.com/v1/reviews", [:])
            #expect(answered.status == 201)
            #expect(answered.json["user"] == "root")
            #expect(try await server.send("GET", "/apis/test.example.com/v1/reviews").status == 405)
        }
    }

    @Test func versionsAreConvertedByClosures() async throws {
        try await run { server in
            let paint: JSONValue = ["metadata": ["name": "p"], "color": "red"]
            let made = try await server.send("POST", "/apis/test.example.com/v1beta1/paints", paint)
            #expect(made.json["color"] == "red")
            let other = try await server.send("GET", "/apis/test.example.com/v1/paints/p").json
            #expect(other["colour"] == "red")
            #expect(other["color"] == nil)
        }
    }

    @Test func discoveryTellsOfTheCoreGroup() async throws {
        try await run { server in
            let versions = try await server.send("GET", "/api").json
            #expect(versions["kind"] == "APIVersions")
            #expect(versions["versions"] == ["v1"])
            let list = try await server.send("GET", "/api/v1").json
            #expect(list["groupVersion"] == "v1")
            let names = list["resources"]?.array?.compactMap { $0["name"]?.string } ?? []
            #expect(names == ["configmaps", "namespaces", "namespaces/finalize"])
            let groups = try await server.send("GET", "/apis").json["groups"]?.array ?? []
            #expect(groups.map { $0["name"] } == ["test.example.com"])
            let aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
            let core = try await server.send("GET", "/api", headers: [("accept", aggregated)]).json
            #expect(core["kind"] == "APIGroupDiscoveryList")
            #expect(core["items"]?.array?.count == 1)
            #expect(core["items"]?[0]?["versions"]?[0]?["version"] == "v1")
            #expect(try await server.send("GET", "/api/v2").status == 404)
        }
    }

    @Test func openAPITellsOfTheCoreGroup() async throws {
        try await run { server in
            let root = try await server.send("GET", "/openapi/v3").json["paths"]?.object?.map(\.key) ?? []
            #expect(root.contains("api") && root.contains("api/v1") && root.contains("apis/test.example.com/v1"))
            let document = try await server.send("GET", "/openapi/v3/api/v1").json
            let path = document["paths"]?["/api/v1/namespaces/{namespace}/configmaps/{name}"]
            #expect(path?["get"]?["operationId"] == "readCoreV1NamespacedConfigMap")
            #expect(path?["get"]?["tags"] == ["core_v1"])
            #expect(path?["get"]?["x-kubernetes-group-version-kind"]?["group"] == "")
        }
    }
}
