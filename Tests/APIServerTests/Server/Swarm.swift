import APIMachinery
import APIServer
import JSON

/// A kind whose status and scale are subresources; stored in a version that has all fields.
struct Swarm: NamespacedResource, Validating {
    var metadata = ObjectMeta()
    var spec: JSONValue = .emptyObject
    var status: JSONValue?

    init(json: JSONValue) throws(JSONDecodingError) {
        metadata = try JSONFields(json).value("metadata", default: ObjectMeta())
        spec = json["spec"] ?? .emptyObject
        status = json["status"]
    }

    var json: JSONValue {
        var object: JSONValue = ["kind": "Swarm", "apiVersion": "insect.example.com/v1", "metadata": metadata.json]
        object["spec"] = spec
        object["status"] = status
        return object
    }

    /// Whoever reports a lost swarm must do it through the status.
    func validate(in context: ValidationContext<Swarm>) -> [FieldError] {
        guard context.subresource == "status", status?["phase"] == "Lost", context.old?.status?["phase"] != "Flying"
        else { return [] }
        return [.invalid("status.phase", "Lost", "only flying swarms are lost")]
    }

    static let definition = ResourceDefinition(
        group: "insect.example.com",
        version: "v1",
        kind: "Swarm",
        plural: "swarms",
        singular: "swarm",
        scope: .namespaced,
        schema: schema("v1", [text("keeper"), number("size")], [text("phase"), number("size"), text("selector")]),
        isStorageVersion: true,
        hasStatus: true,
        scale: .init(
            specReplicasPath: ".spec.size",
            statusReplicasPath: ".status.size",
            labelSelectorPath: ".status.selector"
        )
    )

    static func schema(_ version: String, _ spec: [Schema.Field], _ status: [Schema.Field]) -> Schema {
        Schema.resource(
            definitionName: "com.example.insect.\(version).Swarm",
            description: "A swarm.",
            fields: [
                Schema.Field("status", Schema(.object(status), definitionName: "com.example.\(version).SwarmStatus")),
                Schema.Field("spec", Schema(.object(spec), definitionName: "com.example.\(version).SwarmSpec")),
            ]
        )
    }

    static func text(_ name: String) -> Schema.Field { Schema.Field(name, Schema(.string)) }

    static func number(_ name: String) -> Schema.Field {
        Schema.Field(name, Schema(.integer(.int32), limits: Schema.Limits(maximum: 100)))
    }
}

/// An older version that knows neither the keeper nor the selector.
struct OldSwarm: NamespacedResource, Convertible {
    var metadata = ObjectMeta()
    var spec: JSONValue = .emptyObject
    var status: JSONValue?

    init(json: JSONValue) throws(JSONDecodingError) {
        metadata = try JSONFields(json).value("metadata", default: ObjectMeta())
        spec = json["spec"] ?? .emptyObject
        status = json["status"]
    }

    init(hub: Swarm) {
        metadata = hub.metadata
        spec = hub.spec
        status = hub.status
        spec["keeper"] = nil
        if status != nil { status?["selector"] = nil }
    }

    var hub: Swarm {
        var json = json
        json["apiVersion"] = "insect.example.com/v1"
        return (try? Swarm(json: json)) ?? { preconditionFailure("a swarm reads every tree") }()
    }

    var json: JSONValue {
        var object: JSONValue = [
            "kind": "Swarm", "apiVersion": "insect.example.com/v1beta1", "metadata": metadata.json,
        ]
        object["spec"] = spec
        object["status"] = status
        return object
    }

    static let definition = ResourceDefinition(
        group: "insect.example.com",
        version: "v1beta1",
        kind: "Swarm",
        plural: "swarms",
        singular: "swarm",
        scope: .namespaced,
        schema: Swarm.schema(
            "v1beta1",
            [Swarm.number("size")],
            [Swarm.text("phase"), Swarm.number("size")]
        ),
        hasStatus: true
    )
}
