import JSON
import Testing

struct JSONObjectTests {
    struct Refusal: Error {}

    /// Objects of both sizes: without and with an index.
    private static let sizes = [0, 1, 5, 16, 17, 18, 40]

    private func object(_ count: Int) -> JSONObject {
        JSONObject(uniqueKeysWithValues: (0..<count).map { ("key\($0)", .integer(Int64($0))) })
    }

    @Test(arguments: sizes)
    func findsKeepsAndRemoves(_ count: Int) {
        var object = object(count)
        #expect(object.count == count)
        #expect(object.keys == (0..<count).map { "key\($0)" })
        for number in 0..<count { #expect(object["key\(number)"] == .integer(Int64(number))) }
        #expect(object["other"] == nil && !object.contains("other"))
        object["other"] = "new"
        #expect(object[count].key == "other")
        #expect(object.removeValue(forKey: "other") == "new")
        #expect(object.removeValue(forKey: "other") == nil)
        for number in 0..<count { object["key\(number)"] = nil }
        #expect(object.isEmpty)
    }

    @Test(arguments: sizes)
    func prependsAndSorts(_ count: Int) {
        var object = object(count)
        object.prepend(true, forKey: "zebra")
        object.prepend(false, forKey: "zebra")
        #expect(object.first?.key == "zebra" && object.count == count + 1)
        object.sort()
        #expect(object.last?.key == "zebra" && object["zebra"] == false)
        #expect(object.keys == object.keys.sorted())
        for (place, key) in object.keys.enumerated() { #expect(object[place].value == object[key]) }
    }

    @Test(arguments: sizes)
    func equalsWhateverTheOrder(_ count: Int) {
        let object = object(count)
        let reversed = JSONObject(uniqueKeysWithValues: object.reversed().map { ($0.key, $0.value) })
        #expect(object == reversed)
        #expect(object.hashValue == reversed.hashValue)
        var other = object
        other["key0"] = "changed"
        #expect(object != other)
    }

    @Test func changesInPlace() throws {
        var object: JSONObject = ["a": ["x": 1], "b": 2]
        object.withValue(forKey: "a") { $0?["x"] = 3 }
        object.withValue(forKey: "b") { $0 = nil }
        object.withValue(forKey: "c") { $0 = "new" }
        object.withValue(forKey: "d") { _ in }
        #expect(object == ["a": ["x": 3], "c": "new"])
        #expect(throws: Refusal.self) {
            try object.withValue(forKey: "a") { _ throws(Refusal) in throw Refusal() }
        }
        #expect(object == ["a": ["x": 3], "c": "new"])
    }

    @Test func theLastOfEqualKeysWins() {
        #expect(JSONObject(uniqueKeysWithValues: [("a", 1), ("b", 2), ("a", 3)]) == ["a": 3, "b": 2])
    }

    @Test func valuesAreReachedThroughPaths() {
        var value: JSONValue = ["metadata": ["labels": ["a": "1"]], "items": [1, "x"]]
        #expect(value.at("metadata", "labels", "a") == "1")
        #expect(value.at("metadata", "none", "a") == nil)
        #expect(value["items"]?[1] == "x" && value["items"]?[2] == nil && value["items"]?["x"] == nil)
        value["metadata"]?["labels"]?["b"] = "2"
        value["metadata"]?["labels"]?["a"] = nil
        #expect(value["metadata"] == ["labels": ["b": "2"]])
        value["items"] = nil
        #expect(value.object?.keys == ["metadata"])
        #expect(JSONValue.null.isNull && !value.isNull)
    }
}
