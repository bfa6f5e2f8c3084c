import APIMachinery
import JSON
import Testing

struct SchemaValidatorTests {
    private static func schema(_ fields: Schema.Field...) -> Schema {
        .resource(definitionName: "X", description: "", fields: [.init("spec", Schema(.object(fields)))])
    }

    private func texts(_ field: Schema.Field, _ value: JSONValue) -> [String] {
        Self.schema(field).validate(["metadata": [:], "spec": value]).map(\.description)
    }

    @Test
    func wantsRequiredFields() {
        #expect(texts(.init("a", Schema(.string), isRequired: true), [:]) == ["spec.a: Required value"])
        #expect(texts(.init("a", Schema(.string), isRequired: true), ["a": ""]) == [])
    }

    @Test(
        arguments: [
            (Schema.Limits(minimum: 0), -1, ["spec.a: Invalid value: -1: must be greater than or equal to 0"]),
            (.init(minimum: 0), 0, []),
            (.init(minimum: 0, exclusiveMinimum: true), 0, ["spec.a: Invalid value: 0: must be greater than 0"]),
            (.init(maximum: 1.5), 1.6, ["spec.a: Invalid value: 1.6: must be less than or equal to 1.5"]),
            (.init(maximum: 2, exclusiveMaximum: true), 2, ["spec.a: Invalid value: 2: must be less than 2"]),
            (.init(multipleOf: 0.1), 0.3, []),
            (.init(multipleOf: 2), 3, ["spec.a: Invalid value: 3: must be a multiple of 2"]),
        ] as [(Schema.Limits, JSONValue, [String])]
    )
    func limitsNumbers(limits: Schema.Limits, value: JSONValue, expected: [String]) {
        #expect(texts(.init("a", Schema(.number(.double), limits: limits)), ["a": value]) == expected)
    }

    @Test(arguments: [
        (Schema.Limits(minLength: 1), "", [#"spec.a: Invalid value: "": must be at least 1 character long"#]),
        (.init(maxLength: 2), "äöü", ["spec.a: Too long: may not be more than 2 characters"]),
        (.init(maxLength: 3), "äöü", []),
        (.init(pattern: "^a+$"), "b", [#"spec.a: Invalid value: "b": spec.a in body should match '^a+$'"#]),
        (.init(pattern: "^a+$"), "a", []),
    ])
    func limitsTexts(limits: Schema.Limits, value: String, expected: [String]) {
        #expect(texts(.init("a", Schema(.string, limits: limits)), ["a": .string(value)]) == expected)
    }

    @Test
    func limitsLists() {
        let field = Schema.Field(
            "a",
            Schema(.array(Schema(.string)), limits: .init(minItems: 1, maxItems: 2, uniqueItems: true))
        )
        #expect(texts(field, ["a": []]) == ["spec.a: Invalid value: 0: must have at least 1 item"])
        #expect(texts(field, ["a": ["x", "y", "z"]]) == ["spec.a: Too many: 3: must have at most 2 items"])
        #expect(texts(field, ["a": ["x", "x"]]) == [#"spec.a[1]: Duplicate value: "x""#])
    }

    @Test
    func findsDuplicatesInSetsAndMaps() {
        let errors = TestSchemas.flunder.validate([
            "spec": [
                "hosts": ["a", "b", "a"], "parts": [["name": "p"], ["name": "p", "size": 1], ["size": 1]],
                "args": ["x", "x"],
            ]
        ])
        #expect(
            errors.map(\.description) == [
                #"spec.hosts[2]: Duplicate value: "a""#, "spec.parts[2].name: Required value",
                #"spec.parts[1]: Duplicate value: {"name":"p"}"#,
            ]
        )
    }

    @Test
    func wantsOneOfTheValues() {
        let field = Schema.Field("a", Schema(.map(Schema(.string, enumValues: ["x", "y"]))))
        #expect(
            texts(field, ["a": ["k": "z", "l": "x"]]) == [
                #"spec.a[k]: Unsupported value: "z": supported values: "x", "y""#
            ]
        )
    }

    @Test
    func namesPatternsThatItCannotCheck() {
        let schema = Self.schema(.init("a", Schema(.string, limits: .init(pattern: "(?=a)"))))
        #expect(SchemaValidator(schema).unsupportedPatterns == ["(?=a)"])
        #expect(schema.validate(["spec": ["a": "x"]]) == [])
    }
}
