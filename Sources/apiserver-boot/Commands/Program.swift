internal import Project

/// The tool: finds the command, runs it, turns what happened into text and an exit status.
enum Program {
    /// The version of the tool.
    static let version = "0.1.0"

    /// All commands, in the order of the help.
    static let commands: [CommandSpec] = [
        InitRepo.spec, CreateGroup.spec, CreateVersion.spec, CreateResource.spec, CreateHook.spec,
        BuildGenerated.spec, BuildExecutables.spec, BuildContainer.spec, BuildConfig.spec, BuildDocs.spec,
        BuildDocsClean.spec,
        RunLocal.spec, RunInCluster.spec, Undeploy.spec,
        VersionCommand.spec, HelpCommand.spec,
    ]

    /// What the tool starts itself with; in no help.
    private static let internalCommands: [CommandSpec] = [WithdrawLocal.spec]

    /// Runs the command that the arguments, without the name of the tool, ask for.
    static func run(_ line: [String]) -> ExitStatus {
        do {
            switch try ArgumentParser.parse(line, commands: commands, hidden: internalCommands) {
            case .help(let words):
                Console().printAlways(HelpText.text(for: words, commands: commands) ?? "")
                return .success
            case .version:
                Console().printAlways("apiserver-boot \(version)")
                return .success
            case .run(let command, let arguments):
                return run(command, arguments)
            }
        } catch {
            ProblemReport.show(error.list, Console())
            return error.status
        }
    }

    private static func run(_ command: CommandSpec, _ arguments: ParsedArguments) -> ExitStatus {
        let level: Console.Level = arguments.has("quiet") ? .quiet : arguments.has("verbose") ? .verbose : .normal
        let console = Console(color: arguments.value("color") ?? "auto", level: level)
        do {
            let outcome = try command.run(Invocation(arguments: arguments, console: console))
            for (number, line) in outcome.next.enumerated() {
                console.print((number == 0 ? console.styled("Next:", .bold) + " " : "      ") + line)
            }
            return outcome.status
        } catch let problems as Problems {
            console.endLive()
            ProblemReport.show(problems.list, console)
            return problems.status
        } catch {
            let problem = Problem("AB7001", "\(error)", cause: "this is a fault of apiserver-boot", status: .bug)
            ProblemReport.show([problem], console)
            return .bug
        }
    }
}
