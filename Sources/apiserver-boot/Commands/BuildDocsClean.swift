internal import Project
internal import Templates

/// The command `build docs clean`.
enum BuildDocsClean {
    static let spec = CommandSpec(
        "build docs clean",
        section: .build,
        abstract: "Remove the documentation that build docs has written",
        discussion: "Files of others in the same folder stay.",
        options: [BuildDocs.output],
        examples: ["build docs clean"]
    ) { invocation in
        let (root, _) = try invocation.project()
        let changes = try DocumentationFolder(invocation, root: root).clean(invocation)
        ChangeReport.show(changes, invocation.console)
        if changes.isEmpty { ChangeReport.nothingToDo(changes, invocation.console) }
        return Outcome()
    }
}
