/// All files of a model, in no particular order.
func translateFiles(of model: APIModel) -> [SwiftFile] {
    var files = [translateGroups(of: model), translateRegistration(of: model)]
    var roots: [[String]: [APIType]] = [:]
    for kind in model.kinds { roots[kind.path] = [] }
    for type in model.types.values { roots[model.root(of: type.path), default: []].append(type) }
    for (root, types) in roots {
        let kind = model.kinds.first { $0.path == root }
        let sorted = types.sorted { $0.path.lexicographicallyPrecedes($1.path) }
        files.append(translateType(root, kind: kind, types: sorted, isInNamespace: root.count > 1))
    }
    files += translateConversions(of: model)
    if !model.kinds.isEmpty { files.append(fieldSupport) }
    return files
}

/// The file of one type that stands directly in a namespace, with all types inside of it.
private func translateType(_ root: [String], kind: APIKind?, types: [APIType], isInNamespace: Bool) -> SwiftFile {
    let folder = isInNamespace ? root.dropLast().joined(separator: "/") : "Shared"
    let hasCoding = kind != nil || types.contains { !$0.hasOwnCoding && !$0.fields.isEmpty }
    let isNamedInPublic = hasCoding || types.contains { !$0.hasOwnCoding }
    var imports = [SwiftImport(module: "APIMachinery", isPublic: false)]
    if kind != nil { imports.append(SwiftImport(module: "APIServer", isPublic: true)) }
    imports.append(SwiftImport(module: "JSON", isPublic: isNamedInPublic))
    var declarations: [SwiftDeclaration] = []
    if let kind {
        declarations += [translateDefinition(of: kind), translateCoding(of: kind)]
        if !kind.subresources.isEmpty { declarations.append(translateSubresources(of: kind)) }
    }
    for type in types { declarations += [translateType(type)] }
    // The whole path is in the name: two files of one module must not have the same name.
    return SwiftFile(
        path: "\(folder)/\(root.joined(separator: "."))+Generated.swift",
        imports: imports,
        declarations: declarations
    )
}

private func translateType(_ type: APIType) -> SwiftDeclaration {
    let coding = type.hasOwnCoding || type.isEnumeration ? [] : codingMembers(fields: type.fields, kind: nil)
    return .extended(
        name: type.name,
        conformances: type.hasOwnCoding ? [] : ["JSONCodable"],
        members: [schemaConstant(of: type)] + coding
    )
}

extension APIModel {
    /// The type directly in a namespace, or at the top of a file, that a path leads through.
    fileprivate func root(of path: [String]) -> [String] {
        guard let group = groups.first(where: { $0.typeName == path[0] }), path.count > 1 else { return [path[0]] }
        let isVersion = group.versions.contains { $0.typeName == path[1] }
        return Array(path.prefix(isVersion ? 3 : 2))
    }
}

extension APIType {
    /// Whether it is an enum.
    var isEnumeration: Bool {
        if case .enumeration = shape { true } else { false }
    }
}
