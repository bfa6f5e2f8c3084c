/// The list of everything that the server serves.
func translateRegistration(of model: APIModel) -> SwiftFile {
    let groups = model.groups.map { group in
        let versions = group.versions.map { version in
            let kinds = version.kinds.filter { !$0.isSubresourceKind }.map {
                SwiftExpression.name($0.path.joined(separator: ".") + ".self")
            }
            return SwiftExpression.call(
                "APIGroup.Version",
                [SwiftArgument(nil, .string(version.name)), SwiftArgument(nil, .array(kinds))]
            )
        }
        return SwiftExpression.call(
            "APIGroup",
            [SwiftArgument(nil, .string(group.fullName)), SwiftArgument("versions", .array(versions))]
        )
    }
    return SwiftFile(
        path: "Registration.swift",
        imports: [SwiftImport(module: "APIServer", isPublic: true)],
        declarations: [
            .enumeration(
                doc: "The APIs of this project.",
                name: "APIs",
                members: [
                    .staticConstant(
                        doc: "All groups with their versions and kinds.",
                        isPublic: true,
                        name: "groups",
                        type: "[APIGroup]",
                        value: .array(groups)
                    )
                ]
            )
        ]
    )
}
