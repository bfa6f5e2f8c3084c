import APIMachinery
import APIServer

/// The kinds that the recorded extension server serves.
enum RecordedWardle {
    static let group = "wardle.example.com"

    static let definitions: [ResourceDefinition] = [
        flunder("v1alpha1", spec: ["reference", "referenceType"], isStorageVersion: true),
        flunder("v1beta1", spec: ["flunderReference", "fischerReference", "referenceType"]),
        fischer,
    ]

    private static func definitionName(_ version: String, _ name: String) -> String {
        "io.k8s.sample-apiserver.pkg.apis.wardle.\(version).\(name)"
    }

    private static func object(_ version: String, _ kind: String, _ fields: [Schema.Field]) -> Schema {
        Schema.resource(definitionName: definitionName(version, kind), description: "", fields: fields)
    }

    private static func flunder(
        _ version: String,
        spec: [String],
        isStorageVersion: Bool = false
    ) -> ResourceDefinition {
        let fields = spec.map { Schema.Field($0, Schema(.string), omitsEmpty: true) }
        let schema = object(
            version,
            "Flunder",
            [
                Schema.Field("spec", Schema(.object(fields), definitionName: definitionName(version, "FlunderSpec"))),
                Schema.Field("status", Schema(.object([]), definitionName: definitionName(version, "FlunderStatus"))),
            ]
        )
        return ResourceDefinition(
            group: group,
            version: version,
            kind: "Flunder",
            plural: "flunders",
            singular: "flunder",
            scope: .namespaced,
            schema: schema,
            isStorageVersion: isStorageVersion
        )
    }

    private static let fischer = ResourceDefinition(
        group: group,
        version: "v1alpha1",
        kind: "Fischer",
        plural: "fischers",
        singular: "fischer",
        scope: .cluster,
        schema: object("v1alpha1", "Fischer", [Schema.Field("disallowedFlunders", Schema(.array(Schema(.string))))]),
        isStorageVersion: true
    )
}
