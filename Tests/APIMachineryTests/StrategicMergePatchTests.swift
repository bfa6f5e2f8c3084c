import APIMachinery
import JSON
import Testing

struct StrategicMergePatchTests {
    private static let owners: JSONValue = [
        ["uid": "1", "name": "a"], ["uid": "2", "name": "b", "controller": true], ["uid": "3", "name": "c"],
    ]
    private static let document: JSONValue = [
        "metadata": ["finalizers": ["x", "y"], "ownerReferences": owners, "labels": ["a": "1", "b": "2"]],
        "spec": ["hosts": ["h1", "h2"], "parts": [["name": "p"]], "notes": ["n": "1"]],
    ]

    private func apply(_ patch: JSONValue) throws -> JSONValue {
        try StrategicMergePatch(patch).apply(to: Self.document, schema: TestSchemas.flunder)
    }

    @Test(
        arguments: [
            (["finalizers": ["z"]], ["z", "x", "y"]), (["finalizers": ["y", "z"]], ["x", "y", "z"]),
            (["$deleteFromPrimitiveList/finalizers": ["x"]], ["y"]), (["finalizers": nil], nil),
            (["$setElementOrder/finalizers": ["z", "y", "x"], "finalizers": ["z"]], ["z", "y", "x"]),
            (["$setElementOrder/finalizers": ["y", "x"]], ["y", "x"]),
        ] as [(JSONValue, JSONValue?)]
    )
    func mergesFinalizersAsASet(metadata: JSONValue, expected: JSONValue?) throws {
        #expect(try apply(["metadata": metadata]).at("metadata", "finalizers") == expected)
    }

    @Test
    func mergesOwnersByUID() throws {
        let patch: JSONValue = [
            "metadata": [
                "ownerReferences": [
                    ["uid": "2", "name": "B"], ["uid": "4", "name": "d"], ["$patch": "delete", "uid": "1"],
                ]
            ]
        ]
        #expect(
            try apply(patch).at("metadata", "ownerReferences") == [
                ["uid": "2", "name": "B", "controller": true], ["uid": "4", "name": "d"], ["uid": "3", "name": "c"],
            ]
        )
        #expect(
            try apply(["metadata": ["ownerReferences": [["uid": "9"], ["$patch": "replace"]]]]).at(
                "metadata",
                "ownerReferences"
            )
                == [["uid": "9"]]
        )
    }

    @Test
    func replacesOtherLists() throws {
        let result = try apply([
            "spec": ["hosts": ["h3"], "parts": [["name": "q", "$patch": "merge"]], "notes": ["n": nil, "m": "2"]]
        ])
        #expect(result.at("spec", "hosts") == ["h3"])
        #expect(result.at("spec", "notes") == ["m": "2"])
    }

    @Test
    func followsDirectivesOfMaps() throws {
        #expect(
            try apply(["metadata": ["labels": ["$patch": "replace", "c": "3"]]]).at("metadata", "labels") == ["c": "3"]
        )
        #expect(try apply(["metadata": ["labels": ["$patch": "delete"]]]).at("metadata", "labels") == [:])
        #expect(
            try apply(["metadata": ["labels": ["$retainKeys": ["a", "c"], "c": "3"]]]).at("metadata", "labels") == [
                "a": "1", "c": "3",
            ]
        )
    }

    @Test(
        arguments: [
            (["metadata": ["labels": ["$retainKeys": ["a"], "c": "3"]]], 400), (["metadata": ["$patch": "burn"]], 400),
            (["metadata": ["ownerReferences": [["name": "x"]]]], 500),
            (["metadata": ["$setElementOrder/finalizers": 1]], 400),
        ] as [(JSONValue, Int)]
    )
    func refusesContradictions(patch: JSONValue, code: Int) {
        let error = #expect(throws: PatchError.self) { try apply(patch) }
        #expect(error?.status.code == code)
    }

    @Test
    func actsLikeAMergePatchOnTheRest() throws {
        let patch: JSONValue = ["spec": ["notes": ["n": "2"], "hosts": nil, "args": ["a"]], "status": ["x": nil]]
        #expect(try apply(patch) == MergePatch(patch).apply(to: Self.document))
    }
}
