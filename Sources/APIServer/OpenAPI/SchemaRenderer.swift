internal import APIMachinery
internal import JSON

/// Turns shapes into JSON; shapes with a name become definitions and are referred to.
struct SchemaRenderer {
    /// The form that is written.
    let dialect: OpenAPIDialect
    /// Group, version and kind of definitions that are objects of their own, by name.
    private let kinds: [String: [ServedResource.ObjectKind]]
    /// Every definition that was referred to so far, by name.
    private(set) var definitions: [String: JSONValue] = [:]

    /// Makes a renderer without definitions.
    init(_ dialect: OpenAPIDialect, kinds: [String: [ServedResource.ObjectKind]]) {
        self.dialect = dialect
        self.kinds = kinds
    }

    /// All definitions by name, as the document has them.
    var sortedDefinitions: JSONValue {
        .object(JSONObject(uniqueKeysWithValues: definitions.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
    }

    /// A reference to the definition of a payload.
    mutating func reference(to payload: OpenAPIPayload) -> JSONValue {
        switch payload {
        case .schema(let schema): return use(schema, isElement: true)
        case .object(let definition):
            let name = OpenAPINames.definition(of: definition)
            define(name) { $0.object(of: definition) }
            return reference(name)
        case .list(let definition):
            let name = OpenAPINames.definition(of: definition) + "List"
            define(name) { $0.list(of: definition) }
            return reference(name)
        }
    }

    // MARK: Definitions

    private func reference(_ name: String) -> JSONValue { ["$ref": .string(dialect.referencePrefix + name)] }

    private mutating func define(_ name: String, _ body: (inout SchemaRenderer) -> JSONObject) {
        guard definitions[name] == nil else { return }
        definitions[name] = .emptyObject  // a shape that contains itself refers to what is being made
        var definition = body(&self)
        if let kinds = kinds[name] { definition["x-kubernetes-group-version-kind"] = .array(kinds.map(Self.kind)) }
        definitions[name] = .object(definition)
    }

    /// The shape of a whole object, with the three members that every one has even if the definition forgets them.
    private static func root(_ definition: ResourceDefinition) -> Schema {
        var schema = definition.schema
        guard case .object(let fields) = schema.kind else { return schema }
        let names = fields.map(\.name)
        let common = MetaSchemas.typeFields + [Schema.Field("metadata", .objectMeta)]
        let all = (common.filter { !names.contains($0.name) } + fields).map { field in
            guard field.name == "metadata", field.schema.description == Schema.objectMeta.description else {
                return field
            }
            return MetaSchemas.field("metadata", field.schema, "Name, labels and what else the server keeps with it.")
        }
        schema.kind = .object(all)
        return schema
    }

    private mutating func object(of definition: ResourceDefinition) -> JSONObject {
        var object = body(Self.root(definition))
        if !definition.selectableFields.isEmpty {
            object["x-kubernetes-selectable-fields"] = .array(
                definition.selectableFields.map { ["fieldPath": .string(String($0.drop { $0 == "." }))] }
            )
        }
        return object
    }

    private mutating func list(of definition: ResourceDefinition) -> JSONObject {
        let meta = MetaSchemas.typeFields + [Schema.Field("metadata", MetaSchemas.listMeta)]
        let schema = Schema(.object(meta), description: "A list of \(definition.kind) objects.")
        var list = body(schema)
        var items = reference(to: .object(definition))
        if dialect == .v3 { items = ["allOf": [items], "default": [:]] }
        var properties = list["properties"]?.object ?? JSONObject()
        properties["items"] = ["description": "The objects.", "items": items, "type": "array"]
        properties.sort()
        list["properties"] = .object(properties)
        list["required"] = ["items"]
        return list
    }

    static func kind(_ kind: ServedResource.ObjectKind) -> JSONValue {
        ["group": .string(kind.group), "kind": .string(kind.kind), "version": .string(kind.version)]
    }

    // MARK: Shapes

    /// A shape where it is used: a reference if it has a name.
    ///
    /// kubectl shows what is said of a field and what is said of its definition one below the other. There is one text:
    /// it goes with the field, or with the definition if the shape is an element of a list or a map.
    private mutating func use(
        _ schema: Schema,
        default zero: JSONValue? = nil,
        isElement: Bool = false
    ) -> JSONValue {
        let schema = Self.named(schema)
        let defaultValue = dialect == .v3 ? schema.defaultValue ?? zero : nil
        guard let name = schema.definitionName else {
            var body = body(schema)
            if let defaultValue { body["default"] = defaultValue }
            return .object(body)
        }
        let definition = MetaSchemas.definitions[name] ?? (isElement ? schema : Self.undescribed(schema))
        define(name) { $0.body(definition) }
        var members = JSONObject()
        if let defaultValue { members["default"] = defaultValue }
        if !schema.description.isEmpty, !isElement { members["description"] = .string(schema.description) }
        guard dialect == .v3, !members.isEmpty else {
            members.prepend(.string(dialect.referencePrefix + name), forKey: "$ref")
            return .object(members)
        }
        members.prepend([reference(name)], forKey: "allOf")
        return .object(members)
    }

    /// A shape that is an integer or a string gets the definition that all clients know.
    private static func named(_ schema: Schema) -> Schema {
        guard schema.kind == .intOrString, schema.definitionName == nil else { return schema }
        var schema = schema
        schema.definitionName = MetaSchemas.intOrStringName
        return schema
    }

    private static func undescribed(_ schema: Schema) -> Schema {
        var schema = schema
        schema.description = ""
        return schema
    }

    /// A shape written out.
    private mutating func body(_ schema: Schema) -> JSONObject {
        var body = JSONObject()
        if !schema.description.isEmpty { body["description"] = .string(schema.description) }
        if !schema.enumValues.isEmpty { body["enum"] = .array(schema.enumValues) }
        if schema.isNullable, dialect == .v3 { body["nullable"] = true }
        switch schema.kind {
        case .string:
            body["type"] = "string"
            if let format = schema.format { body["format"] = .string(format) }
        case .boolean: body["type"] = "boolean"
        case .integer(let format):
            body["type"] = "integer"
            body["format"] = .string(format.rawValue)
        case .number(let format):
            body["type"] = "number"
            body["format"] = .string(format.rawValue)
        case .array(let element):
            body["type"] = "array"
            body["items"] = use(element, default: Self.zero(element), isElement: true)
            listExtensions(schema.listType, into: &body)
        case .map(let value):
            body["type"] = "object"
            body["additionalProperties"] = use(value, default: Self.zero(value), isElement: true)
        case .object(let fields):
            object(fields, into: &body)
            if schema.keepsUnknownFields { body["x-kubernetes-preserve-unknown-fields"] = true }
        case .any: body["x-kubernetes-preserve-unknown-fields"] = true
        case .intOrString: intOrString(into: &body)
        }
        if schema.isAtomic { body["x-kubernetes-map-type"] = "atomic" }
        LimitKeywords.add(schema.limits, to: &body)
        return body
    }

    private mutating func object(_ fields: [Schema.Field], into body: inout JSONObject) {
        body["type"] = "object"
        if !fields.isEmpty {
            var properties = JSONObject(capacity: fields.count)
            for field in fields { properties[field.name] = use(field.schema, default: Self.zero(field)) }
            properties.sort()
            body["properties"] = .object(properties)
        }
        let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { body["required"] = .array(required) }
    }

    private func intOrString(into body: inout JSONObject) {
        body["format"] = "int-or-string"
        switch dialect {
        case .v2: body["type"] = "string"
        case .v3: body["oneOf"] = [["type": "integer"], ["type": "string"]]
        }
    }

    /// How lists merge, for server-side apply and, where elements merge, for strategic merge patches.
    private func listExtensions(_ type: Schema.ListType, into body: inout JSONObject) {
        switch type {
        case .atomic: body["x-kubernetes-list-type"] = "atomic"
        case .set:
            body["x-kubernetes-list-type"] = "set"
            body["x-kubernetes-patch-strategy"] = "merge"
        case .map(let keys):
            body["x-kubernetes-list-map-keys"] = .array(keys.map { .string($0) })
            body["x-kubernetes-list-type"] = "map"
            guard let key = keys.first, keys.count == 1 else { return }
            body["x-kubernetes-patch-merge-key"] = .string(key)
            body["x-kubernetes-patch-strategy"] = "merge"
        }
    }

    // MARK: Defaults

    /// What an element of a list or map is when nothing is said of it, as Go writes it.
    private static func zero(_ element: Schema) -> JSONValue? {
        guard element.enumValues.isEmpty, element.limits == Schema.Limits() else { return nil }
        return switch element.kind {
        case .string: element.definitionName == nil ? "" : nil
        case .integer, .number: 0
        case .boolean: false
        case .object: .emptyObject
        default: nil
        }
    }

    /// The same for a field: nothing for what may be left out, but for the parts that every object has.
    private static func zero(_ field: Schema.Field) -> JSONValue? {
        guard case .object = field.schema.kind, ["metadata", "spec", "status"].contains(field.name) else {
            return field.isRequired ? zero(field.schema) : nil
        }
        return .emptyObject
    }
}
