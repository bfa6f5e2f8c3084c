internal import Project

/// Shows problems: what, why, what to do, and an id to look up.
enum ProblemReport {
    /// The text of one problem.
    static func text(_ problem: Problem, _ console: Console) -> String {
        let style: Console.Style = problem.severity == .error ? .red : .yellow
        var lines = [console.styledError(problem.severity.rawValue + ":", style) + " " + problem.summary]
        if !problem.cause.isEmpty { lines.append("  cause: " + problem.cause) }
        if !problem.fix.isEmpty { lines.append("  fix:   " + problem.fix) }
        lines.append("  id:    " + problem.id)
        return lines.joined(separator: "\n")
    }

    /// Prints problems; a quiet console shows errors only.
    static func show(_ problems: [Problem], _ console: Console) {
        for problem in problems where problem.severity == .error || console.level > .quiet {
            console.complain(text(problem, console))
        }
    }
}
