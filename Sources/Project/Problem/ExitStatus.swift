/// What the tool tells the shell when it ends.
public enum ExitStatus: Int32, Sendable {
    /// Done, or nothing to do.
    case success = 0
    /// The work failed.
    case failure = 1
    /// A check found differences.
    case differences = 2
    /// Files were edited that the tool wanted to replace.
    case conflict = 3
    /// Something that must be there first is missing: a tool, a project, a build.
    case preflight = 4
    /// A server could not be reached or refused.
    case unreachable = 5
    /// A deadline passed.
    case timeout = 6
    /// The command line is wrong.
    case usage = 64
    /// A fault of the tool itself.
    case bug = 70
    /// Ended by Ctrl-C.
    case interrupted = 130
    /// Ended by SIGTERM.
    case terminated = 143
}
