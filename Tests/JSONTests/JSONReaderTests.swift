import JSON
import Testing

struct JSONReaderTests {
    @Test(
        arguments: [
            ("null", .null), (" true\r\n\t", true), ("false", false), ("0", 0), ("-0", 0), ("-17", -17),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("999999999999999999", .integer(999_999_999_999_999_999)),
            ("1000000000000000000", .integer(1_000_000_000_000_000_000)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("1.0", .number(1)), ("1e2", .number(100)),
            ("-0.0", .number(-0.0)), ("0.1", .number(0.1)), ("123.456e-7", .number(123.456e-7)),
            ("1E+22", .number(1e22)),
            ("2.2250738585072014e-308", .number(.leastNormalMagnitude)), ("1e-400", .number(0)),
            ("179769313486231570000e288", .number(.greatestFiniteMagnitude)),
            ("5e-324", .number(.leastNonzeroMagnitude)),
            ("0.30000000000000004", .number(0.1 + 0.2)), ("9007199254740993.0", .number(9_007_199_254_740_992)),
            ("[]", []), ("[ ]", []), ("{}", [:]), ("{ }", [:]), ("[1,[2,{}],\"x\"]", [1, [2, [:]], "x"]),
            (#"{"a":{"b":[null]},"c":""}"#, ["a": ["b": [nil]], "c": ""]), (#"{"":1}"#, ["": 1]),
        ] as [(String, JSONValue)]
    )
    func reads(_ text: String, _ expected: JSONValue) throws {
        #expect(try JSONReader.parse(text) == expected)
    }

    @Test(arguments: [
        (#""""#, ""), (#""short""#, "short"),
        (#""a text with more than fifteen bytes""#, "a text with more than fifteen bytes"),
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""é€😀\u00e9\u20AC\ud83d\ude00""#, "é€😀é€😀"),
        (#""a\ud83dx""#, "a\u{FFFD}x"), (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""\ude00""#, "\u{FFFD}"),
        (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
        (#""clean run of text\nand another clean run""#, "clean run of text\nand another clean run"),
        (#""\u0000""#, "\0"), ("\"\u{7F}\u{2028}\"", "\u{7F}\u{2028}"),
    ])
    func readsStrings(_ text: String, _ expected: String) throws {
        let value = try JSONReader.parse(text).string
        #expect(value.map { Array($0.utf8) } == Array(expected.utf8))
    }

    @Test(
        arguments: [
            ([0xFF], 1), ([0xC3], 1), ([0xE2, 0x82], 2), ([0xED, 0xA0, 0x80], 3), ([0xF0, 0x9F, 0x98], 3),
            ([0xC0, 0x80], 2),
            ([0xF5, 0x80, 0x80, 0x80], 4), ([0xE2, 0x82, 0xAC], 0), ([0xF0, 0x9F, 0x98, 0x80], 0),
            ([0xE0, 0x80, 0x80], 3),
        ] as [([UInt8], Int)]
    )
    func replacesEachBadByte(_ bytes: [UInt8], _ replacements: Int) throws {
        for prefix in ["", #"\n"#] {
            let text = try JSONReader.parse(Array("\"\(prefix)a".utf8) + bytes + Array("b\"".utf8)).string ?? ""
            #expect(text.unicodeScalars.filter { $0 == "\u{FFFD}" }.count == replacements)
            #expect(text.hasSuffix("b"))
        }
    }

    @Test(arguments: [
        ("", "unexpected end of JSON input"), ("  ", "unexpected end of JSON input"),
        ("{", "unexpected end of JSON input"),
        ("[1,", "unexpected end of JSON input"), ("\"abc", "unexpected end of JSON input"),
        ("tru", "unexpected end of JSON input"),
        ("\"\\", "unexpected end of JSON input"), ("\"\\u12", "unexpected end of JSON input"),
        ("-", "unexpected end of JSON input"),
        ("1.", "unexpected end of JSON input"), ("1e", "unexpected end of JSON input"),
        ("{\"a\"", "unexpected end of JSON input"),
        ("metadata: x", "invalid character 'm' looking for beginning of value at line 1 column 1"),
        ("{a:1}", "invalid character 'a' looking for beginning of object key string at line 1 column 2"),
        ("{\"a\":1,}", "invalid character '}' looking for beginning of object key string at line 1 column 8"),
        ("{\"a\" 1}", "invalid character '1' after object key at line 1 column 6"),
        ("{\"a\":1 \"b\"}", "invalid character '\"' after object key:value pair at line 1 column 8"),
        ("[1 2]", "invalid character '2' after array element at line 1 column 4"),
        ("[1,]", "invalid character ']' looking for beginning of value at line 1 column 4"),
        ("01", "invalid character '1' after top-level value at line 1 column 2"),
        ("{}\n\n{}", "invalid character '{' after top-level value at line 3 column 1"),
        ("+1", "invalid character '+' looking for beginning of value at line 1 column 1"),
        ("-a", "invalid character 'a' in numeric literal at line 1 column 2"),
        ("1.x", "invalid character 'x' after decimal point in numeric literal at line 1 column 3"),
        ("1e+x", "invalid character 'x' in exponent of numeric literal at line 1 column 4"),
        ("nulL", "invalid character 'L' in literal null (expecting 'l') at line 1 column 4"),
        ("\"a\tb\"", #"invalid character '\t' in string literal at line 1 column 3"#),
        ("\"\u{1}\"", #"invalid character '\x01' in string literal at line 1 column 2"#),
        (#""\x""#, "invalid character 'x' in string escape code at line 1 column 3"),
        (#""\u00g0""#, #"invalid character 'g' in \u hexadecimal character escape at line 1 column 6"#),
        ("'a'", #"invalid character '\'' looking for beginning of value at line 1 column 1"#),
        ("[\"é\",\n é]", "invalid character 'Ã' looking for beginning of value at line 2 column 2"),
        ("\u{FEFF}1", "invalid character 'ï' looking for beginning of value at line 1 column 1"),
        ("[1e400]", "number 1e400 is out of range at line 1 column 2"),
        ("-1e309", "number -1e309 is out of range at line 1 column 1"),
        ("NaN", "invalid character 'N' looking for beginning of value at line 1 column 1"),
    ])
    func saysWhatIsWrongAndWhere(_ text: String, _ expected: String) {
        let error = #expect(throws: JSONParseError.self) { try JSONReader.parse(text) }
        #expect(error?.description == expected)
    }

    @Test(arguments: [(512, true), (513, false)])
    func limitsTheDepth(_ depth: Int, _ isAccepted: Bool) {
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let value = try? JSONReader.parse(text)
        #expect((value != nil) == isAccepted)
        let objects = String(repeating: "{\"a\":", count: depth) + "1" + String(repeating: "}", count: depth)
        #expect(((try? JSONReader.parse(objects)) != nil) == isAccepted)
    }

    @Test(arguments: [
        (#"{"a":1,"b":2,"a":3}"#, ["a"], #"{"a":3,"b":2}"#),
        (#"{"metadata":{"labels":{"a":"1","a":"2"}}}"#, ["metadata.labels.a"], #"{"metadata":{"labels":{"a":"2"}}}"#),
        (
            #"{"spec":{"items":[{},{},{"x":1,"x":{"y":1,"y":2}}]}}"#, ["spec.items[2].x", "spec.items[2].x.y"],
            #"{"spec":{"items":[{},{},{"x":{"y":2}}]}}"#
        ),
        (#"[{"a":1,"a":1,"a":1}]"#, ["[0].a"], #"[{"a":1}]"#),
        (#"{"a":{"x":1},"b":{"x":1}}"#, [], #"{"a":{"x":1},"b":{"x":1}}"#),
    ])
    func reportsDuplicateFields(_ text: String, _ fields: [String], _ kept: String) throws {
        let document = try JSONReader.parseReportingDuplicates(Array(text.utf8))
        #expect(document.duplicateFields == fields)
        #expect(document.value.description == kept)
        #expect(try JSONReader.parse(text) == document.value)
    }

    @Test func findsDuplicatesInLargeObjects() throws {
        let members =
            (0..<100).map { "\"key\($0)\":\($0)" } + ["\"key7\":\"again\"", "\"key99\":\"again\"", "\"new\":1"]
        let document = try JSONReader.parseReportingDuplicates(Array("{\(members.joined(separator: ","))}".utf8))
        #expect(document.duplicateFields == ["key7", "key99"])
        #expect(document.value.object?.count == 101)
        #expect(document.value["key7"] == "again" && document.value["key98"] == 98 && document.value["new"] == 1)
    }

    @Test func keepsKeysThatDifferOnlyInComposition() throws {
        let value = try JSONReader.parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(value.object?.count == 2)
        #expect(value["\u{E9}"] == 1 && value["e\u{301}"] == 2)
        #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
    }

    @Test func survivesEveryTruncationAndChangedByte() throws {
        let text = Array(#"{"a":[1,-2.5e3,"x\u00e9\n",true,null,{"b":{}}],"longer key than fifteen":"é€😀"}"#.utf8)
        for count in 0..<text.count {
            #expect(throws: JSONParseError.self) { try JSONReader.parse(Array(text[..<count])) }
        }
        for place in text.indices {
            for byte: UInt8 in [0, 0x22, 0x2C, 0x5B, 0x5C, 0x7D, 0x80, 0xFF] {
                var changed = text
                changed[place] = byte
                guard let value = try? JSONReader.parse(changed) else { continue }
                // As text: a number like 2.5e1 comes back as the integer 25.
                let written = JSONWriter.bytes(value)
                #expect(try JSONWriter.bytes(JSONReader.parse(written)) == written)
            }
        }
    }
}
