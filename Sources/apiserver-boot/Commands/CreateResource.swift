internal import Project
internal import Templates

/// The command `create group version resource`.
enum CreateResource {
    static let spec = CommandSpec(
        "create group version resource",
        short: "create resource",
        section: .project,
        abstract: "Write a new kind: its type, its controller, tests and a sample",
        discussion: """
            The group and the version are recorded, too. The files of the kind are yours once they are written. The
            controller is one for all versions of a kind; kinds of which nothing is stored have none.

            \(HookNames.table)
            """,
        options: [
            CreateOptions.group,
            CreateOptions.version,
            OptionSpec("kind", .value("Kind"), "The kind, a noun in CamelCase", isRequired: true),
            OptionSpec(
                "resource",
                aliases: ["plural"],
                .value("plural"),
                "Name in paths",
                defaultValue: "the English plural of the kind"
            ),
            OptionSpec("singular", .value("name"), "Singular name", defaultValue: "the kind in lower case"),
            OptionSpec("short-name", .list("name"), "Short name for kubectl"),
            OptionSpec("category", .list("name"), "Category for kubectl, such as all"),
            OptionSpec("non-namespaced", .flag, "Objects live beside the namespaces, not in them"),
            OptionSpec("skip-controller", .flag, "Write no controller"),
            OptionSpec("skip-resource", .flag, "Write the controller alone, of a kind that is there"),
            CreateHook.option,
        ],
        examples: [
            firstKind,
            "create resource --group insect --version v1beta1 --kind Hive --short-name hv --category all",
            "create resource --group insect --version v1beta1 --kind Ant --hook defaulting,table,scale",
        ],
        check: check
    ) { try run($0) }

    /// What makes the first kind of a project; proposed, behind the tool's name, wherever there is none.
    static let firstKind = "create group version resource --group insect --version v1beta1 --kind Bee"

    private static func run(_ invocation: Invocation) throws(Problems) -> Outcome {
        let arguments = invocation.arguments
        let (root, before) = try invocation.project()
        let group = arguments.value("group") ?? ""
        let version = arguments.value("version") ?? ""
        let resource = inherited(resource(arguments), group: group, version: version, before)
        try CreateOptions.settle(problems(arguments, domain: before.domain), invocation.console)
        let isControllerAlone = arguments.has("skip-resource")
        var project = before
        if isControllerAlone {
            try project.addController(kind: resource.kind, in: group, version: version)
        } else {
            try project.add(resource, to: group, version: version)
        }
        let kinds = project.resources.filter {
            $0.group.name == group && $0.version.name == version && $0.resource.kind == resource.kind
        }
        let hooks = HookNames.hooks(arguments)
        let plans = try Scaffold.addition(
            project,
            kinds: kinds,
            hooks: hooks,
            writesTypes: !isControllerAlone,
            root: root
        )
        let changes = try invocation.changes(plans, root: root, exclusivePaths: [GeneratedSources.folder])
        for kind in kinds { invocation.console.print(headline(kind)) }
        _ = try invocation.apply(changes)
        guard !invocation.isDryRun, let kind = kinds.first else { return Outcome() }
        return Outcome(next: [
            "apiserver-boot run local", "then: kubectl --kubeconfig kubeconfig \(trial(kind, hooks))",
        ])
    }

    /// What somebody tries first.
    private static func trial(_ kind: PlacedResource, _ hooks: [Hook]) -> String {
        if hooks.contains(.virtual) { return "get \(kind.resource.plural).\(kind.groupName)" }
        let sample = KindFiles.samplePath(kind)
        return hooks.contains(.review) ? "create -o yaml -f \(sample)" : "apply -f \(sample)"
    }

    private static func resource(_ arguments: ParsedArguments) -> Project.Resource {
        Project.Resource(
            kind: arguments.value("kind") ?? "",
            plural: arguments.value("resource"),
            singular: arguments.value("singular"),
            shortNames: unique(arguments.list("short-name")),
            categories: unique(arguments.list("category")),
            isNamespaced: !arguments.has("non-namespaced"),
            hasController: !arguments.has("skip-controller")
                && !HookNames.hooks(arguments).contains(where: \.isWholeKind)
        )
    }

    /// A new version of a kind is called as the kind is already, unless the command says otherwise.
    private static func inherited(
        _ resource: Project.Resource,
        group: String,
        version: String,
        _ project: Project
    ) -> Project.Resource {
        let others = project.resources.filter { $0.group.name == group && $0.resource.kind == resource.kind }
        guard let other = others.last?.resource, !others.contains(where: { $0.version.name == version }) else {
            return resource
        }
        var resource = resource
        resource.hasController = false
        if resource.shortNames.isEmpty { resource.shortNames = other.shortNames }
        if resource.categories.isEmpty { resource.categories = other.categories }
        return resource
    }

    @Sendable private static func check(_ arguments: ParsedArguments) -> [Problem] { problems(arguments) }

    private static func problems(
        _ arguments: ParsedArguments,
        domain: String = ""
    ) -> [Problem] {
        let resource = resource(arguments)
        let group = arguments.value("group") ?? ""
        let version = arguments.value("version") ?? ""
        var problems = CreateOptions.problems(arguments, domain: domain)
        if !resource.kind.isEmpty { problems += Names.kind(resource.kind, group: group, version: version) }
        if let plural = arguments.value("resource") { problems += Names.label(plural, option: "--resource") }
        if let singular = arguments.value("singular") { problems += Names.label(singular, option: "--singular") }
        problems += resource.shortNames.flatMap { Names.label($0, option: "--short-name") }
        problems += resource.categories.flatMap { Names.label($0, option: "--category") }
        if arguments.has("skip-controller"), arguments.has("skip-resource") {
            problems.append(
                Problem(
                    "AB2025",
                    "--skip-controller and --skip-resource together leave nothing to write",
                    fix: "leave one of them out"
                )
            )
        }
        return problems + HookNames.problems(arguments)
    }

    /// `insect.example.com/v1beta1  Bee  (bees, be; namespaced)`.
    private static func headline(_ placed: PlacedResource) -> String {
        let resource = placed.resource
        let names = ([resource.plural] + resource.shortNames).joined(separator: ", ")
        let scope = resource.isNamespaced ? "namespaced" : "cluster-wide"
        return "\(placed.apiVersion)  \(resource.kind)  (\(names); \(scope))"
    }

    private static func unique(_ names: [String]) -> [String] {
        var seen = Set<String>()
        return names.filter { seen.insert($0).inserted }
    }
}
