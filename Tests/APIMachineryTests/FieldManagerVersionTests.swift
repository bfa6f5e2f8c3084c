import JSON
import Testing

@testable import APIMachinery

/// Managers of a kind whose versions can only be read from objects that have all required fields.
@Suite struct FieldManagerVersionTests {
    private static let schema = schema(isFruitRequired: true)
    private static let loose = schema(isFruitRequired: false)

    private static func schema(isFruitRequired: Bool) -> Schema {
        Schema(
            .object([
                Schema.Field("kind", Schema(.string)), Schema.Field("apiVersion", Schema(.string)),
                Schema.Field("metadata", Schema(.any)),
                Schema.Field(
                    "spec",
                    Schema(
                        .object([
                            Schema.Field("fruit", Schema(.string), isRequired: isFruitRequired),
                            Schema.Field("rows", Schema(.integer(.int64))),
                        ])
                    )
                ),
            ])
        )
    }

    private static func manager(_ version: String) -> FieldManager {
        FieldManager(
            schema: schema,
            apiVersion: version,
            resetFields: FieldSet(),
            convert: { tree, version in
                guard tree["spec"]?["fruit"] != nil else { return nil }
                var tree = tree
                tree["apiVersion"] = .string(version)
                return FieldManager.VersionedTree(tree: tree, schema: schema)
            }
        )
    }

    private static func apply(
        _ spec: JSONValue,
        _ version: String,
        to live: JSONValue?,
        by manager: (String) -> FieldManager = manager
    ) throws -> JSONValue {
        var live = live
        live?["apiVersion"] = .string(version)
        return try manager(version).apply(
            live: live,
            config: ["kind": "Orchard", "apiVersion": .string(version), "metadata": ["name": "a"], "spec": spec],
            manager: "one",
            isForced: false,
            now: Timestamp(secondsSince1970: 1)
        )
    }

    @Test func whatIsNoLongerAppliedGoesThoughThePartThatIsLeftLacksARequiredField() throws {
        let first = try Self.apply(["fruit": "Pear", "rows": 7], "g/v1", to: nil)
        let second = try Self.apply(["fruit": "Pear"], "g/v1alpha1", to: first)
        #expect(second["spec"] == ["fruit": "Pear"])
    }

    @Test func aSectionWithoutRequiredFieldsIsASectionAllTheSame() throws {
        // As types read objects: the section must be there.
        let manager = { (version: String) in
            FieldManager(
                schema: Self.loose,
                apiVersion: version,
                resetFields: FieldSet(),
                convert: { tree, version in
                    guard tree["spec"] != nil else { return nil }
                    var tree = tree
                    tree["apiVersion"] = .string(version)
                    return FieldManager.VersionedTree(tree: tree, schema: Self.loose)
                }
            )
        }
        let first = try Self.apply(["fruit": "Pear", "rows": 7], "g/v1", to: nil, by: manager)
        let second = try Self.apply(["fruit": "Pear"], "g/v1alpha1", to: first, by: manager)
        #expect(second["spec"] == ["fruit": "Pear"])
    }

    @Test func aPartIsCompletedWithWhatItCannotBeReadWithout() {
        let whole: JSONValue = ["spec": ["fruit": "Pear", "rows": 7]]
        let complete = { (part: JSONValue) in Self.schema.completedObject(part, from: whole) }
        #expect(complete(["spec": ["rows": 7]]) == ["spec": ["rows": 7, "fruit": "Pear"]])
        #expect(complete([:]) == ["spec": ["fruit": "Pear"]])
        #expect(Self.schema.completedObject([:], from: ["spec": ["rows": 7]]) == ["spec": [:]])
    }
}
