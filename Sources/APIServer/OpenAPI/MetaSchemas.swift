internal import APIMachinery
internal import JSON

/// Shapes that every Kubernetes server serves besides its own: metadata, options, status and discovery.
///
/// Source: the Kubernetes API reference, "Common definitions"; names as clients know them.
enum MetaSchemas {
    /// What an integer or a string is called.
    static let intOrStringName = "io.k8s.apimachinery.pkg.util.intstr.IntOrString"

    /// Kind and apiVersion.
    static let typeFields = [
        string("kind", "The kind of the object, in CamelCase; the server may take it from the path."),
        string("apiVersion", "Group and version in which the object is written."),
    ]

    /// An integer or a string.
    static let intOrString = Schema(
        .intOrString,
        description: "An integer or a string.",
        definitionName: intOrStringName
    )

    /// Shapes that are described anew wherever they are used, by name: how their own definitions read.
    static let definitions: [String: Schema] = Dictionary(
        uniqueKeysWithValues: [
            Schema.timestamp, .microTime, .objectMeta, listMeta, fieldsV1, preconditions, statusDetails, groupVersion,
            shardInfo, intOrString, rawExtension,
        ].map { ($0.definitionName ?? "", $0) }
    )

    // MARK: Making shapes

    /// An object among the common definitions.
    static func named(_ name: String, _ description: String, _ fields: [Schema.Field], isAtomic: Bool = false) -> Schema
    {
        Schema(
            .object(fields),
            description: description,
            definitionName: "io.k8s.apimachinery.pkg.apis.meta.v1." + name,
            isAtomic: isAtomic
        )
    }

    /// A field of text.
    static func string(_ name: String, _ description: String, isRequired: Bool = false) -> Schema.Field {
        Schema.Field(name, Schema(.string, description: description), isRequired: isRequired)
    }

    /// A field that is true or false.
    static func boolean(_ name: String, _ description: String, isRequired: Bool = false) -> Schema.Field {
        Schema.Field(name, Schema(.boolean, description: description), isRequired: isRequired)
    }

    /// A field with a whole number.
    static func integer(_ name: String, _ format: Schema.Kind.Format, _ description: String) -> Schema.Field {
        Schema.Field(name, Schema(.integer(format), description: description))
    }

    /// A field with a list, of text if nothing else is said.
    static func array(
        _ name: String,
        of element: Schema = Schema(.string),
        merging listType: Schema.ListType = .atomic,
        _ description: String,
        isRequired: Bool = false
    ) -> Schema.Field {
        let schema = Schema(.array(element), description: description, listType: listType)
        return Schema.Field(name, schema, isRequired: isRequired)
    }

    /// A field of a shape that is described where it is used.
    static func field(_ name: String, _ schema: Schema, _ description: String, isRequired: Bool = false) -> Schema.Field
    {
        var schema = schema
        schema.description = description
        return Schema.Field(name, schema, isRequired: isRequired)
    }
}
