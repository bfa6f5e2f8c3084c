import APIMachinery
import JSON
import Testing

@testable import LocalControlPlane

/// What makes schemas structural.
struct StructuralRulesTests {
    /// A schema with one field of that shape.
    private func errors(_ field: JSONValue) -> [String] {
        let schema: JSONValue = ["type": "object", "properties": ["a": field]]
        return StructuralRules.errors(schema, "s").map(\.description)
    }

    @Test(
        arguments: [
            ["type": "string", "enum": ["a", "b"], "default": "a"], ["x-kubernetes-int-or-string": true],
            ["x-kubernetes-preserve-unknown-fields": true], ["type": "string", "pattern": "^\\p{L}+$"],
            ["type": "object", "additionalProperties": ["type": "string"]],
            ["x-kubernetes-int-or-string": true, "anyOf": [["type": "integer"], ["type": "string"]]],
            [
                "type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k"],
                "items": ["type": "object", "properties": ["k": ["type": "string", "default": "x"]]],
            ],
            [
                "type": "object", "properties": ["b": ["type": "integer"]],
                "oneOf": [["required": ["b"]], ["properties": ["b": ["minimum": 3]]]],
            ],
            ["type": "object", "properties": ["b": ["type": "integer", "default": 1]], "default": [:]],
        ] as [JSONValue]
    )
    func accepts(_ field: JSONValue) { #expect(errors(field) == []) }

    @Test(
        arguments: [
            ([:], "s.properties[a].type: Required value: must not be empty for specified object fields"),
            (["type": "text"], "s.properties[a].type: Unsupported value: \"text\""),
            (["type": "array"], "s.properties[a].items: Required value: must be specified"),
            (
                ["type": "array", "items": [:]],
                "s.properties[a].items.type: Required value: must not be empty for specified array items"
            ),
            (
                ["type": "object", "additionalProperties": false],
                "s.properties[a].additionalProperties: Forbidden: additionalProperties cannot be set to false"
            ),
            (
                [
                    "type": "object", "properties": ["b": ["type": "string"]],
                    "additionalProperties": ["type": "string"],
                ],
                "additionalProperties and properties are mutual exclusive"
            ), (["$ref": "#/x", "type": "object"], "s.properties[a].$ref: Forbidden: $ref is not supported"),
            (["type": "array", "items": ["type": "string"], "uniqueItems": true], "uniqueItems cannot be set to true"),
            (
                ["type": "object", "x-kubernetes-preserve-unknown-fields": false],
                "Invalid value: false: must be true or undefined"
            ),
            (
                ["type": "array", "items": ["type": "object"], "x-kubernetes-list-type": "map"],
                "x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map"
            ),
            (
                [
                    "type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k"],
                    "items": ["type": "object", "properties": ["k": ["type": "string"]]],
                ],
                "s.properties[a].items.properties[k].default: Required value: this property is in"
            ), (["type": "string", "pattern": "["], "s.properties[a].pattern: Invalid value: \"[\""),
            (["type": "integer", "default": "one"], "s.properties[a].default: Invalid value: \"one\""),
            (
                ["type": "integer", "maximum": 3, "default": 4],
                "s.properties[a].default: Invalid value: 4: must be less than or equal to 3"
            ),
            (
                ["type": "object", "default": ["b": 1]],
                "s.properties[a].default.b: Invalid value: {\"b\":1}: must not have unknown fields"
            ),
            (
                ["type": "object", "anyOf": [["properties": ["b": ["minimum": 1]]]]],
                "s.properties[a].properties[b]: Required value: because it is defined in s.properties[a].anyOf[0].properties[b]"
            ),
            (["type": "string", "not": ["type": "string"]], "not.type: Forbidden: must be empty to be structural"),
        ] as [(JSONValue, String)]
    )
    func refuses(_ field: JSONValue, _ problem: String) {
        let found = errors(field)
        #expect(found.contains { $0.contains(problem) }, "\(found)")
    }

    @Test func theRootIsAnObject() {
        #expect(
            StructuralRules.errors(["type": "string"], "s").map(\.description)
                == ["s.type: Invalid value: \"string\": must be object at the root"]
        )
        #expect(
            StructuralRules.errors([:], "s").map(\.description)
                == ["s.type: Required value: must not be empty at the root"]
        )
    }
}
