import APIMachinery
import JSON
import Testing

/// Updates of objects that were stored before a limit was set.
@Suite struct SchemaRatchetingTests {
    private static let schema = Schema(
        .object([
            Schema.Field(
                "spec",
                Schema(
                    .object([
                        Schema.Field("hive", Schema(.string, limits: Schema.Limits(minLength: 3)), isRequired: true),
                        Schema.Field("size", Schema(.integer(.int64), limits: Schema.Limits(maximum: 10))),
                        Schema.Field(
                            "parts",
                            Schema(
                                .array(
                                    Schema(
                                        .object([
                                            Schema.Field("name", Schema(.string), isRequired: true),
                                            Schema.Field(
                                                "count",
                                                Schema(.integer(.int64), limits: Schema.Limits(minimum: 1))
                                            ),
                                        ])
                                    )
                                ),
                                listType: .map(keys: ["name"])
                            )
                        ),
                        Schema.Field(
                            "sizes",
                            Schema(.array(Schema(.integer(.int64), limits: Schema.Limits(minimum: 1))))
                        ),
                        Schema.Field(
                            "rooms",
                            Schema(.map(Schema(.integer(.int64), limits: Schema.Limits(minimum: 1))))
                        ),
                    ])
                )
            )
        ])
    )

    @Test(
        arguments: [
            (["hive": "x", "size": 3], ["hive": "x", "size": 4], []),
            (["hive": "x"], ["hive": "y"], ["spec.hive"]),
            (["size": 3], ["size": 4], []),
            (["hive": "abc"], ["size": 4], ["spec.hive"]),
            (
                ["hive": "abc", "parts": [["name": "a", "count": 0], ["name": "b", "count": 0]]],
                ["hive": "abc", "parts": [["name": "b", "count": -1], ["name": "a", "count": 0]]],
                ["spec.parts[0].count"]
            ),
            (
                ["hive": "abc", "sizes": [0, 1]], ["hive": "abc", "sizes": [0, 2]], ["spec.sizes[0]"]
            ),
            (["hive": "abc", "rooms": ["a": 0]], ["hive": "abc", "rooms": ["a": 0, "b": 0]], ["spec.rooms[b]"]),
        ] as [(JSONValue, JSONValue, [String])]
    )
    func judgesOnlyWhatChanges(_ old: JSONValue, _ new: JSONValue, _ fields: [String]) {
        let validator = SchemaValidator(Self.schema)
        let errors = validator.validate(["spec": new], old: ["spec": old])
        #expect(errors.map(\.field) == fields)
    }

    @Test func judgesEverythingThatIsNew() {
        let errors = SchemaValidator(Self.schema).validate(["spec": ["hive": "x", "rooms": ["a": 0]]])
        #expect(errors.map(\.field) == ["spec.hive", "spec.rooms[a]"])
    }
}
