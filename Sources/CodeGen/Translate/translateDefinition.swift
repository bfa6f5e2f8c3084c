/// What the server must know about a kind: `static let definition`.
func translateDefinition(of kind: APIKind) -> SwiftDeclaration {
    var arguments = [
        SwiftArgument("group", .string(kind.group)),
        SwiftArgument("version", .string(kind.version)),
        SwiftArgument("kind", .string(kind.name)),
        SwiftArgument("plural", .string(kind.plural)),
        SwiftArgument("singular", .string(kind.singular)),
    ]
    func add(_ label: String, _ texts: [String]) {
        if !texts.isEmpty { arguments.append(SwiftArgument(label, .array(texts.map(SwiftExpression.string)))) }
    }
    add("shortNames", kind.shortNames)
    add("categories", kind.categories)
    arguments.append(SwiftArgument("scope", .name("." + kind.scope.rawValue)))
    arguments.append(SwiftArgument("schema", kindSchema(of: kind)))
    if !kind.columns.isEmpty { arguments.append(SwiftArgument("columns", .array(kind.columns.map(column)))) }
    add("selectableFields", kind.selectableFields)
    if kind.isStorageVersion { arguments.append(SwiftArgument("isStorageVersion", .bool(true))) }
    if kind.hasStatusSubresource { arguments.append(SwiftArgument("hasStatus", .bool(true))) }
    if let scale = kind.scale { arguments.append(SwiftArgument("scale", call(scale))) }
    if let deprecation = kind.deprecation { arguments.append(SwiftArgument("deprecation", call(deprecation))) }
    return .extended(
        name: kind.path.joined(separator: "."),
        conformances: [],
        members: [
            .staticConstant(
                doc: "What the server must know about `\(kind.name)`.",
                isPublic: true,
                name: "definition",
                type: nil,
                value: .call("ResourceDefinition", arguments)
            )
        ]
    )
}

private func column(_ column: APIKind.Column) -> SwiftExpression {
    var arguments = [SwiftArgument("name", .string(column.name))]
    if column.type != "string" { arguments.append(SwiftArgument("type", .string(column.type))) }
    if !column.format.isEmpty { arguments.append(SwiftArgument("format", .string(column.format))) }
    if !column.description.isEmpty { arguments.append(SwiftArgument("description", .string(column.description))) }
    if column.priority != 0 { arguments.append(SwiftArgument("priority", .integer(Int64(column.priority)))) }
    arguments.append(SwiftArgument("path", .string(column.path)))
    return .call("ResourceDefinition.Column", arguments)
}

private func call(_ deprecation: APIKind.Deprecation) -> SwiftExpression {
    var arguments = [SwiftArgument("since", .string(deprecation.since))]
    if !deprecation.removedIn.isEmpty { arguments.append(SwiftArgument("removedIn", .string(deprecation.removedIn))) }
    return .call("ResourceDefinition.Deprecation", arguments)
}

private func call(_ scale: APIKind.Scale) -> SwiftExpression {
    var arguments = [
        SwiftArgument("specReplicasPath", .string(scale.specReplicasPath)),
        SwiftArgument("statusReplicasPath", .string(scale.statusReplicasPath)),
    ]
    if !scale.labelSelectorPath.isEmpty {
        arguments.append(SwiftArgument("labelSelectorPath", .string(scale.labelSelectorPath)))
    }
    return .call("ResourceDefinition.Scale", arguments)
}
