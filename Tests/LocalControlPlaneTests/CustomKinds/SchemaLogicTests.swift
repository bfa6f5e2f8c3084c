import APIMachinery
import JSON
import Testing

@testable import LocalControlPlane

/// What schemas say by logic.
struct SchemaLogicTests {
    private func errors(_ value: JSONValue, _ logic: JSONValue, old: JSONValue? = nil) -> [String]? {
        let schema: JSONValue = ["type": "object", "properties": ["spec": logic]]
        return SchemaLogic(schema)?.errors(["spec": value], old: old).map(\.description)
    }

    @Test func isNothingWithoutLogic() {
        #expect(errors(1, ["type": "integer", "minimum": 3]) == nil)
        #expect(errors([1], ["type": "array", "items": ["not": ["enum": [1]]]]) != nil)
    }

    @Test(
        arguments: [
            (["oneOf": [["required": ["a"]], ["required": ["b"]]]], ["a": 1], nil),
            (["oneOf": [["required": ["a"]], ["required": ["b"]]]], ["c": 1], "(oneOf). Found none valid"),
            (["oneOf": [["required": ["a"]], ["required": ["b"]]]], ["a": 1, "b": 1], "(oneOf). Found 2 valid"),
            (["anyOf": [["minimum": 5], ["enum": [1]]]], 1, nil),
            (["anyOf": [["minimum": 5], ["enum": [1]]]], 2, "must validate at least one schema (anyOf)"),
            (["allOf": [["maxLength": 3], ["pattern": "^a"]]], "abc", nil),
            (["allOf": [["maxLength": 3], ["pattern": "^a"]]], "bcd", "must validate all the schemas (allOf)"),
            (["not": ["properties": ["a": ["enum": ["x"]]]]], ["a": "x"], "must not validate the schema (not)"),
            (["not": ["properties": ["a": ["enum": ["x"]]]]], ["a": "y"], nil),
            (["anyOf": [["type": "integer"], ["type": "string"]]], true, "(anyOf)"),
            (["anyOf": [["items": ["multipleOf": 2]], ["maxItems": 1]]], [2, 4], nil),
            (["anyOf": [["items": ["multipleOf": 2]], ["maxItems": 1]]], [2, 3], "(anyOf)"),
            (["anyOf": [["minProperties": 2]]], ["a": 1], "(anyOf)"),
            (["anyOf": [["exclusiveMinimum": true, "minimum": 1]]], 1, "(anyOf)"),
        ] as [(JSONValue, JSONValue, String?)]
    )
    func judges(_ logic: JSONValue, _ value: JSONValue, _ problem: String?) {
        let found = errors(value, logic)
        #expect(found?.count == (problem == nil ? 0 : 1))
        if let problem { #expect(found?.first?.contains(problem) == true, "\(found ?? [])") }
    }

    @Test func leavesAloneWhatAnUpdateDoes() {
        let logic: JSONValue = ["anyOf": [["minimum": 5]]]
        #expect(errors(1, logic, old: ["spec": 1]) == [])
        #expect(errors(2, logic, old: ["spec": 1])?.count == 1)
    }
}
