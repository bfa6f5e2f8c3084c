/// The namespaces that users extend with their types.
func translateGroups(of model: APIModel) -> SwiftFile {
    SwiftFile(
        path: "Groups.swift",
        imports: [],
        declarations: model.groups.map { group in
            .enumeration(
                doc: "The API group `\(group.fullName)`.",
                name: group.typeName,
                members: group.versions.map { version in
                    .enumeration(
                        doc: "Version `\(version.name)` of the group `\(group.fullName)`.",
                        name: version.typeName,
                        members: []
                    )
                }
            )
        }
    )
}
