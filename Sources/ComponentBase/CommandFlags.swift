internal import APIMachinery

/// One flag that a command understands.
package struct CommandFlag: Sendable {
    package let name: String
    /// What stands for the value in the help; nil for a switch.
    package let placeholder: String?
    package let help: String
    package let defaultValue: String?
    /// What stands between the values of a flag that may be given several times; nil if it may not.
    package let separator: String?

    package init(_ name: String, _ placeholder: String?, _ help: String, default defaultValue: String? = nil) {
        self.name = name
        self.placeholder = placeholder
        self.help = help
        self.defaultValue = defaultValue
        separator = nil
    }

    /// A flag with several values, separated by commas or given one by one.
    package init(_ name: String, list placeholder: String, _ help: String, default defaultValue: String? = nil) {
        self.name = name
        self.placeholder = placeholder
        self.help = help
        self.defaultValue = defaultValue
        separator = ","
    }

    /// A flag that may be given several times; commas belong to its values, which are lines of one text.
    package init(_ name: String, repeated placeholder: String, _ help: String) {
        self.name = name
        self.placeholder = placeholder
        self.help = help
        defaultValue = nil
        separator = "\n"
    }
}

/// What is wrong with a command line.
package struct CommandLineError: Error, Sendable, Equatable, CustomStringConvertible {
    package let what: String
    package let fix: String

    package init(what: String, fix: String) {
        self.what = what
        self.fix = fix
    }

    package var description: String { "error: \(what)\n  fix:   \(fix)" }
}

/// The values of a command line: `--name value` and `--name=value`, one or two dashes, as Go programs read them.
package struct CommandFlags: Sendable {
    private var values: [String: String] = [:]
    private let known: [CommandFlag]

    /// Reads arguments.
    ///
    /// Every flag that is not known, has no value or is given twice is an error that says so.
    package init(_ arguments: [String], known: [CommandFlag]) throws(CommandLineError) {
        self.known = known
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("-"), argument != "-" else {
                throw CommandLineError(
                    what: "unexpected argument '\(argument)'",
                    fix: "flags look like --name=value; see --help"
                )
            }
            let text = argument.drop { $0 == "-" }
            let pair = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(pair[0])
            guard let flag = known.first(where: { $0.name == name }) else {
                throw CommandLineError(what: "unknown flag --\(name)", fix: Self.suggestion(name, known))
            }
            guard flag.separator != nil || values[name] == nil else {
                throw CommandLineError(what: "--\(name) is given twice", fix: "leave one of them out")
            }
            let value = try Self.value(of: flag, pair.count > 1 ? String(pair[1]) : nil, &rest)
            values[name] = values[name].map { $0 + (flag.separator ?? "") + value } ?? value
        }
    }

    private static func value(
        of flag: CommandFlag,
        _ inline: String?,
        _ rest: inout ArraySlice<String>
    ) throws(CommandLineError) -> String {
        guard let placeholder = flag.placeholder else {
            let value = inline ?? "true"
            guard value == "true" || value == "false" else {
                throw CommandLineError(
                    what: "--\(flag.name)=\(value) is no boolean",
                    fix: "--\(flag.name) or --\(flag.name)=false"
                )
            }
            return value
        }
        if let inline { return inline }
        guard let next = rest.popFirst() else {
            throw CommandLineError(what: "--\(flag.name) needs a value", fix: "--\(flag.name)=\(placeholder)")
        }
        return next
    }

    private static func suggestion(_ name: String, _ known: [CommandFlag]) -> String {
        let near = known.min { distance($0.name, name) < distance($1.name, name) }
        guard let near, distance(near.name, name) <= max(2, name.count / 3) else { return "see --help for all flags" }
        return "did you mean --\(near.name)?"
    }

    /// Edit distance: how many letters must be added, removed or changed.
    private static func distance(_ a: String, _ b: String) -> Int {
        let (a, b) = (Array(a), Array(b))
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let next = min(row[j + 1] + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = next
            }
        }
        return row[b.count]
    }

    /// The value of a flag, its default if it was not given, nil if it has none.
    package subscript(name: String) -> String? { values[name] ?? known.first { $0.name == name }?.defaultValue }

    /// Whether the flag stands on the command line.
    package func isGiven(_ name: String) -> Bool { values[name] != nil }

    /// The values of a list; none if there is neither a value nor a default.
    package func list(_ name: String) throws(CommandLineError) -> [String] {
        guard let text = self[name], !text.isEmpty else { return [] }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard parts.allSatisfy({ $0.contains { !$0.isWhitespace } }) else {
            throw CommandLineError(what: "empty value in \"\(name)\"", fix: "--\(name)=one,two")
        }
        return parts
    }

    /// A number within a range.
    package func number(_ name: String, in range: ClosedRange<Int>) throws(CommandLineError) -> Int {
        let text = self[name] ?? ""
        guard let number = Int(text), range.contains(number) else {
            throw CommandLineError(
                what: "--\(name)=\(text) is no number from \(range.lowerBound) to \(range.upperBound)",
                fix: "--\(name)=\(known.first { $0.name == name }?.defaultValue ?? String(range.lowerBound))"
            )
        }
        return number
    }

    /// The value of a flag; nil if it is empty or was not given, as Go's flags do not tell these apart.
    package func text(_ name: String) -> String? { self[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// A duration that is not negative, as Go writes it.
    package func duration(_ name: String) throws(CommandLineError) -> Duration {
        let text = self[name] ?? ""
        guard let duration = GoDuration.parse(text), duration >= .zero else {
            throw CommandLineError(
                what: "--\(name)=\(text) is no duration",
                fix: "--\(name)=\(known.first { $0.name == name }?.defaultValue ?? "10s"), or 300ms, 1m30s, 2h"
            )
        }
        return duration
    }

    /// A number that may have a fraction, within a range.
    @discardableResult
    package func decimal(_ name: String, in range: ClosedRange<Double>) throws(CommandLineError) -> Double {
        let text = self[name] ?? ""
        guard let number = Double(text), range.contains(number) else {
            throw CommandLineError(
                what: "--\(name)=\(text) is no number from \(range.lowerBound) to \(range.upperBound)",
                fix: "--\(name)=\(sample(name, "\(range.lowerBound)"))"
            )
        }
        return number
    }

    private func sample(_ name: String, _ other: String) -> String {
        known.first { $0.name == name }?.defaultValue ?? other
    }

    /// The help text: every flag with its meaning.
    package static func help(_ name: String, overview: String, _ known: [CommandFlag]) -> String {
        var text = "OVERVIEW: \(overview)\n\nUSAGE: \(name) [flags]\n\nFLAGS:\n"
        for flag in known {
            text += "  --\(flag.name)" + (flag.placeholder.map { "=\($0)" } ?? "") + "\n        \(flag.help)"
            if let value = flag.defaultValue, !value.isEmpty { text += " (default: \(value))" }
            text += "\n"
        }
        return text
    }
}
