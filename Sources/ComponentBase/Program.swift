internal import Glibc

/// What the programs of a generated project do with their command line, and with how they end.
package enum Program {
    /// Shows the help, or reads the flags of this process, runs `body` and ends the process.
    ///
    /// The exit status is 0 if `body` returns true, 1 if it returns false or throws, 64 for wrong flags; what was wrong
    /// stands on standard error.
    package static func main(
        _ name: String,
        overview: String,
        flags: [CommandFlag],
        _ body: (CommandFlags) async throws -> Bool
    ) async -> Never {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.contains("--help") || arguments.contains("-h") {
            ProgramOutput.print(CommandFlags.help(name, overview: overview, flags))
            exit(0)
        }
        do {
            exit(try await body(CommandFlags(arguments, known: flags)) ? 0 : 1)
        } catch let error as CommandLineError {
            ProgramOutput.complain("\(error)\n")
            exit(64)
        } catch {
            ProgramOutput.complain("error: \(error)\n")
            exit(1)
        }
    }
}
