import JSON
import Testing

@testable import APIServer

struct FieldPathTests {
    private let tree: JSONValue = [
        "metadata": ["labels": ["a.b/c": "x"]], "spec": ["hive": "north", "sizes": [1, 2]],
        "status": ["conditions": [["type": "Ready", "status": "True"], ["type": "Busy", "status": "False"]]],
    ]

    @Test(
        arguments: [
            (".spec.hive", "north"), (".spec.sizes[1]", 2), (".status.conditions[?type=Busy].status", "False"),
            (".status.conditions[?type=Gone].status", nil), (".spec.none.deep", nil), (".spec.sizes[9]", nil),
            (".status.conditions[?(@.type==\"Busy\")].status", "False"), (".spec.sizes[-1]", 2),
            (".status.conditions[?(@.type == 'Ready')].status", "True"), (".status.conditions[*].type", "Ready"),
            (".metadata.labels.a\\.b/c", "x"), (".metadata.labels['a.b/c']", "x"), (".spec['hive']", "north"),
            (".status.conditions[?(@.type==\"a]b\")].status", nil), ("[", nil),
        ] as [(String, JSONValue?)]
    )
    func findsValues(_ path: String, _ value: JSONValue?) { #expect(FieldPath(path).value(in: tree) == value) }
}
