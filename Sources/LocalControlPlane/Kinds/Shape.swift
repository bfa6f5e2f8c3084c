internal import APIMachinery
internal import JSON

/// Short forms of schemas, for kinds without a Swift type.
enum Shape {
    static func text(_ description: String, default value: String? = nil) -> Schema {
        Schema(.string, description: description, defaultValue: value.map { .string($0) })
    }

    static func choice(_ description: String, _ values: [String], default value: String? = nil) -> Schema {
        Schema(
            .string,
            description: description,
            defaultValue: value.map { .string($0) },
            enumValues: values.map { .string($0) }
        )
    }

    static func bytes(_ description: String) -> Schema { Schema(.string, description: description, format: "byte") }

    static func flag(_ description: String, default value: Bool? = nil) -> Schema {
        Schema(.boolean, description: description, defaultValue: value.map { .bool($0) })
    }

    static func integer(_ description: String, default value: Int64? = nil) -> Schema {
        Schema(.integer(.int32), description: description, defaultValue: value.map { .integer($0) })
    }

    static func long(_ description: String, default value: Int64? = nil) -> Schema {
        Schema(.integer(.int64), description: description, defaultValue: value.map { .integer($0) })
    }

    static func time(_ description: String) -> Schema { described(.timestamp, description) }

    static func microTime(_ description: String) -> Schema { described(.microTime, description) }

    static func port(_ description: String) -> Schema { Schema(.intOrString, description: description) }

    static func texts(_ description: String, isSet: Bool = false) -> Schema {
        Schema(.array(Schema(.string, defaultValue: "")), description: description, listType: isSet ? .set : .atomic)
    }

    static func map(_ description: String, of element: Schema = Schema(.string, defaultValue: "")) -> Schema {
        Schema(.map(element), description: description)
    }

    /// Anything at all: what nobody looks into here.
    static func anything(_ description: String) -> Schema { Schema(.any, description: description) }

    static func object(
        _ name: String,
        _ description: String,
        _ fields: [Schema.Field],
        isAtomic: Bool = false
    ) -> Schema {
        Schema(.object(fields), description: description, definitionName: name, isAtomic: isAtomic)
    }

    /// A list of objects that are told apart by keys; of one value if there are none.
    static func list(_ element: Schema, _ description: String, keys: [String] = []) -> Schema {
        Schema(.array(element), description: description, listType: keys.isEmpty ? .atomic : .map(keys: keys))
    }

    static func described(_ schema: Schema, _ description: String) -> Schema {
        var schema = schema
        schema.description = description
        return schema
    }

    // MARK: Common parts

    /// A reference from one object to another.
    static func objectReference(_ description: String) -> Schema {
        object(
            "io.k8s.api.core.v1.ObjectReference",
            description,
            [
                field("apiVersion", text("Group and version of the object.")),
                field("fieldPath", text("A part of the object.")),
                field("kind", text("Kind of the object.")),
                field("name", text("Name of the object.")),
                field("namespace", text("Namespace of the object.")),
                field("resourceVersion", text("The revision that is meant.")),
                field("uid", text("UID of the object.")),
            ],
            isAtomic: true
        )
    }

    static func localReference(_ description: String) -> Schema {
        object(
            "io.k8s.api.core.v1.LocalObjectReference",
            description,
            [field("name", text("Name of the object.", default: ""))],
            isAtomic: true
        )
    }

    static func labelSelector(_ description: String) -> Schema {
        let requirement = object(
            "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement",
            "A condition on one label.",
            [
                needed("key", text("The key of the label.", default: "")),
                needed("operator", text("In, NotIn, Exists or DoesNotExist.", default: "")),
                field("values", texts("The values for In and NotIn.")),
            ]
        )
        return object(
            "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector",
            description,
            [
                field("matchExpressions", list(requirement, "Conditions, all of which must be met.")),
                field("matchLabels", map("Labels that must be there, with these values.")),
            ],
            isAtomic: true
        )
    }

    static func conditions(_ description: String) -> Schema {
        let condition = object(
            "io.k8s.apimachinery.pkg.apis.meta.v1.Condition",
            "One thing that is true of an object, or not.",
            [
                needed("lastTransitionTime", time("When the status last changed.")),
                needed("message", text("For people.", default: "")),
                field("observedGeneration", long("The generation that this is about.")),
                needed("reason", text("For programs, in one word.", default: "")),
                needed("status", text("True, False or Unknown.", default: "")),
                needed("type", text("What it is about.", default: "")),
            ]
        )
        return list(condition, description, keys: ["type"])
    }

    static func field(_ name: String, _ schema: Schema) -> Schema.Field { Schema.Field(name, schema) }

    static func needed(_ name: String, _ schema: Schema) -> Schema.Field {
        Schema.Field(name, schema, isRequired: true)
    }
}
