internal import Project

/// The command `create group version`.
enum CreateVersion {
    static let spec = CommandSpec(
        "create group version",
        short: "create version",
        section: .project,
        abstract: "Record a version of an API group",
        discussion:
            "The group is recorded, too. A version without a kind is not served: nobody sees it until it has one.",
        options: [CreateOptions.group, CreateOptions.version],
        examples: ["create group version --group insect --version v1beta1"],
        check: CreateOptions.check
    ) { invocation in
        var (root, project) = try invocation.project()
        let problems = CreateOptions.problems(invocation.arguments, domain: project.domain)
        try CreateOptions.settle(problems, invocation.console)
        let group = invocation.arguments.value("group") ?? ""
        let version = invocation.arguments.value("version") ?? ""
        try project.add(version: version, to: group)
        invocation.console.print("\(group).\(project.domain)/\(version)")
        return try CreateGroup.finish(
            project,
            root: root,
            invocation,
            next: "apiserver-boot create group version resource --group \(group) --version \(version) --kind Bee"
        )
    }
}
