internal import Project
internal import Templates

/// The command `build docs clean`.
enum BuildDocsClean {
    static let spec = CommandSpec(
        "build docs clean",
        section: .build,
        abstract: "Remove the documentation that build docs has written",
        discussion:
            "Files of others in the same folder stay. One that somebody edited is a conflict, and --force removes it.",
        options: [BuildDocs.output],
        examples: ["build docs clean"]
    ) { invocation in
        let (root, project) = try invocation.project()
        let place = try DocumentationFolder(invocation, project, root: root)
        _ = try invocation.apply(try place.emptied(invocation))
        if !invocation.isDryRun { Files.removeEmptyDirectory(Path.join(root, place.path)) }
        return Outcome()
    }
}
