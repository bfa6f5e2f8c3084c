import APIMachinery
import JSON
import Testing

struct FieldSetTests {
    @Test(
        arguments: [
            ["f:metadata": ["f:labels": [".": [:], "f:x": [:]]], "f:spec": ["f:a": [:]]],
            ["f:list": ["k:{\"a\":\"x\",\"b\":2}": [".": [:], "f:c": [:]], "v:\"s\"": [:], "v:1": [:], "i:3": [:]]],
            [:],
        ] as [JSONValue]
    )
    func readsBackWhatItWrites(json: JSONValue) throws {
        let set = try #require(FieldSet(json: json))
        #expect(set.json == json)
        #expect(FieldSet(set.paths) == set)
    }

    @Test
    func sortsSteps() throws {
        let json: JSONValue = [
            "v:2": [:], "v:1": [:], "i:0": [:], "k:{\"b\":1,\"a\":2}": [:], "f:z": [:], "f:a": ["f:c": [:], ".": [:]],
        ]
        let set = try #require(FieldSet(json: json))
        #expect(set.json.object?.keys == ["f:a", "f:z", "k:{\"a\":2,\"b\":1}", "v:1", "v:2", "i:0"])
        #expect(set.json["f:a"]?.object?.keys == [".", "f:c"])
        #expect(set.count == 7)
    }

    @Test(arguments: [["x": [:]], ["f:a": 1], ["v:{": [:]], ["k:1": [:]], ["i:x": [:]], []] as [JSONValue])
    func refusesWhatIsNoSet(json: JSONValue) { #expect(FieldSet(json: json) == nil) }

    @Test
    func leavesAwayStepsOfLaterFormats() throws {
        #expect(try #require(FieldSet(json: ["z:new": ["f:a": [:]], "f:a": [:]])).json == ["f:a": [:]])
    }

    @Test
    func describesPaths() throws {
        let set = try #require(
            FieldSet(json: [
                "f:metadata": ["f:ownerReferences": ["k:{\"uid\":\"u\"}": [:]], "f:finalizers": ["v:\"a\"": [:]]],
                "i:1": [:],
            ])
        )
        #expect(
            set.paths.map { $0.map(\.description).joined() }
                == ["[1]", ".metadata.finalizers[=\"a\"]", ".metadata.ownerReferences[uid=\"u\"]"]
        )
    }

    @Test
    func combinesAsSetsOfPathsDo() {
        for _ in 0..<500 {
            let (left, right) = (Self.randomPaths(), Self.randomPaths())
            let (a, b) = (FieldSet(Array(left)), FieldSet(Array(right)))
            #expect(Set(a.union(b).paths) == left.union(right))
            #expect(Set(a.intersection(b).paths) == left.intersection(right))
            #expect(Set(a.subtracting(b).paths) == left.subtracting(right))
            let above = left.filter { path in right.contains { path.starts(with: $0) } }
            #expect(Set(a.subtractingTrees(b).paths) == left.subtracting(above))
            #expect(left.allSatisfy { a.contains($0) } && a.count == left.count)
            #expect(a.union(b) == b.union(a))
            #expect(FieldSet(json: a.json) == a)
        }
    }

    private static func randomPaths() -> Set<[PathElement]> {
        let steps: [PathElement] = [.field("a"), .field("b"), .key(["k": "x"]), .value("v"), .value(1), .index(0)]
        return Set(
            (0..<Int.random(in: 0...8)).map { _ in
                (0..<Int.random(in: 1...3)).map { _ in steps.randomElement() ?? .index(9) }
            }
        )
    }

    @Test
    func findsWhatAnObjectSets() {
        let tree: JSONValue = [
            "metadata": [
                "labels": ["a": "1"], "annotations": [:], "finalizers": ["f"],
                "ownerReferences": [["uid": "u", "name": "n"]],
            ],
            "spec": [
                "replicas": 1, "hosts": ["h"], "args": ["x"], "atom": ["k": "v"], "parts": [["name": "p", "size": 1]],
                "free": ["x": ["y": [1]], "z": nil], "nested": [:], "notes": ["n": "1"],
            ], "status": nil,
        ]
        #expect(
            FieldSet.of(tree, TestSchemas.flunder).json == [
                "f:metadata": [
                    "f:labels": ["f:a": [:]], "f:annotations": [:], "f:finalizers": ["v:\"f\"": [:]],
                    "f:ownerReferences": ["k:{\"uid\":\"u\"}": [:]],
                ],
                "f:spec": [
                    "f:replicas": [:], "f:hosts": ["v:\"h\"": [:]], "f:args": [:], "f:atom": [:],
                    "f:parts": ["k:{\"name\":\"p\"}": [".": [:], "f:name": [:], "f:size": [:]]],
                    "f:free": ["f:x": [".": [:], "f:y": [:]], "f:z": [:]], "f:nested": [:], "f:notes": ["f:n": [:]],
                ], "f:status": [:],
            ]
        )
    }

    /// An integer and a double of the same value are one place.
    @Test
    func takesEqualNumbersForOne() throws {
        let set = try #require(FieldSet(json: ["v:1": [:], "v:2": [:], "v:1.0": [:]]))
        #expect(set.count == 2)
        #expect(set.json == ["v:1": [:], "v:2": [:]])
        #expect(FieldSet(json: ["v:2.0": [:], "v:[1.0]": [:]]) == FieldSet(json: ["v:2": [:], "v:[1]": [:]]))
        var inserted = FieldSet([[.value(1)]])
        inserted.insert([.value(1.0)])
        #expect(inserted == FieldSet([[.value(1)]]))
    }
}
