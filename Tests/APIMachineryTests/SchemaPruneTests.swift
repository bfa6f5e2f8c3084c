import APIMachinery
import JSON
import Testing

struct SchemaPruneTests {
    private func prune(_ tree: JSONValue) throws -> Schema.Pruned { try TestSchemas.flunder.prune(tree) }

    @Test
    func reportsUnknownFieldsInTheOrderOfTheDocument() throws {
        let result = try prune([
            "metadata": ["name": "a", "sharks": 1],
            "spec": [
                "jaws": ["a": 1], "parts": [["name": "x", "odd": 1], ["name": "y", "odd": 1]], "FlunderReference": "r",
            ],
            "shark": 1,
        ])
        #expect(
            result.unknownFields == [
                "metadata.sharks", "spec.jaws", "spec.parts[0].odd", "spec.parts[1].odd", "spec.FlunderReference",
                "shark",
            ]
        )
        #expect(result.tree == ["metadata": ["name": "a"], "spec": ["parts": [["name": "x"], ["name": "y"]]]])
    }

    @Test
    func ordersMembersAsTheSchemaDoes() throws {
        let result = try prune([
            "status": [:], "spec": ["referenceType": "F", "flunderReference": "r", "notes": ["b": "1", "a": "2"]],
            "metadata": ["labels": ["z": "1", "a": "2"], "name": "n"], "apiVersion": "g/v1", "kind": "Flunder",
        ])
        #expect(result.tree.object?.keys == ["kind", "apiVersion", "metadata", "spec", "status"])
        #expect(result.tree["metadata"]?.object?.keys == ["name", "labels"])
        #expect(result.tree.at("metadata", "labels")?.object?.keys == ["a", "z"])
        #expect(result.tree.at("spec", "notes")?.object?.keys == ["a", "b"])
        #expect(result.tree["spec"]?.object?.keys == ["flunderReference", "referenceType", "notes"])
    }

    @Test
    func dropsWhatIsWrittenAsAbsent() throws {
        let result = try prune([
            "metadata": [
                "creationTimestamp": nil, "labels": [:], "annotations": nil, "finalizers": [], "generation": 0,
                "deletionGracePeriodSeconds": 0, "managedFields": [],
            ],
            "spec": [
                "flunderReference": "", "isOn": false, "replicas": 0, "hosts": [], "notes": nil, "maybe": nil,
                "free": nil, "nested": [:],
            ],
        ])
        #expect(
            result.tree == [
                "metadata": ["deletionGracePeriodSeconds": 0, "managedFields": []],
                "spec": ["replicas": 0, "maybe": nil, "free": nil, "nested": [:]],
            ]
        )
    }

    @Test
    func turnsNullsInListsAndMapsIntoEmptyValues() throws {
        let result = try prune([
            "metadata": ["labels": ["n": nil]], "spec": ["hosts": ["a", nil], "parts": [nil]],
        ])
        #expect(
            result.tree == ["metadata": ["labels": ["n": ""]], "spec": ["hosts": ["a", ""], "parts": [[:]]]]
        )
    }

    @Test
    func writesValuesInOneWay() throws {
        let result = try prune([
            "metadata": ["creationTimestamp": "2024-01-02T03:04:05.6+01:00"],
            "spec": ["ratio": 2.0, "memory": "1024Mi", "port": "http"],
        ])
        #expect(
            result.tree == [
                "metadata": ["creationTimestamp": "2024-01-02T02:04:05Z"],
                "spec": ["ratio": 2, "memory": "1Gi", "port": "http"],
            ]
        )
    }

    @Test(
        arguments: [
            (["spec": ["flunderReference": 7]], "spec.flunderReference", "string"),
            (["spec": []], "spec", "struct"),
            (["spec": ["replicas": 1.5]], "spec.replicas", "int32"),
            (["spec": ["replicas": 2_147_483_648]], "spec.replicas", "int32"),
            (["spec": ["port": true]], "spec.port", "int32"),
            (["spec": ["isOn": "yes"]], "spec.isOn", "bool"),
            (["spec": ["hosts": "a"]], "spec.hosts", "[]string"),
            (["spec": ["notes": ["a": 1]]], "spec.notes.a", "string"),
            (["spec": ["memory": "lots"]], "spec.memory", "resource.Quantity"),
            (["metadata": ["creationTimestamp": "yesterday"]], "metadata.creationTimestamp", "time.Time"),
            (["spec": ["parts": [["name": "a"], ["name": 1]]]], "spec.parts[1].name", "string"),
        ] as [(JSONValue, String, String)]
    )
    func refusesOtherTypes(tree: JSONValue, field: String, expected: String) {
        let error = #expect(throws: SchemaError.self) { try TestSchemas.flunder.prune(tree) }
        #expect(error?.field == field)
        #expect(error?.expected == expected)
    }

    @Test
    func changesNothingTheSecondTime() throws {
        let once = try prune([
            "spec": ["ratio": 0.5, "hosts": [nil], "free": ["x": [1, nil]], "parts": [["size": 0, "name": "n"]]],
            "metadata": [
                "labels": ["b": nil, "a": "1"],
                "managedFields": [["time": "2024-01-02T03:04:05Z", "fieldsV1": ["f:a": [:]]]],
            ],
        ])
        let twice = try prune(once.tree)
        #expect(twice.tree == once.tree && twice.unknownFields.isEmpty)
    }

    @Test
    func keepsUnknownFieldsWhereTheSchemaSaysSo() throws {
        let inner = Schema(.object([Schema.Field("b", Schema(.string))]))
        var schema = Schema(.object([Schema.Field("a", inner)]))
        schema.keepsUnknownFields = true
        let pruned = try schema.prune(["z": ["y": nil], "a": ["b": "x", "c": 1]])
        #expect(pruned.tree == ["a": ["b": "x"], "z": ["y": nil]])
        #expect(pruned.unknownFields == ["a.c"])
    }
}
