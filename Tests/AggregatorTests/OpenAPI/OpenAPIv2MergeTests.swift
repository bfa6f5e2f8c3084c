import JSON
import Testing

@testable import Aggregator

struct OpenAPIv2MergeTests {
    /// A document with one path for each definition, which it refers to.
    private static func document(_ paths: [String: String], _ definitions: JSONValue) -> JSONValue {
        var items = JSONObject()
        for (path, definition) in paths.sorted(by: { $0.key < $1.key }) {
            items[path] = ["get": ["schema": reference(definition)]]
        }
        return ["swagger": "2.0", "info": ["title": "x"], "paths": .object(items), "definitions": definitions]
    }

    private static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/definitions/" + name)] }

    private static let local = document(["/apis/a/v1/x": "X"], ["X": ["type": "object"], "Y": ["type": "string"]])

    private func merged(_ sources: JSONValue...) -> JSONValue {
        var merge = OpenAPIv2Merge(Self.local)
        for source in sources { merge.add(source) }
        return merge.result
    }

    private func schema(_ document: JSONValue, _ path: String) -> JSONValue? {
        document["paths"]?[path]?["get"]?["schema"]
    }

    @Test
    func keepsTheFirstDocumentsInfo() {
        var other = Self.document(["/apis/b/v1/z": "Z"], ["Z": ["type": "object"]])
        other["info"] = ["title": "other"]
        let result = merged(other)
        #expect(result["info"] == ["title": "x"])
        #expect(result["paths"]?.object?.keys == ["/apis/a/v1/x", "/apis/b/v1/z"])
        #expect(result["definitions"]?.object?.keys == ["X", "Y", "Z"])
    }

    @Test
    func filtersPathsWithWhatTheyNeed() {
        var document = Self.document(
            ["/apis/b/v1/z": "Z", "/apis/b/v1": "Index", "/apis/c/v1/q": "Q"],
            ["Z": ["properties": ["deep": Self.reference("Deep")]], "Deep": [:], "Q": [:], "Index": [:], "Unused": [:]]
        )
        document["paths"]?["/apis/b/v2/z"] = ["get": ["schema": Self.reference("Q")]]
        let filtered = OpenAPIv2Merge.filtered(document, prefix: "/apis/b/v1/")
        #expect(filtered["paths"]?.object?.keys == ["/apis/b/v1/z"])
        #expect(filtered["definitions"]?.object?.keys.sorted() == ["Deep", "Unused", "Z"])
    }

    @Test
    func sharesEqualDefinitionsAndJoinsTheirKinds() {
        let kind = "x-kubernetes-group-version-kind"
        let b: JSONValue = ["group": "b", "kind": "K", "version": "v1"]
        let a: JSONValue = ["group": "a", "kind": "K", "version": "v1"]
        var merge = OpenAPIv2Merge(Self.document(["/x": "K"], ["K": ["type": "object", kind: [b]]]))
        merge.add(Self.document(["/y": "K"], ["K": ["type": "object", kind: [a, b]]]))
        let result = merge.result
        #expect(result["definitions"] == ["K": ["type": "object", kind: [a, b]]])
        #expect(schema(result, "/y") == Self.reference("K"))
    }

    @Test
    func renamesWhatDiffers() {
        let result = merged(
            Self.document(["/y": "X"], ["X": ["type": "string", "properties": ["me": Self.reference("X")]]])
        )
        #expect(schema(result, "/apis/a/v1/x") == Self.reference("X"))
        #expect(schema(result, "/y") == Self.reference("X_v2"))
        #expect(
            result["definitions"]?["X_v2"] == ["type": "string", "properties": ["me": Self.reference("X_v2")]]
        )
    }

    @Test
    func usesAnEarlierNewNameAgain() {
        let string = Self.document(["/y": "X"], ["X": ["type": "string"]])
        let number = Self.document(["/n": "X"], ["X": ["type": "number"]])
        let again = Self.document(["/z": "X"], ["X": ["type": "string"]])
        let result = merged(string, number, again)
        #expect(schema(result, "/y") == Self.reference("X_v2"))
        #expect(schema(result, "/n") == Self.reference("X_v3"))
        #expect(schema(result, "/z") == Self.reference("X_v2"))
    }

    @Test
    func takesNoNameThatTheNewDocumentHas() {
        let source = Self.document(["/y": "X", "/z": "X_v2"], ["X": ["type": "string"], "X_v2": ["type": "number"]])
        let result = merged(source)
        #expect(schema(result, "/y") == Self.reference("X_v3"))
        #expect(schema(result, "/z") == Self.reference("X_v2"))
        #expect(result["definitions"]?["X_v2"] == ["type": "number"])
    }

    @Test
    func letsTheFirstOfEqualPathsWin() {
        let result = merged(Self.document(["/apis/a/v1/x": "New", "/y": "Z"], ["New": [:], "Z": [:]]))
        #expect(schema(result, "/apis/a/v1/x") == Self.reference("X"))
        #expect(schema(result, "/y") == Self.reference("Z"))
        #expect(result["definitions"]?.object?.keys == ["X", "Y", "Z"])
    }

    @Test
    func ignoresDocumentsWithoutPaths() {
        #expect(merged(["definitions": ["Q": [:]]], Self.document([:], ["Q": [:]])) == merged())
    }

    @Test
    func renamesParameters() {
        var first = Self.document(["/x": "X"], ["X": [:]])
        first["parameters"] = ["p": ["in": "query"], "q": ["in": "query"]]
        var second: JSONValue = [
            "paths": ["/y": ["parameters": [["$ref": "#/parameters/p"], ["$ref": "#/parameters/q"]]]]
        ]
        second["parameters"] = ["p": ["in": "body"], "q": ["in": "query"]]
        var merge = OpenAPIv2Merge(first)
        merge.add(second)
        #expect(
            merge.result["paths"]?["/y"]?["parameters"]
                == [["$ref": "#/parameters/p_v2"], ["$ref": "#/parameters/q"]]
        )
        #expect(merge.result["parameters"]?["p_v2"] == ["in": "body"])
    }
}
