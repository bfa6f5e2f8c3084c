internal import Project

/// Reads a command line.
///
/// Finds everything that is wrong with it, not only the first thing.
struct ArgumentParser {
    /// What a command line asks for.
    enum Request {
        /// Run a command.
        case run(CommandSpec, ParsedArguments)
        /// Show help for what these words name; all of it if there are none.
        case help([String])
        /// Print the version of the tool.
        case version
    }

    /// Those that people are told of.
    private let commands: [CommandSpec]
    /// Those that the tool alone types.
    private let hidden: [CommandSpec]
    private var problems: [Problem] = []
    private var arguments = ParsedArguments()
    /// The command, and the words of the line that may name one.
    private var command: CommandSpec?
    private var words: [String] = []
    /// Options that were given without a value.
    private var incomplete = Set<String>()

    init(_ commands: [CommandSpec], hidden: [CommandSpec] = []) {
        self.commands = commands
        self.hidden = hidden
    }

    /// Reads the arguments that follow the name of the tool.
    static func parse(
        _ line: [String],
        commands: [CommandSpec],
        hidden: [CommandSpec] = []
    ) throws(Problems) -> Request {
        if line == ["--version"] { return .version }
        let damaged = line.filter { $0.unicodeScalars.contains("\u{FFFD}") }.map(damage)
        guard damaged.isEmpty else { throw Problems(damaged) }
        var parser = ArgumentParser(commands, hidden: hidden)
        return try parser.read(line)
    }

    /// What is no UTF-8 has been replaced before anybody could look at it.
    private static func damage(_ argument: String) -> Problem {
        Problem(
            "AB3010",
            "'\(argument)' is not in UTF-8",
            cause: "what cannot be read is shown as \u{FFFD}, and could not be kept as it was typed",
            fix: "write it in UTF-8"
        )
    }

    private mutating func read(_ line: [String]) throws(Problems) -> Request {
        findCommand(line)
        var rest = line[...]
        var named = 0
        while let argument = rest.popFirst() {
            if argument == "--" {
                arguments.operands += rest
                break
            } else if argument.hasPrefix("--"), argument.utf8.count > 2 {
                readLong(String(argument.dropFirst(2)), &rest)
            } else if argument.hasPrefix("-"), argument.utf8.count > 1 {
                readShort(argument.dropFirst(), &rest)
            } else if named < words.count {
                named += 1
            } else {
                arguments.operands.append(argument)
            }
        }
        if arguments.has("help") || (line.isEmpty && problems.isEmpty) { return .help(words) }
        guard let command else { throw Problems(unknownCommand() + problems) }
        checkOperands(of: command)
        checkRequired(of: command)
        let isEmpty = problems.isEmpty
        problems += command.check(arguments).filter { $0.severity == .error || isEmpty }
        guard !problems.contains(where: { $0.severity == .error }) else { throw Problems(problems) }
        return .run(command, arguments)
    }

    // MARK: The command

    /// Takes the leading words as far as they name a command or the beginning of one.
    private mutating func findCommand(_ line: [String]) {
        var skipsValue = false
        for argument in line {
            if skipsValue {
                skipsValue = false
            } else if argument.hasPrefix("-") {
                // An option before the command: only the global ones can stand there.
                guard let option = Self.option(named: argument, among: OptionSpec.global) else { break }
                skipsValue = option.takesValue && (argument == "--" + option.name || argument.utf8.count == 2)
            } else {
                let longer = words + [argument]
                guard (commands + hidden).contains(where: { $0.paths.contains { $0.starts(with: longer) } }) else {
                    break
                }
                words = longer
            }
        }
        command = (commands + hidden).first { $0.paths.contains(words) }
    }

    /// What other tools call a command of this one.
    private static let synonyms = ["deploy": "run in-cluster"]

    private func unknownCommand() -> [Problem] {
        let next = Set(
            commands.flatMap(\.paths).filter { $0.count > words.count && $0.starts(with: words) }.map {
                $0[words.count]
            }
        ).sorted()
        guard let word = arguments.operands.first else {
            let given = words.isEmpty ? "the command is missing" : "'\(words.joined(separator: " "))' is not complete"
            return [
                Problem(
                    "AB3001",
                    given,
                    cause: "what follows is one of: \(next.joined(separator: ", "))",
                    fix: help(words)
                )
            ]
        }
        let typed = (words + [word]).joined(separator: " ")
        // Nobody who wants something wants it undone.
        let near = Suggestion.nearest(to: word, among: next.filter { $0 != "un" + word })
        // The last word of a command often says it all: 'docs' is 'build docs'.
        let whole = words.isEmpty ? commands.first { $0.path.last == word }?.name : nil
        let synonym = words.isEmpty ? commands.first { $0.name == Self.synonyms[word] }?.name : nil
        let guess = synonym ?? near.map { (words + [$0]).joined(separator: " ") } ?? whole
        return [
            Problem(
                "AB3002",
                "there is no command '\(typed)'",
                cause: guess.map { "did you mean '\($0)'?" } ?? "what can stand there: \(next.joined(separator: ", "))",
                fix: guess.map { "apiserver-boot \($0)" } ?? help(words)
            )
        ]
    }

    private func help(_ words: [String]) -> String {
        (["apiserver-boot"] + words + ["--help"]).joined(separator: " ")
    }

    // MARK: Options

    private mutating func readLong(_ text: String, _ rest: inout ArraySlice<String>) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let name = parts[0]
        let attached = parts.count > 1 ? parts[1] : nil
        let known = command?.allOptions ?? OptionSpec.global
        if let option = Self.option(named: "--" + name, among: known) {
            take(option, written: "--" + name, attached, &rest)
        } else if name.hasPrefix("no-"),
            let option = known.first(where: { $0.kind == .negatableFlag && $0.name == name.dropFirst(3) })
        {
            store("false", option, written: "--" + name, hasValue: attached != nil)
        } else {
            unknownOption("--" + name, known)
            if attached == nil, command != nil, let next = rest.first, !next.hasPrefix("-") { rest.removeFirst() }
        }
    }

    /// One or more letters after a single dash: `-q`, `-qv`, `-Cdir`.
    private mutating func readShort(_ text: Substring, _ rest: inout ArraySlice<String>) {
        var letters = text
        let known = command?.allOptions ?? OptionSpec.global
        while let letter = letters.popFirst() {
            guard let option = known.first(where: { $0.short == letter }) else {
                return unknownOption("-\(letter)", known)
            }
            if option.takesValue {
                var value: String? = letters.isEmpty ? nil : String(letters)
                if let text = value, text.hasPrefix("=") { value = String(text.dropFirst()) }
                return take(option, written: "-\(letter)", value, &rest)
            }
            take(option, written: "-\(letter)", nil, &rest)
        }
    }

    private mutating func take(
        _ option: OptionSpec,
        written: String,
        _ attached: String?,
        _ rest: inout ArraySlice<String>
    ) {
        guard option.takesValue else { return store("true", option, written: written, hasValue: attached != nil) }
        if let attached { return store(attached, option, written: written) }
        guard let next = rest.first else { return miss(option, written: written) }
        // No option begins with a digit: it is a number below zero.
        if next == "-" || !next.hasPrefix("-") || next.dropFirst().first?.isNumber == true {
            rest.removeFirst()
            return store(next, option, written: written)
        }
        guard next != "--", Self.option(named: next, among: command?.allOptions ?? OptionSpec.global) == nil else {
            return miss(option, written: written)
        }
        rest.removeFirst()
        problems.append(
            Problem(
                "AB3003",
                "'\(written)' needs a value",
                cause: "'\(next)', which follows, looks like an option",
                fix: "\(written)=\(next) if that is the value"
            )
        )
        incomplete.insert(option.name)
    }

    private mutating func miss(_ option: OptionSpec, written: String) {
        problems.append(
            Problem("AB3003", "'\(written)' needs a value", fix: "\(written) \(Self.placeholder(option))")
        )
        incomplete.insert(option.name)
    }

    private mutating func store(_ value: String, _ option: OptionSpec, written: String, hasValue: Bool = false) {
        if hasValue {
            problems.append(Problem("AB3004", "'\(written)' takes no value", fix: written))
        }
        if !option.choices.isEmpty, !option.choices.contains(value) {
            let guess = Suggestion.nearest(to: value, among: option.choices) ?? option.choices[0]
            problems.append(
                Problem(
                    "AB3005",
                    "'\(written) \(value)' is not possible",
                    cause: "it is one of: \(option.choices.joined(separator: ", "))",
                    fix: "\(written) \(guess)"
                )
            )
        }
        if case .value = option.kind, let before = arguments.values[option.name]?.last, before != value {
            problems.append(
                Problem("AB3006", "'\(written)' is given twice", cause: "once as '\(before)', once as '\(value)'")
            )
        }
        if value.isEmpty, option.takesValue { return miss(option, written: written) }
        arguments.values[option.name, default: []].append(value)
    }

    private mutating func unknownOption(_ written: String, _ known: [OptionSpec]) {
        if command == nil, !words.isEmpty || arguments.operands.isEmpty == false { return }
        let names = known.flatMap { option in
            ([option.name] + option.aliases).map { "--" + $0 }
                + (option.kind == .negatableFlag ? ["--no-" + option.name] : [])
        }
        let longer = names.filter { written.count > 3 && $0.hasPrefix(written) }
        let guess = longer.count == 1 ? longer[0] : Suggestion.nearest(to: written, among: names)
        problems.append(
            Problem(
                "AB3007",
                "there is no option '\(written)'",
                cause: guess.map { "did you mean '\($0)'?" } ?? "",
                fix: guess ?? help(words)
            )
        )
    }

    // MARK: What must and must not be there

    private mutating func checkOperands(of command: CommandSpec) {
        guard command.operands == nil, let first = arguments.operands.first else { return }
        problems.append(
            Problem("AB3008", "'\(command.name)' does not know what to do with '\(first)'", fix: help(command.path))
        )
    }

    private mutating func checkRequired(of command: CommandSpec) {
        for option in command.options
        where option.isRequired && arguments.values[option.name] == nil && !incomplete.contains(option.name) {
            problems.append(
                Problem(
                    option.name == "domain" ? "AB1001" : "AB3009",
                    "'--\(option.name)' is missing",
                    cause: "the command needs it: " + Self.continued(option.help),
                    fix: "apiserver-boot \(command.examples.first ?? command.name)"
                )
            )
        }
    }

    /// A sentence as it goes on behind a colon; names in capitals stay as they are.
    private static func continued(_ text: String) -> String {
        guard let second = text.dropFirst().first, second.isLowercase else { return text }
        return text.prefix(1).lowercased() + text.dropFirst()
    }

    private static func option(named text: String, among options: [OptionSpec]) -> OptionSpec? {
        if text.hasPrefix("--") {
            let name = text.dropFirst(2).prefix { $0 != "=" }
            return options.first { $0.name == name || $0.aliases.contains(String(name)) }
        }
        guard let letter = text.dropFirst().first else { return nil }
        return options.first { $0.short == letter }
    }

    private static func placeholder(_ option: OptionSpec) -> String {
        switch option.kind {
        case .value(let name), .list(let name): "<\(name)>"
        case .flag, .negatableFlag: ""
        }
    }
}
