internal import APIMachinery
internal import JSON

/// Turns the structural schema of a version into the one description that everything here works with.
///
/// Source: apiextensions-apiserver `pkg/apiserver/schema`.
enum CustomSchema {
    /// The shape of whole objects.
    static func root(_ schema: JSONValue) -> Schema {
        let own = fields(schema).filter { !["apiVersion", "kind", "metadata"].contains($0.name) }
        var root = Schema.resource(
            definitionName: "",
            description: schema["description"]?.string ?? "",
            fields: own
        )
        // Documents make the name of group, version and kind.
        root.definitionName = nil
        root.keepsUnknownFields = keepsUnknown(schema)
        return root
    }

    /// The shape of a value.
    static func shape(_ schema: JSONValue) -> Schema {
        var result = Schema(
            kind(schema),
            description: schema["description"]?.string ?? "",
            format: format(schema),
            defaultValue: schema["default"],
            enumValues: schema["enum"]?.array ?? [],
            limits: limits(schema),
            listType: listType(schema),
            isAtomic: schema["x-kubernetes-map-type"]?.string == "atomic",
            isNullable: schema["nullable"]?.bool == true
        )
        if case .object = result.kind { result.keepsUnknownFields = keepsUnknown(schema) }
        return result
    }

    private static func keepsUnknown(_ schema: JSONValue) -> Bool {
        schema["x-kubernetes-preserve-unknown-fields"]?.bool == true
    }

    private static func kind(_ schema: JSONValue) -> Schema.Kind {
        if schema["x-kubernetes-int-or-string"]?.bool == true { return .intOrString }
        switch schema["type"]?.string {
        case "string": return .string
        case "boolean": return .boolean
        case "integer": return .integer(schema["format"]?.string == "int32" ? .int32 : .int64)
        case "number": return .number(schema["format"]?.string == "float" ? .float : .double)
        case "array": return .array(shape(schema["items"] ?? .emptyObject))
        case "object": return object(schema)
        default: return .any
        }
    }

    private static func object(_ schema: JSONValue) -> Schema.Kind {
        if let values = schema["additionalProperties"] {
            return .map(values.object == nil ? Schema(.any) : shape(values))
        }
        let isEmbedded = schema["x-kubernetes-embedded-resource"]?.bool == true
        let hasFields = schema["properties"]?.object?.isEmpty == false
        if keepsUnknown(schema), !hasFields, !isEmbedded { return .map(Schema(.any)) }
        guard isEmbedded else { return .object(fields(schema)) }
        let common = [
            Schema.Field("apiVersion", Schema(.string), isRequired: true),
            Schema.Field("kind", Schema(.string), isRequired: true),
            Schema.Field("metadata", Schema(.map(Schema(.any)))),
        ]
        let names = Set(common.map(\.name))
        return .object(common + fields(schema).filter { !names.contains($0.name) })
    }

    /// In the order of their names, as answers have them.
    private static func fields(_ schema: JSONValue) -> [Schema.Field] {
        let required = Set(schema["required"]?.array?.compactMap(\.string) ?? [])
        let properties = schema["properties"]?.object ?? JSONObject()
        return properties.sorted { $0.key < $1.key }.map { name, value in
            Schema.Field(name, shape(value), isRequired: required.contains(name))
        }
    }

    /// A time is kept as it was written: the value is a string, not a `Timestamp`.
    private static func format(_ schema: JSONValue) -> String? {
        guard schema["type"]?.string == "string", let format = schema["format"]?.string else { return nil }
        return format == "date-time" ? nil : format
    }

    private static func listType(_ schema: JSONValue) -> Schema.ListType {
        switch schema["x-kubernetes-list-type"]?.string {
        case "set": .set
        case "map": .map(keys: schema["x-kubernetes-list-map-keys"]?.array?.compactMap(\.string) ?? [])
        default: .atomic
        }
    }

    private static func limits(_ schema: JSONValue) -> Schema.Limits {
        func count(_ name: String) -> Int? { schema[name]?.integer.map { Int($0) } }
        return Schema.Limits(
            minimum: schema["minimum"]?.double,
            maximum: schema["maximum"]?.double,
            exclusiveMinimum: schema["exclusiveMinimum"]?.bool == true,
            exclusiveMaximum: schema["exclusiveMaximum"]?.bool == true,
            multipleOf: schema["multipleOf"]?.double,
            minLength: count("minLength"),
            maxLength: count("maxLength"),
            pattern: schema["pattern"]?.string,
            minItems: count("minItems"),
            maxItems: count("maxItems"),
            minProperties: count("minProperties"),
            maxProperties: count("maxProperties")
        )
    }
}
