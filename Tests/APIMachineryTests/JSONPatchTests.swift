import APIMachinery
import JSON
import Testing

struct JSONPatchTests {
    private static let document: JSONValue = [
        "metadata": [
            "labels": ["a": "1", "b": "2"], "annotations": ["x/y": "s", "t~u": "t"], "finalizers": ["f0", "f1", "f2"],
        ]
    ]

    private func labels(_ patch: JSONValue) throws -> JSONValue? {
        try JSONPatch(patch).apply(to: Self.document).at("metadata", "labels")
    }

    @Test
    func changesMembers() throws {
        #expect(
            try labels([["op": "add", "path": "/metadata/labels/c", "value": "3"]]) == ["a": "1", "b": "2", "c": "3"]
        )
        #expect(try labels([["op": "add", "path": "/metadata/labels/a", "value": "x"]]) == ["a": "x", "b": "2"])
        #expect(
            try labels([["op": "replace", "path": "/metadata/labels/zz", "value": "x"]]) == [
                "a": "1", "b": "2", "zz": "x",
            ]
        )
        #expect(try labels([["op": "remove", "path": "/metadata/labels/a"]]) == ["b": "2"])
        #expect(
            try labels([["op": "move", "from": "/metadata/labels/b", "path": "/metadata/labels/c"]]) == [
                "a": "1", "c": "2",
            ]
        )
        #expect(
            try labels([["op": "copy", "from": "/metadata/labels/b", "path": "/metadata/labels/c"]])
                == ["a": "1", "b": "2", "c": "2"]
        )
        #expect(try labels([["op": "add", "path": "", "value": ["metadata": ["labels": "x"]]]]) == "x")
        #expect(try labels([]) == ["a": "1", "b": "2"])
    }

    @Test(
        arguments: [
            ("add", "-", ["f0", "f1", "f2", "x"]), ("add", "1", ["f0", "x", "f1", "f2"]),
            ("add", "3", ["f0", "f1", "f2", "x"]),
            ("add", "-1", ["f0", "f1", "f2", "x"]), ("replace", "0", ["x", "f1", "f2"]), ("remove", "1", ["f0", "f2"]),
            ("remove", "-1", ["f0", "f1"]),
        ] as [(String, String, JSONValue)]
    )
    func changesLists(name: String, index: String, expected: JSONValue) throws {
        let patch = try JSONPatch([
            ["op": .string(name), "path": .string("/metadata/finalizers/" + index), "value": "x"]
        ])
        #expect(try patch.apply(to: Self.document).at("metadata", "finalizers") == expected)
    }

    @Test(
        arguments: [
            ["op": "add", "path": "/metadata/nowhere/c", "value": "3"],
            ["op": "remove", "path": "/metadata/labels/zz"],
            ["op": "remove", "path": ""], ["op": "test", "path": "/metadata/labels/a", "value": "other"],
            ["op": "test", "path": "/metadata/labels/zz", "value": "other"],
            ["op": "move", "from": "/metadata/labels/zz", "path": "/metadata/labels/y"],
            ["op": "add", "path": "/metadata/finalizers/9", "value": "x"],
            ["op": "replace", "path": "/metadata/finalizers/3", "value": "x"],
            ["op": "add", "path": "/metadata/finalizers/x", "value": "x"],
            ["op": "add", "path": "/metadata/labels/a/b", "value": 1],
            ["op": "jump", "path": "/metadata"], ["op": "add", "value": 1], ["path": "/metadata"],
            ["op": "copy", "path": "/metadata/x"],
            ["op": 1, "path": "/metadata"],
        ] as [JSONValue]
    )
    func refusesWhatDoesNotFit(operation: JSONValue) throws {
        let patch = try JSONPatch([operation])
        let error = #expect(throws: PatchError.self) { try patch.apply(to: Self.document) }
        #expect(error?.status.code == 422)
        #expect(error?.status.json["details"] == [:])
    }

    @Test
    func testsValues() throws {
        #expect(throws: Never.self) {
            try JSONPatch([
                ["op": "test", "path": "/metadata/labels", "value": ["b": "2", "a": "1"]],
                ["op": "test", "path": "/metadata/labels/zz", "value": nil],
                ["op": "test", "path": "/metadata/annotations/x~1y", "value": "s"],
                ["op": "test", "path": "/metadata/annotations/t~0u", "value": "t"],
                ["op": "test", "path": "/metadata/finalizers/1", "value": "f1"],
            ]).apply(to: Self.document)
        }
    }

    @Test
    func limitsItsSize() {
        let operation: JSONValue = ["op": "add", "path": "/a", "value": 1]
        #expect(throws: PatchError.tooManyOperations(count: 10_001, maximum: 10_000)) {
            try JSONPatch(.array(Array(repeating: operation, count: 10_001)))
        }
        let big: JSONValue = ["a": .string(String(repeating: "x", count: 1 << 20))]
        let copy: JSONValue = ["op": "copy", "from": "/a", "path": "/b"]
        #expect(throws: PatchError.self) { try JSONPatch([copy, copy, copy]).apply(to: big) }
        #expect(throws: Never.self) { try JSONPatch([copy, copy]).apply(to: big) }
        #expect(PatchError.tooManyOperations(count: 2, maximum: 1).status.code == 413)
    }

    @Test
    func namesUnknownMembers() throws {
        #expect(try JSONPatch([["op": "add", "path": "/a", "foo": 1]]).unknownFields == ["[0].foo"])
        #expect(throws: PatchError.self) { try JSONPatch(["op": "add"]) }
        #expect(throws: PatchError.self) { try JSONPatch([1]) }
    }

    /// A tree that is nested that deep, with the path of its innermost object.
    private func nest(_ levels: Int) -> JSONValue { (1..<levels).reduce([:]) { tree, _ in ["a": tree] } }

    @Test
    func refusesToNestWithoutEnd() throws {
        let steps = (0..<60).map { step -> JSONValue in
            ["op": "add", "path": .string("/x" + String(repeating: "/a", count: step * 500)), "value": nest(501)]
        }
        #expect(throws: PatchError.self) { try JSONPatch(.array(steps)).apply(to: [:]) }
        let moves = (0..<2_000).flatMap { _ -> [JSONValue] in
            [
                ["op": "add", "path": "/y", "value": [:]], ["op": "move", "from": "/x", "path": "/y/x"],
                ["op": "move", "from": "/y", "path": "/x"],
            ]
        }
        #expect(throws: PatchError.self) { try JSONPatch(.array(moves)).apply(to: ["x": [:]]) }
        let copies = (0..<10).map { _ -> JSONValue in ["op": "copy", "from": "", "path": "/a"] }
        #expect(throws: Never.self) { try JSONPatch(.array(copies)).apply(to: [:]) }
    }

    @Test
    func allowsWhatReadersAllow() throws {
        let add: JSONValue = ["op": "add", "path": "/a", "value": nest(511)]
        #expect(try JSONPatch([add]).apply(to: [:]) == nest(512))
        #expect(throws: PatchError.self) {
            try JSONPatch([["op": "add", "path": "/a", "value": nest(512)]]).apply(to: [:])
        }
        // Deep for a moment only, and moved a lot.
        let there: JSONValue = ["op": "move", "from": "/a/a", "path": "/a/b/c"]
        let back: JSONValue = ["op": "move", "from": "/a/b/c", "path": "/a/a"]
        let moves = (0..<1_000).flatMap { _ in [there, back] }
        let start: JSONValue = ["a": ["a": nest(509), "b": [:]]]
        #expect(try JSONPatch(.array(moves)).apply(to: start) == start)
    }
}
