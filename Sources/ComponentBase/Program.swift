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
            end(0)
        }
        do {
            end(try await body(CommandFlags(arguments, known: flags)) ? 0 : 1)
        } catch let error as CommandLineError {
            ProgramOutput.complain("\(error)\n")
            end(64)
        } catch {
            ProgramOutput.complain("error: \(error)\n")
            end(1)
        }
    }

    /// Ends the process at once, with what was printed written.
    ///
    /// Unlike `exit` it takes nothing down that threads which still run may use: OpenSSL, for one, frees its tables when
    /// the process exits, and a loop in the middle of a handshake would fall over that.
    package static func end(_ status: Int32) -> Never {
        fflush(nil)
        _exit(status)
    }
}
