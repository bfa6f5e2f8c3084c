internal import Project

/// The command `help`.
enum HelpCommand {
    static let spec = CommandSpec(
        "help",
        section: .other,
        abstract: "Show help for a command",
        operands: "command",
        examples: ["help create resource"]
    ) { invocation in
        let words = invocation.arguments.operands
        guard let text = HelpText.text(for: words, commands: Program.commands) else {
            let names = Program.commands.map(\.name)
            let guess = Suggestion.nearest(to: words.joined(separator: " "), among: names)
            throw Problems(
                Problem(
                    "AB3002",
                    "there is no command '\(words.joined(separator: " "))'",
                    cause: guess.map { "did you mean '\($0)'?" } ?? "",
                    fix: guess.map { "apiserver-boot help \($0)" } ?? "apiserver-boot help"
                )
            )
        }
        invocation.console.printAlways(text)
        return Outcome()
    }
}
