import JSON
import Testing
import YAML

struct YAMLWriterTests {
    private func text(_ value: JSONValue, sortKeys: Bool = true) -> String {
        String(decoding: YAMLWriter.bytes(value, sortKeys: sortKeys), as: UTF8.self)
    }

    @Test func looksLikeKubectl() throws {
        let value: JSONValue = [
            "metadata": [
                "name": "maja", "annotations": ["note": "two\nlines\n", "json": "{\"a\":1}\n"], "labels": [:],
            ],
            "apiVersion": "insect.example.com/v1beta1", "kind": "Bee",
            "spec": [
                "hives": [["name": "north", "ports": [80, 443]], ["name": "true"]], "grams": 12.5, "empty": [],
                "none": nil, "ready": true,
                "version": "1.10", "at": "2026-11-20T15:02:03Z", "text": "a: b", "dash": "- x", "yes": "no",
            ],
        ]
        #expect(
            text(value) == """
                apiVersion: insect.example.com/v1beta1
                kind: Bee
                metadata:
                  annotations:
                    json: |
                      {"a":1}
                    note: |
                      two
                      lines
                  labels: {}
                  name: maja
                spec:
                  at: "2026-11-20T15:02:03Z"
                  dash: '- x'
                  empty: []
                  grams: 12.5
                  hives:
                  - name: north
                    ports:
                    - 80
                    - 443
                  - name: "true"
                  none: null
                  ready: true
                  text: 'a: b'
                  version: "1.10"
                  "yes": "no"

                """
        )
    }

    @Test(arguments: [
        ("plain", "plain\n"), ("", "\"\"\n"), ("12", "\"12\"\n"), ("0x1F", "\"0x1F\"\n"), ("null", "\"null\"\n"),
        ("~", "\"~\"\n"),
        ("on", "\"on\"\n"), ("y", "\"y\"\n"), ("1:30", "\"1:30\"\n"), ("2001-1-1", "\"2001-1-1\"\n"),
        ("<<", "\"<<\"\n"), (".5", "\".5\"\n"),
        ("1.2.3", "1.2.3\n"), ("=", "\"=\"\n"), ("0x_", "\"0x_\"\n"), ("a #b", "'a #b'\n"), ("*a", "'*a'\n"),
        ("it's", "it's\n"), ("'", "''''\n"),
        ("é€", "é€\n"),
        (" lead", "' lead'\n"), ("a\tb", "\"a\\tb\"\n"), ("a\r\nb", "\"a\\r\\nb\"\n"), ("a\nb", "|-\n  a\n  b\n"),
        ("a\n\n", "|+\n  a\n\n"),
    ])
    func quotesWhatWouldBeReadDifferently(_ value: String, _ expected: String) throws {
        #expect(text(.string(value)) == expected)
        #expect(try YAMLReader.parse(expected) == .string(value))
    }

    @Test func sortsKeysLikeKubectl() {
        let keys = ["b", "a", "a10", "a9", "a1b", "1", "10", "9", "A", "a-b", "a/b", "a01", "a1", "x.y/z", "_"]
        let value = JSONValue.object(JSONObject(uniqueKeysWithValues: keys.map { ($0, 1) }))
        let lines = text(value).split(separator: "\n").map { $0.dropLast(3).filter { $0 != "\"" } }
        #expect(lines == ["_", "1", "9", "10", "A", "a", "a-b", "a/b", "a1", "a1b", "a01", "a9", "a10", "b", "x.y/z"])
        let unsorted = text(value, sortKeys: false).split(separator: "\n").map { $0.dropLast(3).filter { $0 != "\"" } }
        #expect(unsorted == keys)
    }

    @Test(arguments: 0..<100)
    func readsBackWhatItWrites(_ seed: UInt64) throws {
        var random = RandomTree(seed: seed)
        for _ in 0..<20 {
            let value = random.value(depth: 5)
            let written = YAMLWriter.bytes(value)
            let read = try YAMLReader.parse(written)
            #expect(read == value, "\(String(decoding: written, as: UTF8.self))")
        }
    }

    /// The end of a document is left out, the end of a text is not.
    @Test(arguments: ["a...", "...", "a\n...\n", "...\n", "x"])
    func keepsDotsAtTheEndOfAScalar(_ text: String) throws {
        #expect(try YAMLReader.parse(YAMLWriter.bytes(.string(text))) == .string(text))
    }
}
