import APIServer
import Storage
import Testing
import Transport

/// Kinds that answer verbs by themselves.
@Suite(.timeLimit(.minutes(1)))
struct VirtualResourceTests {
    static let groups = [
        APIGroup(
            "plant.example.com",
            versions: [APIGroup.Version("v1", [Gauge.self, Reading.self, PlantReview.self])]
        )
    ]
    static let start = [
        Gauge("a", level: 1, labels: ["side": "left"]), Gauge("b", level: 2, labels: ["side": "right"]),
        Gauge("c", namespace: "other", level: 3),
    ]
    private let base = "/apis/plant.example.com/v1"
    private let gauges = "/apis/plant.example.com/v1/namespaces/plant/gauges"
    private let readings = "/apis/plant.example.com/v1/namespaces/plant/readings"
    private let reviews = "/apis/plant.example.com/v1/plantreviews"

    private func run(
        admission: [any AdmissionPlugin] = [],
        _ body: @Sendable (ServerUnderTest) async throws -> Void
    ) async throws {
        let services: [any Sendable] = [Plant(Self.start)]
        try await ServerUnderTest.run(groups: Self.groups, admission: admission, services: services, body)
    }

    private func names(_ list: JSONValue) -> [String] {
        (list["items"] ?? list["rows"])?.array?.compactMap {
            ($0["metadata"] ?? $0.at("object", "metadata"))?["name"]?.string
        } ?? []
    }

    private func gauge(_ name: String?, level: Int64, generateName: String? = nil) -> JSONValue {
        var metadata: JSONValue = [:]
        metadata["name"] = name.map { .string($0) }
        metadata["generateName"] = generateName.map { .string($0) }
        return [
            "kind": "Gauge", "apiVersion": "plant.example.com/v1", "metadata": metadata, "level": .integer(level),
        ]
    }

    // MARK: Reading

    @Test func getAnswersTheObjectOrTheTypesError() async throws {
        try await run { server in
            let got = try await server.send("GET", gauges + "/a")
            #expect(got.status == 200)
            #expect(got.json["level"] == 1)
            let missing = try await server.send("GET", gauges + "/z")
            #expect(missing.status == 404)
            #expect(missing.json["message"] == "gauges.plant.example.com \"z\" not found")
        }
    }

    @Test(arguments: [
        ("", ["a", "b"]), ("?labelSelector=side%3Dleft", ["a"]), ("?labelSelector=!side", []),
        ("?fieldSelector=metadata.name%3Db", ["b"]),
    ])
    func listsAreSelectedByTheServer(_ query: String, _ wanted: [String]) async throws {
        try await run { server in
            let list = try await server.send("GET", gauges + query).json
            #expect(list["kind"] == "GaugeList")
            #expect(names(list) == wanted)
            #expect(list["items"]?[0]?["kind"] == nil)
        }
    }

    @Test func listsOfAllNamespacesAndFaultySelectors() async throws {
        try await run { server in
            let all = try await server.send("GET", base + "/gauges").json
            #expect(names(all) == ["c", "a", "b"])
            #expect(try await server.send("GET", gauges + "?fieldSelector=level%3D1").status == 400)
        }
    }

    @Test func tablesAndMetadataAreMadeByTheServer() async throws {
        try await run { server in
            let table = ("accept", "application/json;as=Table;g=meta.k8s.io;v=v1")
            let list = try await server.send("GET", gauges, headers: [table]).json
            #expect(list["columnDefinitions"]?.array?.map { $0["name"] } == ["Name", "Level", "Age"])
            #expect(list["rows"]?[1]?["cells"]?[1] == 2)
            let own = try await server.send("GET", readings, headers: [table]).json
            #expect(own["columnDefinitions"]?.array?.map { $0["name"] } == ["Name", "Bar", "Age"])
            #expect(own["rows"]?[1]?["cells"]?[1] == "##")
            let form = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
            let metadata = try await server.send("GET", gauges, headers: [("accept", form)]).json
            #expect(metadata["kind"] == "PartialObjectMetadataList")
            #expect(names(metadata) == ["a", "b"])
        }
    }

    // MARK: Writing

    @Test func createsDefaultsValidatesAndNames() async throws {
        try await run { server in
            let made = try await server.send("POST", gauges, gauge("d", level: 4))
            #expect(made.status == 201)
            #expect(made.json.at("metadata", "namespace") == "plant")
            #expect(made.json.at("metadata", "uid")?.string?.isEmpty == false)
            #expect(try await server.send("POST", gauges, gauge("d", level: 4)).status == 409)
            #expect(try await server.send("POST", gauges, gauge("e", level: 101)).status == 422)
            #expect(try await server.send("POST", gauges, gauge(nil, level: 1)).status == 422)
            let generated = try await server.send("POST", gauges, gauge(nil, level: 1, generateName: "g-"))
            #expect(generated.json.at("metadata", "name")?.string?.count == 7)
        }
    }

    @Test func updatesCompareRevisions() async throws {
        try await run { server in
            let made = try await server.send("POST", gauges, gauge("d", level: 4)).json
            var changed = made
            changed["level"] = 5
            #expect(try await server.send("PUT", gauges + "/d", changed).json["level"] == 5)
            #expect(try await server.send("PUT", gauges + "/d", changed).status == 409)
            changed["metadata"]?["resourceVersion"] = nil
            #expect(try await server.send("PUT", gauges + "/d", changed).status == 200)
            #expect(try await server.send("PUT", gauges + "/z", gauge("z", level: 1)).status == 404)
            #expect(try await server.send("PUT", gauges + "/d", gauge("z", level: 1)).status == 400)
        }
    }

    @Test(arguments: ["merge-patch+json", "strategic-merge-patch+json", "json-patch+json"])
    func patchesAreUpdates(_ type: String) async throws {
        try await run { server in
            let patch: JSONValue =
                type == "json-patch+json" ? [["op": "replace", "path": "/level", "value": 9]] : ["level": 9]
            let patched = try await server.patch(gauges + "/a", patch, type: type)
            #expect(patched.status == 200)
            #expect(patched.json["level"] == 9)
            #expect(patched.json.at("metadata", "labels", "side") == "left")
        }
    }

    @Test func errorsOfTheTypeAreAnswers() async throws {
        try await run { server in
            #expect(try await server.patch(gauges + "/a", ["level": 13]).status == 409)
            let busy = try await server.patch(gauges + "/a", ["level": 14])
            #expect(busy.status == 429)
            #expect(busy.headers["retry-after"] == "7")
            let invalid = try await server.patch(gauges + "/a", ["level": 15])
            #expect(invalid.status == 422)
            #expect(invalid.json.at("details", "causes")?[0]?["field"] == "level")
            #expect(try await server.patch(gauges + "/a", ["level": 1], type: "apply-patch+yaml").status == 415)
        }
    }

    @Test func deletesOneOrMany() async throws {
        try await run { server in
            let wrong: JSONValue = ["preconditions": ["uid": "nobody"]]
            #expect(try await server.send("DELETE", gauges + "/a", wrong).status == 409)
            let gone = try await server.send("DELETE", gauges + "/a")
            #expect(gone.json["kind"] == "Status")
            #expect(gone.json["status"] == "Success")
            #expect(try await server.send("DELETE", gauges + "/a").status == 404)
            let many = try await server.send("DELETE", gauges + "?labelSelector=side")
            #expect(names(many.json) == ["b"])
            #expect(names(try await server.send("GET", base + "/gauges").json) == ["c"])
        }
    }

    @Test func dryRunsEndBeforeTheType() async throws {
        try await run { server in
            let made = try await server.send("POST", gauges + "?dryRun=All", gauge("d", level: 4))
            #expect(made.status == 201)
            #expect(try await server.patch(gauges + "/a?dryRun=All", ["level": 13]).json["level"] == 13)
            #expect(try await server.send("DELETE", gauges + "/a?dryRun=All").status == 200)
            #expect(names(try await server.send("DELETE", gauges + "?dryRun=All").json) == ["a", "b"])
            #expect(names(try await server.send("GET", gauges).json) == ["a", "b"])
        }
    }

    @Test func admissionChangesAndRefuses() async throws {
        struct Rule: AdmissionPlugin {
            func mutate(_ request: AdmissionRequest, objects: ObjectReader) async throws -> JSONValue? {
                guard var object = request.object else { return nil }
                object["level"] = object["level"]?.integer.map { .integer($0 * 2) }
                return object["level"] == request.object?["level"] || request.operation == .update ? nil : object
            }

            func validate(_ request: AdmissionRequest, objects: ObjectReader) async throws {
                if request.operation == .delete {
                    throw AdmissionRefusal("keep \(request.oldObject?["level"] ?? .null)")
                }
            }
        }
        try await run(admission: [Rule()]) { server in
            #expect(try await server.send("POST", gauges, gauge("d", level: 4)).json["level"] == 8)
            let refused = try await server.send("DELETE", gauges + "/a")
            #expect(refused.status == 403)
            #expect(refused.json["message"]?.string?.hasSuffix("keep 1") == true)
        }
    }

    // MARK: Reviews

    @Test(arguments: ["", "?dryRun=All"]) func questionsNeedNoName(_ query: String) async throws {
        try await run { server in
            let review: JSONValue = ["kind": "PlantReview", "apiVersion": "plant.example.com/v1", "question": "why?"]
            let answered = try await server.send("POST", reviews + query, review)
            #expect(answered.status == 201)
            #expect(answered.json["answer"] == "root asked: why?")
            #expect(answered.json.at("metadata", "uid") == nil)
        }
    }

    // MARK: What follows from the verbs

    @Test(arguments: [
        ("GET", "/plantreviews"), ("GET", "/plantreviews?watch=true"), ("DELETE", "/plantreviews"),
        ("GET", "/namespaces/plant/readings?watch=true"), ("GET", "/namespaces/plant/readings/a"),
        ("POST", "/namespaces/plant/readings"), ("PUT", "/namespaces/plant/readings/a"), ("POST", "/gauges"),
    ])
    func whatIsNotServedIs405(_ method: String, _ path: String) async throws {
        try await run { server in
            let answer = try await server.send(method, base + path)
            #expect(answer.status == 405)
        }
    }

    @Test func discoveryTellsTheVerbs() async throws {
        try await run { server in
            let list = try await server.send("GET", base).json["resources"]?.array ?? []
            #expect(
                list.map { "\($0["name"]?.string ?? "") \($0["verbs"] ?? .null)" } == [
                    "gauges [\"create\",\"delete\",\"deletecollection\",\"get\",\"list\",\"patch\",\"update\",\"watch\"]",
                    "plantreviews [\"create\"]", "readings [\"list\"]",
                ]
            )
            #expect(list.allSatisfy { $0["storageVersionHash"] == nil })
        }
    }

    @Test func openAPITellsTheVerbs() async throws {
        try await run { server in
            let paths = try await server.send("GET", "/openapi/v2").json["paths"] ?? .null
            func methods(_ path: String) -> [String] {
                paths[base + path]?.object?.map(\.key).filter { $0 != "parameters" }.sorted() ?? []
            }
            #expect(methods("/plantreviews") == ["post"])
            #expect(methods("/plantreviews/{name}") == [])
            #expect(methods("/namespaces/{namespace}/readings") == ["get"])
            #expect(methods("/watch/namespaces/{namespace}/readings") == [])
            #expect(methods("/namespaces/{namespace}/gauges/{name}") == ["delete", "get", "patch", "put"])
        }
    }
}
