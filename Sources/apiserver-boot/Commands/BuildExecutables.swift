internal import Project
internal import Templates

/// The command `build executables`.
enum BuildExecutables {
    static let spec = CommandSpec(
        "build executables",
        section: .build,
        abstract: "Build the server and the controllers into bin/",
        discussion: """
            Generated sources are brought up to date first. What the compiler says is kept in \(SwiftBuild.log).
            bin/\(ControllerFiles.product) is built if a kind has a controller.
            """,
        options: [
            OptionSpec(
                "target",
                .value("name"),
                "What to build",
                defaultValue: "all",
                choices: ["all", product, ControllerFiles.product]
            ),
            OptionSpec("static", .flag, "One file that needs no library of the system, for an empty container image"),
            OptionSpec(
                "configuration",
                short: "c",
                .value("name"),
                "How to compile",
                defaultValue: "release",
                choices: ["release", "debug"]
            ),
            OptionSpec("output", .value("dir"), "Folder for the executables, in the project", defaultValue: "bin"),
        ],
        examples: ["build executables", "build executables --static", "build executables --configuration debug"]
    ) { invocation in
        let (root, project) = try invocation.project()
        let arguments = invocation.arguments
        let folder = arguments.value("output") ?? "bin"
        let builds = products(project, arguments.value("target") ?? "all").map { product in
            SwiftBuild(
                root: root,
                product: product,
                configuration: arguments.value("configuration") ?? "release",
                isStatic: arguments.has("static"),
                console: invocation.console
            )
        }
        if invocation.isDryRun {
            for build in builds {
                invocation.console.print("would run: swift \(build.arguments.joined(separator: " "))")
                invocation.console.print("would write: \(folder)/\(build.product)")
            }
            return Outcome()
        }
        do {
            for path in try make(project, builds, folder: folder, invocation, try Signals()) {
                invocation.console.print(path)
            }
            return Outcome(next: ["apiserver-boot run local --no-build"])
        } catch let interruption as Interruption {
            return Outcome(status: interruption.status)
        }
    }

    static let product = "apiserver"

    /// The programs that a project has: the controllers' only if there are any, or somebody asks for it.
    static func products(_ project: Project, _ target: String = "all") -> [String] {
        guard target == "all" else { return [target] }
        return [product] + (project.hasControllers ? [ControllerFiles.product] : [])
    }

    /// Generates, builds and copies executables.
    ///
    /// Returns their paths from the root, as `output` says it.
    static func make(
        _ project: Project,
        _ builds: [SwiftBuild],
        folder: String,
        _ invocation: Invocation,
        _ signals: Signals
    ) throws -> [String] {
        guard let root = builds.first?.root else { return [] }
        let console = invocation.console
        let changes = try BuildGenerated.changes(project, root: root, invocation)
        if changes.isEmpty {
            console.progress("\(console.check) generated sources up to date")
        } else {
            _ = try invocation.apply(changes)
        }
        try RuntimeSources(project, root: root).announceChanges()
        return try builds.map { try make($0, folder: folder, console, signals) }
    }

    private static func make(
        _ build: SwiftBuild,
        folder: String,
        _ console: Console,
        _ signals: Signals
    ) throws -> String {
        let start = ContinuousClock.now
        try build.run(signals)
        guard let bytes = try Files.read(build.executable) else {
            throw Problems(
                Problem("AB4203", "the build left no executable at \(build.executable)", status: .failure)
            )
        }
        let path = Path.join(folder, build.product)
        let target = Path.absolute(path, from: build.root)
        try Files.makeDirectory(Path.parent(target))
        try Files.replace(target, bytes, mode: 0o755)
        let time = SwiftBuild.elapsed(start.duration(to: .now))
        console.progress("\(console.check) \(build.product)  \(build.configuration)  \(size(bytes.count))  \(time)")
        return path
    }

    /// `18.4 MB`.
    static func size(_ bytes: Int) -> String {
        let tenths = bytes / 100_000
        return "\(tenths / 10).\(tenths % 10) MB"
    }
}
