import JSON
import Testing

struct JSONWriterTests {
    @Test(
        arguments: [
            (.null, "null"), (true, "true"), (false, "false"), (0, "0"), (-7, "-7"), (10, "10"),
            (.integer(.max), "9223372036854775807"), (.integer(.min), "-9223372036854775808"), ([], "[]"), ([:], "{}"),
            (["b": [1, nil, ["c": ""]], "a": false], #"{"b":[1,null,{"c":""}],"a":false}"#),
        ] as [(JSONValue, String)]
    )
    func writes(_ value: JSONValue, _ expected: String) {
        #expect(String(decoding: JSONWriter.bytes(value), as: UTF8.self) == expected)
        var out = Array("x".utf8)
        JSONWriter.append(value, to: &out)
        #expect(String(decoding: out, as: UTF8.self) == "x" + expected)
    }

    /// What Go's `json.Marshal` prints for a float64.
    @Test(
        arguments: [
            (0.0, "0"), (-0.0, "-0"), (1.0, "1"), (0.1, "0.1"), (1.5, "1.5"), (100, "100"), (-2.5, "-2.5"),
            (1e20, "100000000000000000000"),
            (1e21, "1e+21"), (1.5e21, "1.5e+21"), (123_456_789_012_345_683_968, "123456789012345680000"),
            (1e-6, "0.000001"), (1e-7, "1e-7"),
            (1.25e-9, "1.25e-9"), (1e-10, "1e-10"), (1e100, "1e+100"), (0.30000000000000004, "0.30000000000000004"),
            (.leastNonzeroMagnitude, "5e-324"),
            (1.7976931348623157e308, "1.7976931348623157e+308"), (123456.789, "123456.789"), (.infinity, "null"),
            (.nan, "null"),
            (0.001, "0.001"), (12300, "12300"), (1e16, "10000000000000000"),
        ] as [(Double, String)]
    )
    func writesDoubles(_ value: Double, _ expected: String) {
        #expect(JSONValue.number(value).description == expected)
    }

    @Test(arguments: [
        ("", #""""#), ("plain", #""plain""#), ("a\"b\\c", #""a\"b\\c""#), ("<a&b>", #""\u003ca\u0026b\u003e""#),
        ("\u{8}\t\n\u{C}\r\0\u{1F}", #""\b\t\n\f\r\u0000\u001f""#), ("\u{7F}é€😀", "\"\u{7F}é€😀\""),
        ("line\u{2028}paragraph\u{2029}other\u{202A}", "\"line\\u2028paragraph\\u2029other\u{202A}\""),
        ("€\u{2028}", "\"€\\u2028\""),
        (
            "a text longer than eight bytes <then> more & more of it",
            #""a text longer than eight bytes \u003cthen\u003e more \u0026 more of it""#
        ),
    ])
    func escapes(_ text: String, _ expected: String) throws {
        var out: [UInt8] = []
        JSONWriter.appendString(text, to: &out)
        #expect(String(decoding: out, as: UTF8.self) == expected)
        #expect(try JSONReader.parse(out) == .string(text))
    }

    @Test func escapesEveryByteAtEveryPlaceOfAWord() throws {
        for scalar in (0..<0x100).compactMap({ Unicode.Scalar($0) }) {
            for before in 0..<9 {
                let text = String(repeating: "x", count: before) + String(Character(scalar)) + "yyyyyyyy"
                let bytes = JSONWriter.bytes(.string(text))
                #expect(!bytes.contains { $0 < 0x20 || $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") })
                #expect(try JSONReader.parse(bytes) == .string(text))
            }
        }
    }

    @Test(arguments: [
        ("{}", "{}"), ("[]", "[]"), ("1", "1"), ("{ \"a\" : [ ] }", "{\n  \"a\": []\n}"),
        (
            #"{"a":[1,{"b":"{[,:]}\""}],"c":{}}"#,
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"{[,:]}\\\"\"\n    }\n  ],\n  \"c\": {}\n}"
        ),
    ])
    func spreadsOverLines(_ compact: String, _ expected: String) throws {
        #expect(String(decoding: JSONWriter.prettyPrint(Array(compact.utf8)), as: UTF8.self) == expected)
        #expect(try String(decoding: JSONWriter.pretty(JSONReader.parse(compact)), as: UTF8.self) == expected)
        #expect(JSONWriter.prettyPrint(Array(expected.utf8)) == Array(expected.utf8))
    }

    @Test(arguments: 0..<50)
    func readsBackWhatItWrites(_ seed: UInt64) throws {
        var random = RandomTree(seed: seed)
        for _ in 0..<20 {
            let value = random.value(depth: 5)
            #expect(try JSONReader.parse(JSONWriter.bytes(value)) == value)
            #expect(try JSONReader.parse(JSONWriter.pretty(value)) == value)
        }
    }

    @Test func readsBackEveryKindOfDouble() throws {
        var random = RandomTree(seed: 4711)
        for _ in 0..<20_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            let text = JSONValue.number(value).description
            #expect(Double(text) == value)
            let read = try JSONReader.parse(text).double
            #expect(read == value)
        }
    }
}
