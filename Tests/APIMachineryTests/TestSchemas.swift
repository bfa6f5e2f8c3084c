import APIMachinery
import JSON

/// Shapes that several suites use.
enum TestSchemas {
    /// An object of the kind that the recordings were made with, plus fields of every shape.
    static let flunder = Schema.resource(
        definitionName: "com.example.wardle.v1beta1.Flunder",
        description: "A flunder.",
        fields: [
            .init("spec", spec),
            .init("status", Schema(.object([]), defaultValue: .emptyObject)),
        ]
    )

    /// The same kind in the older version, where a field has another name.
    static let flunderV1alpha1 = Schema.resource(
        definitionName: "com.example.wardle.v1alpha1.Flunder",
        description: "A flunder.",
        fields: [
            .init(
                "spec",
                Schema(
                    .object([
                        .init("reference", Schema(.string), omitsEmpty: true),
                        .init("referenceType", Schema(.string), omitsEmpty: true),
                    ]),
                    defaultValue: .emptyObject
                )
            ),
            .init("status", Schema(.object([]), defaultValue: .emptyObject)),
        ]
    )

    private static let spec = Schema(
        .object([
            .init("flunderReference", Schema(.string), omitsEmpty: true),
            .init("fischerReference", Schema(.string), omitsEmpty: true),
            .init("referenceType", Schema(.string), omitsEmpty: true),
            .init("replicas", Schema(.integer(.int32), defaultValue: 1)),
            .init("ratio", Schema(.number(.double))),
            .init("isOn", Schema(.boolean), omitsEmpty: true),
            .init("port", Schema(.intOrString)),
            .init("hosts", Schema(.array(Schema(.string)), listType: .set), omitsEmpty: true),
            .init("notes", Schema(.map(Schema(.string))), omitsEmpty: true),
            .init("parts", Schema(.array(part), listType: .map(keys: ["name"])), omitsEmpty: true),
            .init("args", Schema(.array(Schema(.string))), omitsEmpty: true),
            .init("atom", Schema(.map(Schema(.string)), isAtomic: true), omitsEmpty: true),
            .init("free", Schema(.any)),
            .init("maybe", Schema(.string, isNullable: true)),
            .init("memory", .quantity),
            .init("nested", Schema(.object([.init("depth", Schema(.integer(.int64)))]))),
        ]),
        defaultValue: .emptyObject
    )

    private static let part = Schema(
        .object([
            .init("name", Schema(.string), isRequired: true),
            .init("size", Schema(.integer(.int64)), omitsEmpty: true),
            .init("color", Schema(.string, defaultValue: "red"), omitsEmpty: true),
        ])
    )
}
