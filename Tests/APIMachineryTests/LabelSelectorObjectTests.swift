import APIMachinery
import JSON
import Testing

struct LabelSelectorObjectTests {
    @Test(
        arguments: [
            ([:], ""), (["matchLabels": ["a": "b"]], "a in (b)"),
            (
                [
                    "matchExpressions": [
                        ["key": "x", "operator": "NotIn", "values": ["c", "b"]], ["key": "w", "operator": "Exists"],
                        ["key": "v", "operator": "DoesNotExist"],
                    ]
                ], "!v,w,x notin (b,c)"
            ),
        ] as [(JSONValue, String)]
    )
    func readsWhatObjectsCarry(_ object: JSONValue, _ text: String) throws {
        let selector = try LabelSelector(object: object)
        #expect("\(selector)" == text)
    }

    @Test(
        arguments: [
            ["matchExpressions": [["key": "x", "operator": "Near"]]],
            ["matchExpressions": [["key": "x", "operator": "In", "values": []]]],
            ["matchExpressions": [["key": "x", "operator": "Exists", "values": ["a"]]]], ["matchLabels": ["a": 1]],
        ] as [JSONValue]
    )
    func refusesWhatIsNone(_ object: JSONValue) {
        #expect(throws: LabelSelector.ObjectError.self) { try LabelSelector(object: object) }
    }
}
