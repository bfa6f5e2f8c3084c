/// One option of a command.
struct OptionSpec: Sendable, Equatable {
    /// What may follow it.
    enum Kind: Sendable, Equatable {
        /// Nothing: it is there or not.
        case flag
        /// Nothing; `--no-name` is the opposite of `--name`.
        case negatableFlag
        /// One value, shown as this placeholder in help.
        case value(String)
        /// One value each time, any number of times.
        case list(String)
    }

    /// Name without the leading `--`.
    let name: String
    /// One letter after a single `-`.
    let short: Character?
    /// Other names that mean the same, not shown in help.
    let aliases: [String]
    let kind: Kind
    /// One sentence without a full stop.
    let help: String
    /// Shown in help; empty if there is none.
    let defaultValue: String
    /// The values that are allowed; empty allows all.
    let choices: [String]
    /// Whether the command cannot do without it.
    let isRequired: Bool

    init(
        _ name: String,
        short: Character? = nil,
        aliases: [String] = [],
        _ kind: Kind,
        _ help: String,
        defaultValue: String = "",
        choices: [String] = [],
        isRequired: Bool = false
    ) {
        self.name = name
        self.short = short
        self.aliases = aliases
        self.kind = kind
        self.help = help
        self.defaultValue = defaultValue
        self.choices = choices
        self.isRequired = isRequired
    }

    /// Whether a value follows.
    var takesValue: Bool {
        switch kind {
        case .flag, .negatableFlag: false
        case .value, .list: true
        }
    }

    /// Options that every command has.
    static let global: [OptionSpec] = [
        OptionSpec("directory", short: "C", .value("dir"), "Work there instead of here", defaultValue: "."),
        OptionSpec("dry-run", .flag, "Show what would change, change nothing"),
        OptionSpec("force", .flag, "Replace generated files even if somebody edited them"),
        OptionSpec("quiet", short: "q", .flag, "Print errors only"),
        OptionSpec("verbose", short: "v", .flag, "Print more"),
        OptionSpec(
            "color",
            .value("when"),
            "Colour the output",
            defaultValue: "auto",
            choices: ["auto", "always", "never"]
        ),
        OptionSpec("help", short: "h", .flag, "Show help"),
    ]
}
