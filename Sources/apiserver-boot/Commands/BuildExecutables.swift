internal import Project

/// The command `build executables`.
enum BuildExecutables {
    static let spec = CommandSpec(
        "build executables",
        section: .build,
        abstract: "Build the server into bin/",
        discussion:
            "Generated sources are brought up to date first. What the compiler says is kept in \(SwiftBuild.log).",
        options: [
            OptionSpec("static", .flag, "One file that needs no library of the system, for an empty container image"),
            OptionSpec(
                "configuration",
                short: "c",
                .value("name"),
                "How to compile",
                defaultValue: "release",
                choices: ["release", "debug"]
            ),
            OptionSpec("output", .value("dir"), "Folder for the executable, in the project", defaultValue: "bin"),
        ],
        examples: ["build executables", "build executables --static", "build executables --configuration debug"]
    ) { invocation in
        let (root, project) = try invocation.project()
        let arguments = invocation.arguments
        let folder = arguments.value("output") ?? "bin"
        let build = SwiftBuild(
            root: root,
            product: product,
            configuration: arguments.value("configuration") ?? "release",
            isStatic: arguments.has("static"),
            console: invocation.console
        )
        if invocation.isDryRun {
            invocation.console.print("would run: swift \(build.arguments.joined(separator: " "))")
            invocation.console.print("would write: \(folder)/\(product)")
            return Outcome()
        }
        do {
            let path = try make(project, build, folder: folder, invocation, try Signals())
            invocation.console.print(path)
            return Outcome(next: ["apiserver-boot run local --no-build"])
        } catch let interruption as Interruption {
            return Outcome(status: interruption.status)
        }
    }

    static let product = "apiserver"

    /// Generates, builds and copies the executable.
    ///
    /// Returns its path from the root, as `output` says it.
    static func make(
        _ project: Project,
        _ build: SwiftBuild,
        folder: String,
        _ invocation: Invocation,
        _ signals: Signals
    ) throws -> String {
        let console = invocation.console
        let changes = try BuildGenerated.changes(project, root: build.root, invocation)
        if changes.isEmpty {
            console.progress("\(console.check) generated sources up to date")
        } else {
            _ = try invocation.apply(changes)
        }
        try RuntimeSources(project, root: build.root).announceChanges()
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
    private static func size(_ bytes: Int) -> String {
        let tenths = bytes / 100_000
        return "\(tenths / 10).\(tenths % 10) MB"
    }
}
