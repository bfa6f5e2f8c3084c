/// One thing that keeps a command from doing its work, or that its user should know.
public struct Problem: Error, Sendable, Equatable {
    /// How much it matters.
    public enum Severity: String, Sendable {
        /// The command does nothing.
        case error
        /// The command does its work; somebody should look.
        case warning
        /// Good to know.
        case note
    }

    /// `AB2001`; never changes its meaning.
    public let id: String
    /// How much it matters.
    public let severity: Severity
    /// What is wrong: one sentence in lower case, without a full stop.
    public let summary: String
    /// Why it is wrong; empty if the summary says it all.
    public let cause: String
    /// What to type or do; empty if nobody can know.
    public let fix: String
    /// What the tool exits with when this is the worst that happened.
    public let status: ExitStatus

    /// Makes a problem.
    public init(
        _ id: String,
        _ summary: String,
        cause: String = "",
        fix: String = "",
        severity: Severity = .error,
        status: ExitStatus = .usage
    ) {
        self.id = id
        self.severity = severity
        self.summary = summary
        self.cause = cause
        self.fix = fix
        self.status = status
    }
}

/// All that is wrong with one command; never empty.
public struct Problems: Error, Sendable, Equatable {
    /// In the order in which they were found.
    public let list: [Problem]

    /// Makes a collection of at least one problem.
    public init(_ list: [Problem]) {
        precondition(!list.isEmpty, "an error needs a problem")
        self.list = list
    }

    /// Makes a collection of one.
    public init(_ problem: Problem) { list = [problem] }

    /// What the tool exits with: the status of the first problem, or that of a usage error if one is among them.
    public var status: ExitStatus {
        list.contains { $0.status == .usage } ? .usage : list[0].status
    }
}
