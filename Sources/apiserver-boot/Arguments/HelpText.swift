/// Renders help.
enum HelpText {
    /// Help of a command, of a group of commands, or of the tool; nil if the words name nothing.
    static func text(for words: [String], commands: [CommandSpec]) -> String? {
        if words.isEmpty { return overview(commands) }
        if let command = commands.first(where: { $0.paths.contains(words) }) { return text(command, commands) }
        let below = commands.filter { $0.paths.contains { $0.starts(with: words) } }
        guard !below.isEmpty else { return nil }
        let rows = below.map { (left: $0.name, right: $0.abstract) }
        return "USAGE  apiserver-boot \(words.joined(separator: " ")) <command> [options]\n\n" + table("COMMANDS", rows)
    }

    private static func overview(_ commands: [CommandSpec]) -> String {
        var text = """
            apiserver-boot makes Kubernetes API servers in Swift: it writes a project, keeps its generated code
            current, builds it and runs it.

            USAGE  apiserver-boot <command> [options]


            """
        for section in CommandSpec.Section.allCases {
            let rows = commands.filter { $0.section == section }.map { (left: $0.name, right: $0.abstract) }
            text += table(section.rawValue, rows) + "\n"
        }
        text += table("OPTIONS OF EVERY COMMAND", OptionSpec.global.map(row)) + "\n"
        return text + """
            A new project:        apiserver-boot init repo --domain example.com
            More about a command: apiserver-boot help <command>

            """
    }

    private static func text(_ command: CommandSpec, _ commands: [CommandSpec]) -> String {
        var text = command.abstract + ".\n\n"
        if !command.discussion.isEmpty { text += command.discussion + "\n\n" }
        text += "USAGE  apiserver-boot \(command.name)\(usage(command))\n"
        if let short = command.shortPath { text += "       apiserver-boot \(short.joined(separator: " ")) ...\n" }
        text += "\n"
        if !command.options.isEmpty { text += table("OPTIONS", command.options.map(row)) + "\n" }
        text += table("OPTIONS OF EVERY COMMAND", OptionSpec.global.map(row))
        if !command.examples.isEmpty {
            text += "\nEXAMPLES\n" + command.examples.map { "  apiserver-boot \($0)\n" }.joined()
        }
        let longer = commands.filter { $0.path.count > command.path.count && $0.path.starts(with: command.path) }
        if !longer.isEmpty {
            text += "\n" + table("SEE ALSO", longer.map { (left: $0.name, right: $0.abstract) })
        }
        return text
    }

    private static func usage(_ command: CommandSpec) -> String {
        let required = command.options.filter(\.isRequired).map { " --\($0.name) \(placeholder($0))" }.joined()
        let operands = command.operands.map { " [\($0)]" } ?? ""
        return required + operands + (command.options.allSatisfy(\.isRequired) ? "" : " [options]")
    }

    private static func row(_ option: OptionSpec) -> (left: String, right: String) {
        let short = option.short.map { "-\($0), " } ?? "    "
        let name = option.kind == .negatableFlag ? "--[no-]\(option.name)" : "--\(option.name)"
        let value = option.takesValue ? " " + placeholder(option) : ""
        var help = option.help
        if !option.choices.isEmpty { help += ": \(option.choices.joined(separator: ", "))" }
        var facts: [String] = []
        if option.isRequired { facts.append("required") }
        if case .list = option.kind { facts.append("repeatable") }
        if !option.defaultValue.isEmpty { facts.append("default: \(option.defaultValue)") }
        if !facts.isEmpty { help += " (\(facts.joined(separator: "; ")))" }
        return (short + name + value, help)
    }

    private static func placeholder(_ option: OptionSpec) -> String {
        switch option.kind {
        case .value(let name), .list(let name): "<\(name)>"
        case .flag, .negatableFlag: ""
        }
    }

    private static func table(_ title: String, _ rows: [(left: String, right: String)]) -> String {
        let width = rows.map(\.left.count).max() ?? 0
        let lines = rows.map { row in
            "  " + row.left + String(repeating: " ", count: width - row.left.count + 2) + row.right + "\n"
        }
        return title + "\n" + lines.joined()
    }
}
