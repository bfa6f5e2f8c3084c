import APIMachinery
import APIServer
import JSON

/// A kind as generated code would make it, written by hand: one version, a default, a limit, a column.
struct Bee: NamespacedResource, Validating {
    var metadata = ObjectMeta()
    var spec = Spec()

    struct Spec: Sendable, Equatable {
        var hive = ""
        var gramsPerDay = 10
    }

    func validate(in context: ValidationContext<Bee>) -> [FieldError] {
        guard let old = context.old, old.spec.hive != spec.hive else { return [] }
        return [.invalid("spec.hive", .string(spec.hive), "field is immutable")]
    }

    init(json: JSONValue) throws(JSONDecodingError) {
        let fields = try JSONFields(json)
        metadata = try fields.value("metadata", default: ObjectMeta())
        let spec = try JSONFields(json["spec"] ?? .emptyObject)
        self.spec.hive = try spec.required("hive")
        self.spec.gramsPerDay = try spec.value("gramsPerDay", default: 10)
    }

    var json: JSONValue {
        var object: JSONValue = ["kind": "Bee", "apiVersion": "insect.example.com/v1", "metadata": metadata.json]
        object["spec"] = ["hive": .string(spec.hive), "gramsPerDay": .integer(Int64(spec.gramsPerDay))]
        return object
    }

    static let definition = ResourceDefinition(
        group: "insect.example.com",
        version: "v1",
        kind: "Bee",
        plural: "bees",
        singular: "bee",
        scope: .namespaced,
        schema: Schema.resource(
            definitionName: "com.example.insect.v1.Bee",
            description: "A bee.",
            fields: [
                Schema.Field(
                    "spec",
                    Schema(
                        .object([
                            Schema.Field(
                                "hive",
                                Schema(.string, limits: Schema.Limits(minLength: 1)),
                                isRequired: true
                            ),
                            Schema.Field(
                                "gramsPerDay",
                                Schema(.integer(.int64), defaultValue: 10, limits: Schema.Limits(minimum: 0))
                            ),
                        ]),
                        definitionName: "com.example.insect.v1.BeeSpec"
                    ),
                    isRequired: true
                )
            ]
        ),
        columns: [ResourceDefinition.Column(name: "Hive", path: ".spec.hive")],
        isStorageVersion: true
    )
}
