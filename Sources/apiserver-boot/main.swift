internal import Glibc
internal import Project

exit(Program.run(Array(CommandLine.arguments.dropFirst())).rawValue)
