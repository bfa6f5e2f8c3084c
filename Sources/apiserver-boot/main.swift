internal import Glibc
internal import Project

let result = Program.run(Array(CommandLine.arguments.dropFirst()))
// Unlike `exit` this takes nothing down that threads which still run may use, such as OpenSSL's tables.
fflush(nil)
_exit(result.rawValue)
