/// The shape of a whole kind, to which `Schema.resource` adds `apiVersion`, `kind` and `metadata`.
func kindSchema(of kind: APIKind) -> SwiftExpression {
    .call(
        ".resource",
        [
            SwiftArgument("definitionName", .string(kind.definitionName)),
            SwiftArgument("description", .string(kind.description)),
            SwiftArgument("fields", .array(kind.fields.map { fieldCall($0, in: kind.path) })),
        ]
    )
}

/// The shape of a struct or an enum in a constant of its own.
///
/// One constant per type keeps the type checker quick.
func schemaConstant(of type: APIType) -> SwiftDeclaration {
    var arguments: [SwiftArgument]
    switch type.shape {
    case .structure(let fields):
        let calls = fields.map { fieldCall($0, in: type.path) }
        arguments = [SwiftArgument(nil, .call(".object", [SwiftArgument(nil, .array(calls))]))]
    case .enumeration: arguments = [SwiftArgument(nil, .name(".string"))]
    }
    if !type.description.isEmpty { arguments.append(SwiftArgument("description", .string(type.description))) }
    if let name = type.definitionName { arguments.append(SwiftArgument("definitionName", .string(name))) }
    if !type.cases.isEmpty {
        arguments.append(SwiftArgument("enumValues", .array(type.cases.map { .string($0.value) })))
    }
    if type.isAtomic { arguments.append(SwiftArgument("isAtomic", .bool(true))) }
    return .staticConstant(
        doc: "The shape of `\(type.path[type.path.count - 1])` in JSON.",
        isPublic: false,
        name: "schema",
        type: nil,
        value: .call("Schema", arguments)
    )
}

private func fieldCall(_ field: APIField, in scope: [String]) -> SwiftExpression {
    var arguments = [
        SwiftArgument(nil, .string(field.jsonName)),
        SwiftArgument(nil, fieldSchema(field, in: scope)),
    ]
    if field.presence == .required { arguments.append(SwiftArgument("isRequired", .bool(true))) }
    if field.presence == .omittedWhenEmpty { arguments.append(SwiftArgument("omitsEmpty", .bool(true))) }
    return .call("Schema.Field", arguments)
}

private func fieldSchema(_ field: APIField, in scope: [String]) -> SwiftExpression {
    if let constant = schemaConstant(field.type, in: scope) { return heldSchema(constant, by: field) }
    var arguments = [SwiftArgument(nil, schemaKind(field.type, in: scope))]
    if !field.description.isEmpty { arguments.append(SwiftArgument("description", .string(field.description))) }
    if let name = field.type.knownDefinition { arguments.append(SwiftArgument("definitionName", .string(name))) }
    if let format = field.format { arguments.append(SwiftArgument("format", .string(format))) }
    if let value = field.defaultValue { arguments.append(SwiftArgument("defaultValue", SwiftExpression(value))) }
    if field.limits != APIField.Limits() { arguments.append(SwiftArgument("limits", limits(field.limits))) }
    if let type = listType(field.listType) { arguments.append(SwiftArgument("listType", type)) }
    if field.isAtomic { arguments.append(SwiftArgument("isAtomic", .bool(true))) }
    if field.isNullable { arguments.append(SwiftArgument("isNullable", .bool(true))) }
    return .call("Schema", arguments)
}

/// The shape of a type that has a constant of its own, with what the field adds.
private func heldSchema(_ constant: String, by field: APIField) -> SwiftExpression {
    var arguments: [SwiftArgument] = []
    if !field.description.isEmpty { arguments.append(SwiftArgument(nil, .string(field.description))) }
    if let value = field.defaultValue { arguments.append(SwiftArgument("defaultValue", SwiftExpression(value))) }
    if field.limits != APIField.Limits() { arguments.append(SwiftArgument("limits", limits(field.limits))) }
    if field.isAtomic { arguments.append(SwiftArgument("isAtomic", .bool(true))) }
    if field.isNullable { arguments.append(SwiftArgument("isNullable", .bool(true))) }
    return arguments.isEmpty ? .name(constant) : .call(constant + ".asField", arguments)
}

/// The constant that holds the shape of a type; nil for types whose shape is written out.
private func schemaConstant(_ type: FieldType, in scope: [String]) -> String? {
    switch type {
    case .structure(let path), .enumeration(let path): relativeName(path, in: scope) + ".schema"
    case .known(let type): type.schemaConstant
    default: nil
    }
}

/// The name of a type as it is written inside of an extension of `scope`.
private func relativeName(_ path: String, in scope: [String]) -> String {
    let prefix = scope.joined(separator: ".") + "."
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
}

private func schemaKind(_ type: FieldType, in scope: [String]) -> SwiftExpression {
    switch type {
    case .string: .name(".string")
    case .boolean: .name(".boolean")
    case .integer(let width): .call(".integer", [SwiftArgument(nil, .name("." + width.rawValue))])
    case .number(let width): .call(".number", [SwiftArgument(nil, .name("." + width.rawValue))])
    case .array(let element): .call(".array", [SwiftArgument(nil, elementSchema(element, in: scope))])
    case .map(let element): .call(".map", [SwiftArgument(nil, elementSchema(element, in: scope))])
    case .intOrString, .known(.quantity): .name(".intOrString")
    case .any, .structure, .enumeration, .known: .name(".any")
    }
}

private func elementSchema(_ type: FieldType, in scope: [String]) -> SwiftExpression {
    if let constant = schemaConstant(type, in: scope) { return .name(constant) }
    var arguments = [SwiftArgument(nil, schemaKind(type, in: scope))]
    if let name = type.knownDefinition { arguments.append(SwiftArgument("definitionName", .string(name))) }
    return .call("Schema", arguments)
}

private func listType(_ type: APIField.ListType) -> SwiftExpression? {
    switch type {
    case .atomic: nil
    case .set: .name(".set")
    case .map(let keys): .call(".map", [SwiftArgument("keys", .array(keys.map(SwiftExpression.string)))])
    }
}

private func limits(_ limits: APIField.Limits) -> SwiftExpression {
    var arguments: [SwiftArgument] = []
    func add(_ label: String, _ value: Double?) {
        guard let value else { return }
        let literal = Int64(exactly: value).map(SwiftExpression.integer) ?? .number(value)
        arguments.append(SwiftArgument(label, literal))
    }
    func add(_ label: String, _ value: Int?) {
        if let value { arguments.append(SwiftArgument(label, .integer(Int64(value)))) }
    }
    func add(_ label: String, _ value: Bool) {
        if value { arguments.append(SwiftArgument(label, .bool(true))) }
    }
    add("minimum", limits.minimum)
    add("maximum", limits.maximum)
    add("exclusiveMinimum", limits.exclusiveMinimum)
    add("exclusiveMaximum", limits.exclusiveMaximum)
    add("multipleOf", limits.multipleOf)
    add("minLength", limits.minLength)
    add("maxLength", limits.maxLength)
    if let pattern = limits.pattern { arguments.append(SwiftArgument("pattern", .string(pattern))) }
    add("minItems", limits.minItems)
    add("maxItems", limits.maxItems)
    add("uniqueItems", limits.uniqueItems)
    add("minProperties", limits.minProperties)
    add("maxProperties", limits.maxProperties)
    return .call("Schema.Limits", arguments)
}

extension FieldType {
    /// Upstream's name for a quantity, by which clients know it.
    fileprivate var knownDefinition: String? {
        self == .known(.quantity) ? "io.k8s.apimachinery.pkg.api.resource.Quantity" : nil
    }
}
