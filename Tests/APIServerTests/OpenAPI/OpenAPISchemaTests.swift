import APIMachinery
import APIServer
import JSON
import Testing

struct OpenAPISchemaTests {
    private static let condition = Schema(
        .object([Schema.Field("type", Schema(.string, description: "What it is about."), isRequired: true)]),
        description: "One thing that was seen.",
        definitionName: "com.example.insect.v1.Condition"
    )
    private static let nested = Schema(
        .object([]),
        description: "Of this field.",
        definitionName: "com.example.insect.v1.Nest"
    )

    /// The field as both dialects write it in the spec of a kind.
    private func rendered(_ schema: Schema, isRequired: Bool = false) throws -> (v2: JSONValue, v3: JSONValue) {
        let definition = ResourceDefinition(
            group: "insect.example.com",
            version: "v1",
            kind: "Bee",
            plural: "bees",
            singular: "bee",
            scope: .namespaced,
            schema: Schema(.object([Schema.Field("field", schema, isRequired: isRequired)]))
        )
        let documents = OpenAPIDocuments(definitions: [definition], title: "Insects", version: "1")
        let v2 = try JSONReader.parse(documents.v2JSON().bytes)
        let encoded = try #require(documents.v3(group: "insect.example.com", version: "v1"))
        let v3 = try JSONReader.parse(encoded.bytes)
        let name = "com.example.insect.v1.Bee"
        let first = try #require(v2.at("definitions", name, "properties", "field"))
        let second = try #require(v3.at("components", "schemas", name, "properties", "field"))
        return (first, second)
    }

    @Test(
        arguments: [
            (Schema(.boolean), #"{"type":"boolean"}"#),
            (Schema(.integer(.int32)), #"{"type":"integer","format":"int32"}"#),
            (
                Schema(.number(.double), limits: .init(multipleOf: 0.5)),
                #"{"type":"number","format":"double","multipleOf":0.5}"#
            ),
            (Schema(.string, format: "date-time"), #"{"type":"string","format":"date-time"}"#),
            (Schema(.string, enumValues: ["S", "M"]), #"{"type":"string","enum":["S","M"]}"#),
            (
                Schema(.string, limits: .init(minLength: 1, maxLength: 9, pattern: "^a")),
                #"{"type":"string","minLength":1,"maxLength":9,"pattern":"^a"}"#
            ),
            (
                Schema(.integer(.int64), limits: .init(minimum: 0, maximum: 7, exclusiveMinimum: true)),
                #"{"type":"integer","format":"int64","minimum":0,"maximum":7,"exclusiveMinimum":true}"#
            ),
            (Schema(.any), #"{"x-kubernetes-preserve-unknown-fields":true}"#),
            (Schema(.object([]), isAtomic: true), #"{"type":"object","x-kubernetes-map-type":"atomic"}"#),
        ]
    )
    func writesTheSameInBothDialects(_ schema: Schema, _ expected: String) throws {
        let (v2, v3) = try rendered(schema)
        #expect(try v2 == JSONReader.parse(expected))
        #expect(v3 == v2)
    }

    @Test(
        arguments: [
            (.set, #"{"x-kubernetes-list-type":"set","x-kubernetes-patch-strategy":"merge"}"#),
            (
                .map(keys: ["type"]),
                #"{"x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["type"],"#
                    + #""x-kubernetes-patch-merge-key":"type","x-kubernetes-patch-strategy":"merge"}"#
            ),
            (
                .map(keys: ["port", "protocol"]),
                #"{"x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["port","protocol"]}"#
            ),
        ] as [(Schema.ListType, String)]
    )
    func tellsHowListsMerge(_ type: Schema.ListType, _ extensions: String) throws {
        let (v2, v3) = try rendered(Schema(.array(Schema(.string)), limits: .init(maxItems: 3), listType: type))
        var expected = try JSONReader.parse(extensions)
        expected["type"] = "array"
        expected["maxItems"] = 3
        expected["items"] = ["type": "string"]
        #expect(v2 == expected)
        expected["items"] = ["type": "string", "default": ""]
        #expect(v3 == expected)
    }

    @Test
    func onlyTheNewDialectTellsDefaultsAndNull() throws {
        let (v2, v3) = try rendered(Schema(.integer(.int64), defaultValue: 10, isNullable: true))
        #expect(v2 == ["type": "integer", "format": "int64"])
        #expect(v3 == ["type": "integer", "format": "int64", "default": 10, "nullable": true])
        #expect(try rendered(Schema(.string), isRequired: true).v3["default"] == "")
        #expect(try rendered(Schema(.string, enumValues: ["S"]), isRequired: true).v3["default"] == nil)
    }

    @Test
    func refersToNamedShapes() throws {
        let (v2, v3) = try rendered(Self.nested)
        #expect(v2 == ["$ref": "#/definitions/com.example.insect.v1.Nest", "description": "Of this field."])
        let reference: JSONValue = ["$ref": "#/components/schemas/com.example.insect.v1.Nest"]
        #expect(v3 == ["allOf": [reference], "description": "Of this field."])
        let items = try rendered(Schema(.array(Self.condition))).v3["items"]
        let element: JSONValue = ["$ref": "#/components/schemas/com.example.insect.v1.Condition"]
        #expect(items == ["allOf": [element], "default": [:]])
    }

    @Test
    func integersOrStringsShareADefinition() throws {
        let (v2, v3) = try rendered(Schema(.intOrString))
        #expect(v2 == ["$ref": "#/definitions/io.k8s.apimachinery.pkg.util.intstr.IntOrString"])
        #expect(v3 == ["$ref": "#/components/schemas/io.k8s.apimachinery.pkg.util.intstr.IntOrString"])
    }
}
