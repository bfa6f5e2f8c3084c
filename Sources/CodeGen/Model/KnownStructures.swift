/// Structs of `APIMachinery` that API types may use; their coding lives there, their schema is generated where used.
enum KnownStructures {
    /// By name.
    static let all: [String: APIType] = ["Condition": condition]

    /// Source: `metav1.Condition`.
    private static let condition = APIType(
        path: ["Condition"],
        definitionName: "io.k8s.apimachinery.pkg.apis.meta.v1.Condition",
        description: "One thing that has been observed about an object, with its current state.",
        shape: .structure([
            field("type", .string, "What is observed, in CamelCase."),
            field("status", .string, "Whether it holds: True, False or Unknown."),
            field("observedGeneration", .integer(.int64), "The generation it was observed at.", .omittedWhenEmpty),
            field("lastTransitionTime", .known(.timestamp), "When the status changed last."),
            field("reason", .string, "Why it changed, for programs, in CamelCase."),
            field("message", .string, "Why it changed, for people."),
        ]),
        isAtomic: false,
        hasOwnCoding: true,
        location: Location(file: "", line: 0, column: 0)
    )

    private static func field(
        _ name: String,
        _ type: FieldType,
        _ description: String,
        _ presence: APIField.Presence = .required
    ) -> APIField {
        APIField(
            name: name,
            jsonName: name,
            description: description,
            type: type,
            isOptional: false,
            hasSwiftDefault: false,
            presence: presence,
            limits: APIField.Limits(),
            listType: .atomic,
            isAtomic: false,
            isNullable: false,
            format: nil,
            location: Location(file: "", line: 0, column: 0)
        )
    }
}
