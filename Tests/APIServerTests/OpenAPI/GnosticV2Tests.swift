import APIMachinery
import APIServer
import JSON
import Testing

struct GnosticV2Tests {
    private func document() throws -> ProtobufReader {
        let limits = Schema.Limits(minimum: 0.5, maxLength: 300)
        let size = Schema(.string, enumValues: ["S", "M"], limits: limits)
        var definition = RecordedWardle.definitions[1]
        definition.schema.kind = .object([
            Schema.Field("size", size), Schema.Field("tags", Schema(.map(Schema(.string)))),
        ])
        let documents = OpenAPIDocuments(definitions: [definition], title: "Wardle", version: "0.1")
        #expect(documents.v2Protobuf().etag == documents.v2JSON().etag)
        return try #require(ProtobufReader(documents.v2Protobuf().bytes))
    }

    @Test
    func writesTheHead() throws {
        let document = try document()
        #expect(document.strings(1) == ["2.0"])
        #expect(document.message(2)?.strings(1) == ["Wardle"])
        let security = try #require(document.message(13)?.entry("BearerToken", in: 1)?.message(2))
        #expect([1, 2, 3].flatMap(security.strings) == ["apiKey", "authorization", "header"])
        #expect(document.message(12, 1)?.strings(1) == ["BearerToken"])
    }

    @Test
    func writesOperations() throws {
        let path = "/apis/wardle.example.com/v1beta1/namespaces/{namespace}/flunders/{name}"
        let item = try #require(document().message(8)?.entry(path, in: 2))
        let patch = try #require(item.message(8))
        #expect(patch.strings(5) == ["patchWardleExampleComV1beta1NamespacedFlunder"])
        #expect(patch.strings(7).count == 4)
        let parameters = patch.messages(8)
        #expect(parameters.first?.message(1, 1)?.strings(2) == ["body"])
        let names = parameters.compactMap { $0.message(1, 2, 3)?.strings(4).first }
        #expect(names == ["dryRun", "fieldManager", "fieldValidation", "force"])
        let name = try #require(item.messages(9).first?.message(1, 2, 4))
        #expect(name.strings(4) == ["name"])
        #expect(name.number(1) == 1)
        let ok = try #require(patch.message(9)?.entry("200", in: 1)?.message(1))
        #expect(ok.message(2, 1)?.strings(1).first?.hasSuffix(".v1beta1.Flunder") == true)
        let kind = try #require(patch.messages(13).first { $0.strings(1) == ["x-kubernetes-group-version-kind"] })
        #expect(
            kind.message(2)?.strings(2) == [#"{"group":"wardle.example.com","kind":"Flunder","version":"v1beta1"}"#]
        )
    }

    @Test
    func writesSchemas() throws {
        let name = "io.k8s.sample-apiserver.pkg.apis.wardle.v1beta1.Flunder"
        let schema = try #require(document().message(9)?.entry(name, in: 1))
        #expect(schema.message(22)?.strings(1) == ["object"])
        let size = try #require(schema.message(25)?.entry("size", in: 1))
        #expect(size.double(9) == 0.5)
        #expect(size.number(11) == 300)
        #expect(size.messages(20).flatMap { $0.strings(2) } == [#""S""#, #""M""#])
        let tags = try #require(schema.message(25)?.entry("tags", in: 1))
        #expect(tags.message(21, 1, 22)?.strings(1) == ["string"])
        let metadata = try #require(schema.message(25)?.entry("metadata", in: 1))
        #expect(metadata.strings(1) == ["#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"])
    }
}
