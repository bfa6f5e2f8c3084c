import APIMachinery
import JSON
import Testing

struct MergePatchTests {
    /// The examples of RFC 7386, appendix A, whose patch and target are objects.
    @Test(
        arguments: [
            (["a": "b"], ["a": "c"], ["a": "c"]), (["a": "b"], ["b": "c"], ["a": "b", "b": "c"]),
            (["a": "b"], ["a": nil], [:]),
            (["a": "b", "b": "c"], ["a": nil], ["b": "c"]), (["a": ["b"]], ["a": "c"], ["a": "c"]),
            (["a": "c"], ["a": ["b"]], ["a": ["b"]]),
            (["a": ["b": "c"]], ["a": ["b": "d", "c": nil]], ["a": ["b": "d"]]),
            (["a": [["b": "c"]]], ["a": [1]], ["a": [1]]),
            (["e": nil], ["a": 1], ["e": nil, "a": 1]), ([:], ["a": ["bb": ["ccc": nil]]], ["a": ["bb": [:]]]),
            (["a": "foo"], ["a": ["b": "c"]], ["a": ["b": "c"]]),
        ] as [(JSONValue, JSONValue, JSONValue)]
    )
    func mergesObjects(target: JSONValue, patch: JSONValue, result: JSONValue) throws {
        #expect(try MergePatch(patch).apply(to: target) == result)
    }

    @Test
    func refusesWhatIsNoObject() {
        #expect(throws: PatchError.malformed("Invalid JSON Patch")) { try MergePatch(nil) }
        #expect(throws: PatchError.self) { try MergePatch([]) }
    }
}
