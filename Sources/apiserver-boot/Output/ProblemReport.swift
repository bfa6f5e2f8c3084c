internal import Project

/// Shows problems: what, why, what to do, and an id to look up.
enum ProblemReport {
    /// A text on one line: what somebody typed or wrote must not look like a line of the tool's.
    static func line(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": line += "\\n"
            case "\r": line += "\\r"
            case "\t": line += "\\t"
            case _ where scalar.properties.generalCategory == .control:
                line += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: line.unicodeScalars.append(scalar)
            }
        }
        return line
    }

    /// The text of one problem.
    static func text(_ problem: Problem, _ console: Console) -> String {
        let style: Console.Style = problem.severity == .error ? .red : .yellow
        var lines = [console.styledError(problem.severity.rawValue + ":", style) + " " + line(problem.summary)]
        if !problem.cause.isEmpty {
            // Another program may have said several lines.
            let cause = problem.cause.split(separator: "\n", omittingEmptySubsequences: false)
            lines.append("  cause: " + cause.map { line(String($0)) }.joined(separator: "\n         "))
        }
        if !problem.fix.isEmpty { lines.append("  fix:   " + line(problem.fix)) }
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
