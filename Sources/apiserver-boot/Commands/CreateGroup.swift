internal import Project

/// The command `create group`.
enum CreateGroup {
    static let spec = CommandSpec(
        "create group",
        section: .project,
        abstract: "Record an API group",
        discussion: "A group without a kind is not served: nobody sees it until it has one.",
        options: [CreateOptions.group],
        examples: ["create group --group insect"],
        check: CreateOptions.check
    ) { invocation in
        var (root, project) = try invocation.project()
        let problems = CreateOptions.problems(invocation.arguments, domain: project.domain)
        try CreateOptions.settle(problems, invocation.console)
        let group = invocation.arguments.value("group") ?? ""
        try project.add(group: group)
        invocation.console.print("\(group).\(project.domain)")
        return try CreateGroup.finish(
            project,
            root: root,
            invocation,
            next: "apiserver-boot create group version resource --group \(group) --version v1beta1 --kind Bee"
        )
    }

    /// Writes what a group or version without kinds needs.
    static func finish(
        _ project: Project,
        root: String,
        _ invocation: Invocation,
        next: String
    ) throws(Problems) -> Outcome {
        let plans = try Scaffold.addition(project, kinds: [], root: root)
        let changes = try invocation.changes(plans, root: root, exclusivePaths: [GeneratedSources.folder])
        _ = try invocation.apply(changes)
        return Outcome(next: invocation.isDryRun ? [] : [next])
    }
}
