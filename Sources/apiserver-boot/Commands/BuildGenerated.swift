internal import Project

/// The command `build generated`.
enum BuildGenerated {
    static let spec = CommandSpec(
        "build generated",
        section: .build,
        abstract: "Make the generated sources follow the API types",
        discussion: "Generated files are committed: 'swift build' alone always works.",
        options: [
            OptionSpec("check", .flag, "Write nothing; exit with 2 if something is not up to date")
        ],
        examples: ["build generated", "build generated --check"]
    ) { try run($0) }

    private static func run(_ invocation: Invocation) throws(Problems) -> Outcome {
        let (root, project) = try invocation.project()
        let isCheck = invocation.arguments.has("check")
        let changes = try changes(project, root: root, invocation)
        if isCheck {
            guard !changes.isEmpty else {
                ChangeReport.nothingToDo(changes, invocation.console)
                return Outcome()
            }
            ChangeReport.show(changes, invocation.console)
            return Outcome(status: .differences, next: ["apiserver-boot build generated"])
        }
        _ = try invocation.apply(changes)
        return Outcome(next: invocation.isDryRun ? [] : ["apiserver-boot build executables"])
    }

    /// Compares the generated sources with the types, and shows warnings about these.
    static func changes(_ project: Project, root: String, _ invocation: Invocation) throws(Problems) -> ChangeSet {
        let (plans, problems) = try GeneratedSources.generate(project, root: root)
        try CreateOptions.settle(problems, invocation.console)
        return try invocation.changes(plans, root: root, exclusivePaths: [GeneratedSources.folder])
    }
}
