internal import Project
internal import Templates

/// The command `init repo`.
enum InitRepo {
    static let spec = CommandSpec(
        "init repo",
        short: "init",
        section: .project,
        abstract: "Write a new project into a folder",
        discussion: """
            The folder is made if it is missing; files that are in it stay as they are. Running the command again in a
            project brings what the tool owns up to date and touches nothing else.
            """,
        options: [
            OptionSpec("domain", .value("domain"), "What the names of all API groups end in", isRequired: true),
            OptionSpec("name", .value("name"), "Name of the project", defaultValue: "the name of the folder"),
            OptionSpec(
                "runtime",
                .value("source"),
                "The runtime that the server links: 'vendored' writes its sources into the project, 'path:<dir>' uses a "
                    + "package, seen from the root of the project",
                defaultValue: "vendored"
            ),
        ],
        examples: ["init repo --domain example.com", "-C creatures init repo --domain example.com --name creatures"],
        check: check
    ) { try run($0) }

    private static func run(_ invocation: Invocation) throws(Problems) -> Outcome {
        let root = invocation.directory
        try invocation.recover(root)
        let present = try ProjectFile.load(root: root)
        let project = try wanted(invocation.arguments, root: root, present)
        if present == nil { try checkFolder(root) }
        let notes = Names.domain(project.domain).filter { $0.severity != .error }
        ProblemReport.show(notes, invocation.console)
        let plans = try Scaffold.project(project, root: root)
        let changes = try invocation.changes(plans, root: root, exclusivePaths: Scaffold.exclusivePaths)
        invocation.console.print(
            "Project \(project.name) in \(root)  (domain \(project.domain), runtime \(project.runtime.text))"
        )
        let didWork = try invocation.apply(changes)
        if invocation.isDryRun { return Outcome() }
        return Outcome(next: next(project, root: root, didWork: didWork))
    }

    @Sendable private static func check(_ arguments: ParsedArguments) -> [Problem] {
        (arguments.value("domain").map(Names.domain) ?? []) + (arguments.value("name").map(Names.project) ?? [])
    }

    private static func next(_ project: Project, root: String, didWork: Bool) -> [String] {
        let enter = root == Files.workingDirectory ? [] : ["cd \(root)"]
        guard project.resources.isEmpty else { return enter + ["apiserver-boot run local"] }
        return enter + ["apiserver-boot " + CreateResource.firstKind]
    }

    /// The project that the command line asks for, checked against the one that is there.
    private static func wanted(
        _ arguments: ParsedArguments,
        root: String,
        _ present: Project?
    ) throws(Problems) -> Project {
        let domain = arguments.value("domain") ?? ""
        let folder = Names.label(from: Path.last(root), otherwise: "creatures")
        let name = arguments.value("name") ?? present?.name ?? folder
        var problems = Names.domain(domain) + Names.project(name)
        var runtime = present?.runtime ?? .vendored
        if let text = arguments.value("runtime") {
            do {
                runtime = try Project.Runtime(text: text)
            } catch {
                problems.append(
                    Problem(
                        "AB1011",
                        "'--runtime \(text)' is not possible",
                        cause: "it is 'vendored' or 'path:' followed by a folder",
                        fix: "--runtime vendored"
                    )
                )
            }
        }
        if let present {
            problems += differences(present, domain: domain, name: name, runtime: runtime)
        } else if case .path(let path) = runtime, !Files.exists(Path.absolute(path, from: root) + "/Package.swift") {
            problems.append(
                Problem(
                    "AB1009",
                    "there is no Swift package at '\(path)'",
                    cause: "\(Path.absolute(path, from: root)) has no Package.swift",
                    fix: "--runtime vendored",
                    status: .preflight
                )
            )
        }
        let errors = problems.filter { $0.severity == .error }
        guard errors.isEmpty else { throw Problems(errors) }
        return Project(
            cliVersion: Program.version,
            name: name,
            domain: domain,
            package: present?.package ?? name,
            runtime: runtime,
            deployment: present?.deployment,
            groups: present?.groups ?? []
        )
    }

    private static func differences(
        _ present: Project,
        domain: String,
        name: String,
        runtime: Project.Runtime
    ) -> [Problem] {
        func difference(_ option: String, _ old: String, _ new: String, _ consequence: String) -> [Problem] {
            guard old != new else { return [] }
            return [
                Problem(
                    "AB1007",
                    "this project has '--\(option) \(old)', not '\(new)'",
                    cause: consequence,
                    fix: "apiserver-boot init repo --domain \(present.domain)",
                    status: .conflict
                )
            ]
        }
        return difference("domain", present.domain, domain, "another domain would rename every API group")
            + difference("name", present.name, name, "the name is part of files that are yours by now")
            + difference("runtime", present.runtime.text, runtime.text, "Package.swift is yours and names the runtime")
    }

    /// A folder in which a Swift package of somebody else lies is no place for a new one.
    private static func checkFolder(_ root: String) throws(Problems) {
        guard Files.exists(Path.join(root, "Package.swift")) else { return }
        throw Problems(
            Problem(
                "AB1008",
                "there is a Package.swift in \(root), but no PROJECT",
                cause: "a project is a Swift package of its own",
                fix: "choose an empty folder, for example: apiserver-boot -C api init repo --domain example.com",
                status: .preflight
            )
        )
    }
}
