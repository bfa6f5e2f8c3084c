internal import Project

/// What the parser and the help know about one command.
struct CommandSpec: Sendable {
    /// Where a command is listed in the help of the tool.
    enum Section: String, CaseIterable, Sendable {
        case project = "PROJECT"
        case build = "BUILD"
        case run = "RUN"
        case other = "OTHER"
    }

    /// The words that name it: `create group version resource`.
    let path: [String]
    /// Shorter words for the same.
    let shortPath: [String]?
    let section: Section
    /// One sentence without a full stop.
    let abstract: String
    /// What else there is to say; may be empty.
    let discussion: String
    /// Its own options, without the global ones.
    let options: [OptionSpec]
    /// What words after its name mean; nil if there must be none.
    let operands: String?
    /// Command lines to copy, without the name of the tool.
    let examples: [String]
    /// What is wrong with values, as far as that can be told without a project.
    let check: @Sendable (ParsedArguments) -> [Problem]
    /// Does the work.
    let run: @Sendable (Invocation) throws -> Outcome

    init(
        _ path: String,
        short: String? = nil,
        section: Section,
        abstract: String,
        discussion: String = "",
        options: [OptionSpec] = [],
        operands: String? = nil,
        examples: [String] = [],
        check: @escaping @Sendable (ParsedArguments) -> [Problem] = { _ in [] },
        run: @escaping @Sendable (Invocation) throws -> Outcome
    ) {
        self.path = path.split(separator: " ").map(String.init)
        shortPath = short?.split(separator: " ").map(String.init)
        self.section = section
        self.abstract = abstract
        self.discussion = discussion
        self.options = options
        self.operands = operands
        self.examples = examples
        self.check = check
        self.run = run
    }

    /// Its words as typed.
    var name: String { path.joined(separator: " ") }

    /// All ways to name it.
    var paths: [[String]] { [path] + (shortPath.map { [$0] } ?? []) }

    /// Everything that may follow its name.
    var allOptions: [OptionSpec] { options + OptionSpec.global }
}
