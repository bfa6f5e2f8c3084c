import JSON
import Testing
import YAML

struct YAMLReaderTests {
    /// What `sigs.k8s.io/yaml` makes of scalars without quotes.
    @Test(
        arguments: [
            ("", nil), ("~", nil), ("null", nil), ("Null", nil), ("NULL", nil), ("nuLL", "nuLL"),
            ("true", true), ("True", true), ("yes", true), ("On", true), ("y", true), ("Y", true), ("tRUE", "tRUE"),
            ("false", false), ("no", false), ("OFF", false), ("n", false), ("none", "none"),
            ("0", 0), ("-0", 0), ("12", 12), ("+12", 12), ("-12", -12), ("1_000", 1000), ("_1", "_1"), ("017", 15),
            ("0o17", 15),
            ("0x1F", 31), ("-0x1f", -31), ("0b101", 5), ("-0b101", -5), ("08", 8), ("09.5", 9.5), ("0x", "0x"),
            ("0xg", "0xg"),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("18446744073709551615", .number(18_446_744_073_709_551_616)),
            ("99999999999999999999", .number(1e20)),
            ("1.5", 1.5), ("1.0", 1), ("-1.", -1), (".5", 0.5), ("1e3", 1000), ("1.5e-3", 0.0015), ("1E+2", 100),
            ("1e400", "1e400"),
            ("1.2.3", "1.2.3"), ("1e", "1e"), ("+", "+"), ("--1", "--1"), ("0x-1", "0x-1"),
            ("1:30", "1:30"),
            ("2001-12-14", "2001-12-14"), ("2001-12-14T21:59:43Z", "2001-12-14T21:59:43Z"), ("10.0.0.1", "10.0.0.1"),
            ("a b", "a b"), ("=", "="), ("<<", "<<"), ("'12'", "12"), ("\"true\"", "true"), ("''", ""),
            ("\"a\\u00e9\\n\"", "a\u{E9}\n"),
            ("!!str 12", "12"), ("!!str", ""), ("!!int \"12\"", 12), ("!!float 12", 12), ("!!float 1.5", 1.5),
            ("!!bool \"yes\"", true),
            ("!!null ''", nil), ("! 12", 12), ("!mine 12", "12"), ("!!binary aGk=", "hi"), ("!!binary aGV5", "hey"),
            ("!!binary ''", ""),
            ("!!timestamp 2001-12-14", "2001-12-14"),
        ] as [(String, JSONValue)]
    )
    func readsScalars(_ text: String, _ expected: JSONValue) throws {
        let value = try YAMLReader.parse("- \(text)\n")
        #expect(value == [expected])
    }

    @Test(
        arguments: [
            ("a: 1\nb:\n- x\n- w: z\n", ["a": 1, "b": ["x", ["w": "z"]]]),
            ("1: a\ntrue: b\n1.5: c\n\"2\": d\nno: e\n", ["1": "a", "true": "b", "1.5": "c", "2": "d", "false": "e"]),
            ("{\"a\": [1, 2], b: {c: }}", ["a": [1, 2], "b": ["c": nil]]),
            ("{\n\t\"a\": 1.5,\n\t\"b\": \"\\ud83d\\ude00\"\n}", ["a": 1.5, "b": "😀"]),
            ("a: |\n  one\n   two\n\nb: >-\n  one\n  two\n", ["a": "one\n two\n", "b": "one two"]),
            ("# comment\n---\na: 1\n---\nb: [\n", ["a": 1]), ("", nil), ("---\n", nil), ("\u{FEFF}a: 1\n", ["a": 1]),
            ("a: é€😀\n", ["a": "é€😀"]),
            ("? a\n: 1\n", ["a": 1]), ("[]", []), ("{}", [:]), ("a:\n- b\n-\n", ["a": ["b", nil]]),
        ] as [(String, JSONValue)]
    )
    func readsDocuments(_ text: String, _ expected: JSONValue) throws {
        #expect(try YAMLReader.parse(text) == expected)
    }

    @Test func readsEveryDocument() throws {
        let text = "a: 1\n---\n---\n- b\n...\n---\nc\n"
        #expect(try YAMLReader.parseAll(Array(text.utf8)) == [["a": 1], nil, ["b"], "c"])
        #expect(try YAMLReader.parseAll([]) == [])
        #expect(try YAMLReader.parseAll(Array("{\"a\":1}\n---\n{\"b\":2}".utf8)) == [["a": 1], ["b": 2]])
    }

    @Test(
        arguments: [
            ("a: &x {b: 1}\nc: *x\nd: [*x, *x]\n", ["a": ["b": 1], "c": ["b": 1], "d": [["b": 1], ["b": 1]]]),
            ("base: &b {x: 1, z: 2}\no:\n  <<: *b\n  z: 3\n", ["base": ["x": 1, "z": 2], "o": ["x": 1, "z": 3]]),
            ("o:\n  z: 3\n  <<: [{x: 1, z: 2}, {x: 9, w: 4}]\n", ["o": ["z": 3, "x": 1, "w": 4]]),
            ("\"<<\": 1\n", ["<<": 1]), ("&k a: 1\nb: *k\n", ["a": 1, "b": "a"]), ("&n 1: a\n*n : b\n", ["1": "b"]),
            ("a: &x 1\nb: &x 2\nc: *x\n", ["a": 1, "b": 2, "c": 2]),
        ] as [(String, JSONValue)]
    )
    func expandsAliasesAndMerges(_ text: String, _ expected: JSONValue) throws {
        #expect(try YAMLReader.parse(text) == expected)
    }

    @Test(arguments: [
        ("a: b: c", 1, "yaml: mapping values are not allowed in this context"),
        ("x: 1\na: b: c", 2, "yaml: line 2: mapping values are not allowed in this context"),
        ("a: 1\nb: [1\n", 3, "yaml: line 3: did not find expected ',' or ']'"),
        ("a: 'x", 1, "yaml: found unexpected end of stream"),
        ("a: 1\nb: *x\n", 2, "yaml: line 2: unknown anchor 'x' referenced"),
        ("a: &x [*x]\n", 1, "yaml: anchor 'x' value contains itself"),
        ("? [a]\n: 1\n", 1, "yaml: unsupported map key of type: array"),
        ("~: 1\n", 1, "yaml: unsupported map key of type: null"),
        ("a: .inf", 1, "yaml: unsupported value: inf"), ("a: .NaN", 1, "yaml: unsupported value: nan"),
        ("a: !!int x", 1, "yaml: cannot decode `x` as a !!int"),
        ("a: !!binary x", 1, "yaml: cannot decode `x` as a !!binary"),
        ("<<: 1\n", 1, "yaml: map merge requires map or sequence of maps as the value"),
        ("a:\n\tb: 1", 2, "yaml: line 2: found character that cannot start any token"),
    ])
    func saysWhatIsWrongAndWhere(_ text: String, _ line: Int, _ expected: String) {
        let error = #expect(throws: YAMLError.self) { try YAMLReader.parse(text) }
        #expect(error?.description == expected)
        #expect(error?.line == line)
    }

    @Test func refusesExpansionWithoutEnd() {
        var laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            laughs += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let error = #expect(throws: YAMLError.self) { try YAMLReader.parse(laughs) }
        #expect(error?.reason == .tooManyAliasedNodes(limit: 100_000))
    }

    @Test func refusesToRepeatLongTextsWithoutEnd() {
        let text = "a: &a \(String(repeating: "x", count: 64_000))\nb: [\(String(repeating: "*a, ", count: 101))]\n"
        let error = #expect(throws: YAMLError.self) { try YAMLReader.parse(text) }
        #expect(error?.reason == .tooManyAliasedNodes(limit: 100_000))
    }

    @Test func countsTheDepthOfAliases() {
        let limits = YAMLLimits(bytes: 1 << 20, depth: 512, aliasedNodes: 1 << 20)
        var text = "a0: &a0 [x]\n"
        for level in 1..<600 { text += "a\(level): &a\(level) [*a\(level - 1)]\n" }
        let error = #expect(throws: YAMLError.self) { try YAMLReader.parse(text, limits: limits) }
        #expect(error?.reason == .tooDeep(limit: 512))
    }

    @Test(arguments: [("[", "]"), ("{a: ", "}")])
    func limitsTheDepth(_ open: String, _ close: String) throws {
        func text(_ depth: Int) -> String {
            String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
        }
        _ = try YAMLReader.parse(text(512))
        let error = #expect(throws: YAMLError.self) { try YAMLReader.parse(text(513)) }
        #expect(error?.reason == .tooDeep(limit: 512))
    }

    @Test func limitsTheSize() {
        let limits = YAMLLimits(bytes: 4, depth: 5, aliasedNodes: 5)
        #expect(throws: YAMLError.self) { try YAMLReader.parse("a: 12", limits: limits) }
        #expect(try! YAMLReader.parse("a: 1", limits: limits) == ["a": 1])
    }

    @Test(arguments: ["a: 1\nb:\n- {x: 1, x: 2}\nb: 2\n", #"{"a": 1, "b": [{"x": 1, "x": 2}], "b": 2}"#])
    func reportsDuplicateFields(_ text: String) throws {
        let document = try YAMLReader.parseReportingDuplicates(Array(text.utf8))
        #expect(document.duplicateFields == ["b[0].x", "b"])
        #expect(document.value == ["a": 1, "b": 2])
    }

    @Test func survivesEveryTruncation() {
        let text = Array(
            "a: &x [1, 'two', \"thr\\x65e\"]\n<<: {b: |\n  é\n  x\n, c: !!binary aGk=}\n? k\n: *x\n--- # c\n- - -\n"
                .utf8
        )
        var failures = 0
        for count in 0...text.count {
            for suffix in [[], [0xFF], [0], [0x22], [0x7B]] as [[UInt8]] {
                do throws(YAMLError) {
                    let values = try YAMLReader.parseAll(text[..<count] + suffix)
                    #expect(values.count <= 2)
                } catch {
                    failures += 1
                    #expect(!error.message.isEmpty)
                }
            }
        }
        #expect(failures > 50)
    }
}
