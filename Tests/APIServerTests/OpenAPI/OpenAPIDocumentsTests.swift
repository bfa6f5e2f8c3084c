import APIMachinery
import APIServer
import JSON
import Testing

struct OpenAPIDocumentsTests {
    private let documents = OpenAPIDocuments(definitions: RecordedWardle.definitions, title: "Wardle", version: "0.1")
    private let meta = "io.k8s.apimachinery.pkg.apis.meta.v1."
    private let flunder = "io.k8s.sample-apiserver.pkg.apis.wardle.v1beta1.Flunder"
    private let flunders = "/apis/wardle.example.com/v1beta1/namespaces/{namespace}/flunders"

    private func v3(_ version: String = "v1beta1") throws -> JSONValue {
        try JSONReader.parse(#require(documents.v3(group: "wardle.example.com", version: version)).bytes)
    }

    // MARK: Recorded answers

    @Test(
        .enabled(if: RecordedAnswers.exist("openapi"), "no recorded answers here"),
        arguments: (try? RecordedAnswers.steps("openapi").filter { $0.path == "/openapi/v2" && $0.comparesTree }) ?? []
    )
    func answersAsRecorded(_ step: RecordedAnswers.Step) throws {
        let document = try JSONReader.parse(documents.v2JSON().bytes)
        if let subset = step.subset {
            #expect(RecordedAnswers.contains(document, subset))
        } else {
            #expect(step.selected(of: document) == step.expected)
        }
    }

    // MARK: Addresses

    @Test
    func rootNamesEveryDocumentWithItsHash() throws {
        let root = try JSONReader.parse(documents.v3Root().bytes)
        let group = "apis/wardle.example.com"
        #expect(root["paths"]?.object?.keys == ["apis", group, group + "/v1alpha1", group + "/v1beta1", "version"])
        for path in documents.v3Paths {
            let document = try #require(documents.v3(path: path))
            let address = try #require(root.at("paths", path, "serverRelativeURL")?.string)
            #expect(address == "/openapi/v3/\(path)?hash=\(document.hash)")
            #expect(document.etag == "\"\(document.hash)\"")
            #expect(document.hash.count == 128)
        }
    }

    @Test
    func answersByHash() throws {
        let path = "apis/wardle.example.com/v1beta1"
        let document = try #require(documents.v3(path: path))
        #expect(documents.v3Answer(path: path, hash: nil) == .document(document, isImmutable: false))
        #expect(documents.v3Answer(path: path, hash: "") == .document(document, isImmutable: false))
        #expect(documents.v3Answer(path: path, hash: document.hash) == .document(document, isImmutable: true))
        #expect(documents.v3Answer(path: path, hash: "OLD") == .moved("/openapi/v3/\(path)?hash=\(document.hash)"))
        #expect(documents.v3Answer(path: "apis/wardle.example.com/v1", hash: nil) == .notFound)
    }

    @Test
    func sameContentHasTheSameHash() {
        let other = OpenAPIDocuments(definitions: RecordedWardle.definitions, title: "Wardle", version: "0.1")
        #expect(other.v2JSON() == documents.v2JSON())
        #expect(other.v3Root() == documents.v3Root())
        let third = OpenAPIDocuments(definitions: RecordedWardle.definitions, title: "Wardle", version: "0.2")
        #expect(third.v2JSON().etag != documents.v2JSON().etag)
    }

    // MARK: What kubectl reads

    @Test
    func patchTellsWhatClientsLookFor() throws {
        let patch = try #require(v3().at("paths", flunders + "/{name}", "patch"))
        let kind: JSONValue = ["group": "wardle.example.com", "version": "v1beta1", "kind": "Flunder"]
        #expect(patch["x-kubernetes-group-version-kind"] == kind)
        let names = patch["parameters"]?.array?.compactMap { $0["name"]?.string }
        #expect(names == ["dryRun", "fieldManager", "fieldValidation", "force"])
        let types = patch.at("requestBody", "content")?.object?.keys
        let expected = ["apply-patch+yaml", "json-patch+json", "merge-patch+json", "strategic-merge-patch+json"]
        #expect(types == expected.map { "application/" + $0 })
    }

    @Test
    func kindsAreFoundByGroupVersionKind() throws {
        let schemas = try #require(v3().at("components", "schemas"))
        let kind: JSONValue = [["group": "wardle.example.com", "version": "v1beta1", "kind": "Flunder"]]
        #expect(schemas.at(flunder, "x-kubernetes-group-version-kind") == kind)
        let spec: JSONValue = ["allOf": [["$ref": .string("#/components/schemas/\(flunder)Spec")]], "default": [:]]
        #expect(schemas.at(flunder, "properties", "spec") == spec)
        let items = schemas.at(flunder + "List", "properties", "items", "items")
        #expect(items == ["allOf": [["$ref": .string("#/components/schemas/" + flunder)]], "default": [:]])
        let labels = schemas.at(meta + "ObjectMeta", "properties", "labels", "additionalProperties")
        #expect(labels == ["default": "", "type": "string"])
        let time = schemas.at(meta + "Time")
        #expect(time?["description"] == "A point in time in the form of RFC 3339, to the second.")
    }

    @Test(arguments: ["v1alpha1", "v1beta1"])
    func everyReferenceHasADefinition(_ version: String) throws {
        let document = try v3(version)
        let schemas = try #require(document.at("components", "schemas")?.object)
        let prefix = "#/components/schemas/"
        for reference in references(in: document) {
            #expect(reference.hasPrefix(prefix))
            #expect(schemas.contains(String(reference.dropFirst(prefix.count))))
        }
    }

    @Test
    func everyReferenceOfV2HasADefinition() throws {
        let document = try JSONReader.parse(documents.v2JSON().bytes)
        let definitions = try #require(document["definitions"]?.object)
        let names = Set(references(in: document).map { String($0.dropFirst("#/definitions/".count)) })
        #expect(names.isSubset(of: definitions.keys))
        #expect(definitions.keys.filter { !names.contains($0) }.isEmpty)
    }

    @Test
    func operationIDsDiffer() throws {
        let paths = try #require(JSONReader.parse(documents.v2JSON().bytes)["paths"]?.object)
        let ids = paths.flatMap { $0.value.object?.compactMap { $0.value["operationId"]?.string } ?? [] }
        #expect(Set(ids).count == ids.count)
        #expect(ids.contains("watchWardleExampleComV1beta1NamespacedFlunderList"))
        #expect(ids.contains("getWardleExampleComAPIGroup"))
    }

    @Test
    func subresourcesHavePaths() throws {
        let scale = ServedResource.ObjectKind(group: "autoscaling", version: "v1", kind: "Scale")
        let resource = ServedResource(
            RecordedWardle.definitions[1],
            subresources: [.status, .init(name: "scale", kind: scale, verbs: ["get", "update", "patch"])]
        )
        let documents = OpenAPIDocuments(resources: [resource], title: "Wardle", version: "0.1")
        let document = try JSONReader.parse(documents.v2JSON().bytes)
        let status = try #require(document.at("paths", flunders + "/{name}/status"))
        #expect(status.at("get", "operationId") == "readWardleExampleComV1beta1NamespacedFlunderStatus")
        #expect(status.at("put", "operationId") == "replaceWardleExampleComV1beta1NamespacedFlunderStatus")
        #expect(status["delete"] == nil)
        let put = document.at("paths", flunders + "/{name}/scale", "put")
        #expect(put?["x-kubernetes-group-version-kind"]?["kind"] == "Scale")
        #expect(put?["parameters"]?[0]?.at("schema", "$ref") == "#/definitions/io.k8s.api.autoscaling.v1.Scale")
    }

    private func references(in value: JSONValue) -> [String] {
        switch value {
        case .array(let elements): elements.flatMap(references)
        case .object(let members):
            members.flatMap { key, value in key == "$ref" ? [value.string ?? ""] : references(in: value) }
        default: []
        }
    }
}
