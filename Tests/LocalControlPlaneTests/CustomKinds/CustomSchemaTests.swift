import APIMachinery
import JSON
import Testing

@testable import LocalControlPlane

/// What becomes of objects by the schemas of definitions.
struct CustomSchemaTests {
    private func root(_ spec: JSONValue) -> Schema {
        CustomSchema.root(["type": "object", "properties": ["spec": spec]])
    }

    private func spec(_ value: JSONValue, _ schema: JSONValue) throws -> JSONValue? {
        let shape = root(schema)
        return try shape.prune(shape.applyDefaults(["kind": "Foo", "spec": value])).tree["spec"]
    }

    @Test(
        arguments: [
            (
                ["type": "object", "properties": ["a": ["type": "string", "default": "x"]]], ["b": 1], ["a": "x"]
            ),
            (
                [
                    "type": "object",
                    "properties": [
                        "a": [
                            "type": "object", "properties": ["b": ["type": "integer", "default": 2]], "default": [:],
                        ]
                    ],
                ], [:], ["a": ["b": 2]]
            ),
            (
                ["type": "object", "x-kubernetes-preserve-unknown-fields": true], ["a": ["b": [1, nil]]],
                ["a": ["b": [1, nil]]]
            ),
            (
                [
                    "type": "object", "x-kubernetes-preserve-unknown-fields": true,
                    "properties": ["a": ["type": "object", "properties": ["b": ["type": "string"]]]],
                ], ["a": ["b": "x", "c": "y"], "d": ["e": 1]], ["a": ["b": "x"], "d": ["e": 1]]
            ),
            (
                [
                    "type": "object",
                    "additionalProperties": ["type": "object", "properties": ["b": ["type": "boolean"]]],
                ],
                ["x": ["b": true, "c": 1]], ["x": ["b": true]]
            ),
            (
                ["type": "object", "properties": ["a": ["type": "string", "format": "date-time"]]],
                ["a": "2026-01-01T00:00:00.5+01:00"], ["a": "2026-01-01T00:00:00.5+01:00"]
            ),
            (
                ["type": "object", "properties": ["a": ["type": "string", "nullable": true, "default": "x"]]],
                ["a": nil], ["a": nil]
            ),
            (
                ["type": "object", "x-kubernetes-embedded-resource": true],
                ["apiVersion": "v1", "kind": "Pod", "metadata": ["name": "p"], "x": 1],
                ["apiVersion": "v1", "kind": "Pod", "metadata": ["name": "p"]]
            ),
        ] as [(JSONValue, JSONValue, JSONValue)]
    )
    func prunesAndFillsIn(_ schema: JSONValue, _ value: JSONValue, _ result: JSONValue) throws {
        #expect(try spec(value, schema) == result)
    }

    @Test func takesBothKindsOfPorts() throws {
        let schema: JSONValue = ["type": "object", "properties": ["port": ["x-kubernetes-int-or-string": true]]]
        #expect(try spec(["port": 80], schema) == ["port": 80])
        #expect(try spec(["port": "http"], schema) == ["port": "http"])
        #expect(throws: SchemaError.self) { try spec(["port": true], schema) }
    }

    @Test func keepsUnknownFieldsOfTheWholeObject() throws {
        let shape = CustomSchema.root(["type": "object", "x-kubernetes-preserve-unknown-fields": true])
        let tree: JSONValue = ["kind": "Foo", "apiVersion": "a/v1", "metadata": ["name": "a"], "data": ["b": 1]]
        #expect(try shape.prune(tree).tree == tree)
        #expect(try shape.prune(tree).unknownFields == [])
    }

    @Test func limitsAreThoseOfTheSchema() {
        let shape = root([
            "type": "object", "required": ["a"],
            "properties": ["a": ["type": "integer", "minimum": 1], "b": ["type": "string", "enum": ["x"]]],
        ])
        let validate = { (spec: JSONValue) in shape.validate(["spec": spec]).map(\.description) }
        #expect(validate(["a": 1, "b": "x"]) == [])
        #expect(validate([:]) == ["spec.a: Required value"])
        #expect(
            validate(["a": 0, "b": "y"]) == [
                "spec.a: Invalid value: 0: must be greater than or equal to 1",
                "spec.b: Unsupported value: \"y\": supported values: \"x\"",
            ]
        )
    }
}
