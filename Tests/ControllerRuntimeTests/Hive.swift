import APIMachinery
import APIServer
import JSON

/// A kind as generated code would make it, written by hand: with a status of its own.
struct Hive: NamespacedResource {
    var metadata = ObjectMeta()
    var size = 1
    var seen: Int?

    init(_ name: String, size: Int = 1) {
        metadata = ObjectMeta(name: name, namespace: "default")
        self.size = size
    }

    init(json: JSONValue) throws(JSONDecodingError) {
        let fields = try JSONFields(json)
        metadata = try fields.value("metadata", default: ObjectMeta())
        size = try JSONFields(json["spec"] ?? .emptyObject).value("size", default: 1)
        seen = (json.at("status", "seen")?.integer).map { Int($0) }
    }

    var json: JSONValue {
        var object: JSONValue = ["kind": "Hive", "apiVersion": "insect.example.com/v1", "metadata": metadata.json]
        object["spec"] = ["size": .integer(Int64(size))]
        if let seen { object["status"] = ["seen": .integer(Int64(seen))] }
        return object
    }

    static let definition = ResourceDefinition(
        group: "insect.example.com",
        version: "v1",
        kind: "Hive",
        plural: "hives",
        singular: "hive",
        scope: .namespaced,
        schema: Schema.resource(
            definitionName: "com.example.insect.v1.Hive",
            description: "A hive.",
            fields: [
                Schema.Field(
                    "spec",
                    Schema(
                        .object([Schema.Field("size", Schema(.integer(.int64), defaultValue: 1))]),
                        definitionName: "com.example.insect.v1.HiveSpec"
                    )
                ),
                Schema.Field(
                    "status",
                    Schema(
                        .object([Schema.Field("seen", Schema(.integer(.int64)))]),
                        definitionName: "com.example.insect.v1.HiveStatus"
                    )
                ),
            ]
        ),
        isStorageVersion: true,
        hasStatus: true
    )

    static let groups = [APIGroup("insect.example.com", versions: [APIGroup.Version("v1", [Hive.self])])]
}
