internal import Project
internal import Templates

/// The command `create hook`.
enum CreateHook {
    /// The option that this command and `create group version resource` share.
    static let option = OptionSpec(
        "hook",
        .list("names"),
        "What else the kind can do, separated by commas; listed above"
    )

    static let spec = CommandSpec(
        "create hook",
        section: .project,
        abstract: "Write hooks for a kind that is there: code, tests and markers",
        discussion: """
            Each hook is a short example that works: a file beside the type, with its tests, or lines in the type's file. All
            of it is yours. What the kind has already is left as it is.

            \(HookNames.table)
            """,
        options: [
            CreateOptions.group, CreateOptions.version,
            OptionSpec("kind", .value("Kind"), "The kind", isRequired: true),
            OptionSpec("hook", .list("names"), "The hooks, separated by commas", isRequired: true),
        ],
        examples: [
            "create hook --group insect --version v1beta1 --kind Bee --hook defaulting,table",
            "create hook --group insect --version v1beta1 --kind Bee --hook scale --dry-run",
        ],
        check: check
    ) { try run($0) }

    @Sendable private static func check(_ arguments: ParsedArguments) -> [Problem] {
        CreateOptions.problems(arguments) + HookNames.problems(arguments)
    }

    private static func run(_ invocation: Invocation) throws(Problems) -> Outcome {
        let (root, project) = try invocation.project()
        let placed = try kind(invocation.arguments, project)
        let hooks = HookNames.hooks(invocation.arguments)
        let kept = KindScaffold.present(placed, root: root)
        let plans = try Scaffold.addition(project, kinds: [placed], hooks: hooks, root: root).filter { plan in
            // The kind's own files are no news.
            !kept.contains { $0.path == plan.path } || plan.ownership == .amended
        }
        let changes = try invocation.changes(plans, root: root, exclusivePaths: [GeneratedSources.folder])
        invocation.console.print("\(placed.apiVersion)  \(placed.resource.kind)  hooks: \(names(hooks))")
        _ = try invocation.apply(changes)
        return Outcome(next: invocation.isDryRun ? [] : ["apiserver-boot run local", "then: swift test"])
    }

    private static func names(_ hooks: [Hook]) -> String { hooks.map(\.rawValue).joined(separator: ", ") }

    /// The kind that the options name.
    private static func kind(_ arguments: ParsedArguments, _ project: Project) throws(Problems) -> PlacedResource {
        let (group, version) = (arguments.value("group") ?? "", arguments.value("version") ?? "")
        let kind = arguments.value("kind") ?? ""
        let found = project.resources.first {
            $0.group.name == group && $0.version.name == version && $0.resource.kind == kind
        }
        if let found { return found }
        let known = project.resources.map {
            "--group \($0.group.name) --version \($0.version.name) --kind \($0.resource.kind)"
        }
        let wanted = "--group \(group) --version \(version) --kind \(kind)"
        let guess = Suggestion.nearest(to: wanted, among: known)
        throw Problems(
            Problem(
                "AB2017",
                "there is no kind \(kind) in \(group).\(project.domain)/\(version)",
                cause: known.isEmpty ? "the project has no kind yet" : "it has: \(known.joined(separator: "; "))",
                fix: guess ?? "apiserver-boot create group version resource \(wanted)"
            )
        )
    }
}
