import JSON
import Testing

struct JSONCodableTests {
    enum Phase: String, JSONCodable {
        case idle = "Idle"
        case running = "Running"
    }

    struct Spec: JSONCodable, Equatable {
        var hive: String
        var grams: Int32 = 10
        var phase: Phase?
        var friends: [String] = []
        var weights: [String: Double] = [:]

        init(hive: String) { self.hive = hive }

        init(json: JSONValue) throws(JSONDecodingError) {
            let fields = try JSONFields(json)
            hive = try fields.required("hive")
            grams = try fields.value("grams", default: 10)
            phase = try fields.optional("phase")
            friends = try fields.value("friends", default: [])
            weights = try fields.value("weights", default: [:])
        }

        var json: JSONValue {
            var object = JSONObject(capacity: 5)
            object.set("hive", hive)
            object.setIfNotEmpty("grams", grams)
            object.setIfPresent("phase", phase)
            object.setIfNotEmpty("friends", friends)
            object.setIfNotEmpty("weights", weights)
            return .object(object)
        }
    }

    @Test(arguments: [
        #"{"hive":"a"}"#, #"{"hive":"","grams":7,"phase":"Running","friends":["x","y"],"weights":{"a":0.5,"b":2}}"#,
    ])
    func goesThereAndBack(_ text: String) throws {
        let spec = try Spec(json: JSONReader.parse(text))
        #expect(try Spec(json: spec.json) == spec)
    }

    @Test func leavesOutWhatIsEmpty() throws {
        var spec = try Spec(json: ["hive": "a", "unknown": [1], "phase": nil, "grams": nil])
        #expect(spec == Spec(hive: "a"))
        #expect(spec.json.description == #"{"hive":"a","grams":10}"#)
        spec.grams = 0
        spec.weights = ["z": 1, "b": 2, "a": 3]
        #expect(spec.json.description == #"{"hive":"a","weights":{"a":3,"b":2,"z":1}}"#)
    }

    @Test(arguments: [
        ("[]", "expected object, found array"), ("{}", "hive: required value is missing"),
        (#"{"hive":null}"#, "hive: required value is missing"),
        (#"{"hive":5}"#, "hive: expected string, found integer"),
        (#"{"hive":"a","grams":5.0}"#, "grams: expected integer, found number"),
        (#"{"hive":"a","grams":"5"}"#, "grams: expected integer, found string"),
        (#"{"hive":"a","grams":3000000000}"#, "grams: number 3000000000 does not fit 32 bits"),
        (#"{"hive":"a","phase":"Odd"}"#, #"phase: unsupported value "Odd""#),
        (#"{"hive":"a","friends":["x",true]}"#, "friends[1]: expected string, found boolean"),
        (#"{"hive":"a","friends":[null]}"#, "friends[0]: expected string, found null"),
        (#"{"hive":"a","weights":{"x":"1"}}"#, "weights.x: expected number, found string"),
    ])
    func saysWhichFieldDoesNotFit(_ text: String, _ expected: String) throws {
        let json = try JSONReader.parse(text)
        let error = #expect(throws: JSONDecodingError.self) { try Spec(json: json) }
        #expect(error?.description == expected)
    }

    @Test func optionalsAreNull() throws {
        #expect(try [Int?](json: [1, nil]) == [1, nil])
        #expect(([1, nil] as [Int?]).json == [1, nil])
        #expect(Float(0.1).json == 0.1)
        #expect(try Double(json: 3) == 3)
        #expect(try UInt32(json: 4_294_967_295) == .max)
        #expect(throws: JSONDecodingError(.invalid("number -1 does not fit 32 bits"))) { try UInt32(json: -1) }
        #expect(throws: JSONDecodingError.self) { try Float(json: 1e300) }
    }
}
