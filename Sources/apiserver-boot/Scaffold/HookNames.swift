internal import Project
internal import Templates

/// The names that `--hook` takes, and what is told about them.
enum HookNames {
    /// What is asked for with other words elsewhere.
    private static let elsewhere: [String: String] = [
        "convertible": "a second version brings it: create group version resource with another --version",
        "conversion": "a second version brings it: create group version resource with another --version",
        "versions": "a second version brings it: create group version resource with another --version",
        "short-name": "create group version resource --short-name",
        "category": "create group version resource --category",
        "singular": "create group version resource --singular",
        "printcolumn": "write the marker '+printcolumn' above the kind or a field, or use --hook table",
        "admission": "--hook admission-mutating,admission-validating",
    ]

    /// A table for the help of commands.
    static let table: String = {
        let width = Hook.allCases.map(\.rawValue.count).max() ?? 0
        let rows = Hook.allCases.map { hook in
            let name = hook.rawValue
            return "  " + name + String(repeating: " ", count: width - name.count + 2) + hook.summary
        }
        return "HOOKS\n" + rows.joined(separator: "\n")
    }()

    /// The hooks that an option names, each once, in the order of the table; unknown ones are left out.
    static func hooks(_ arguments: ParsedArguments) -> [Hook] {
        let names = Set(names(arguments))
        return Hook.allCases.filter { names.contains($0.rawValue) }
    }

    /// What is wrong with the names.
    static func problems(_ arguments: ParsedArguments) -> [Problem] {
        var problems = names(arguments).filter { Hook(rawValue: $0) == nil }.map(unknown)
        let hooks = hooks(arguments)
        if let form = hooks.first(where: \.isWholeKind), hooks.count > 1 {
            problems.append(
                Problem(
                    "AB2019",
                    "'--hook \(form.rawValue)' stands alone",
                    cause: "it makes another kind of type, of which the server keeps nothing",
                    fix: "--hook \(form.rawValue)"
                )
            )
        }
        return problems
    }

    private static func names(_ arguments: ParsedArguments) -> [String] {
        arguments.list("hook").flatMap { $0.split(separator: ",").map { $0.filter { $0 != " " } } }
    }

    private static func unknown(_ name: String) -> Problem {
        let known = Hook.allCases.map(\.rawValue)
        let cause = "it is one of: \(known.joined(separator: ", "))"
        if let place = elsewhere[name] {
            return Problem("AB2018", "there is no hook '\(name)'", cause: cause, fix: place)
        }
        let guess = Suggestion.nearest(to: name, among: known) ?? known.first { $0.contains(name) || name.contains($0) }
        return Problem(
            "AB2018",
            "there is no hook '\(name)'",
            cause: (guess.map { "did you mean '\($0)'? " } ?? "") + cause,
            fix: guess.map { "--hook \($0)" } ?? ""
        )
    }
}
