internal import Project

/// Options that the `create` commands share, and their rules.
enum CreateOptions {
    static let group = OptionSpec("group", .value("group"), "API group, without the domain", isRequired: true)
    static let version = OptionSpec("version", .value("version"), "API version, such as v1beta1", isRequired: true)

    /// What is wrong with the options that are there, and what is worth knowing; a missing one is found by the parser.
    static func problems(_ arguments: ParsedArguments, domain: String = "") -> [Problem] {
        var problems: [Problem] = []
        if let group = arguments.value("group") { problems += Names.group(group, domain: domain) }
        if let version = arguments.value("version") { problems += Names.version(version) }
        return problems
    }

    /// The same without a project.
    @Sendable static func check(_ arguments: ParsedArguments) -> [Problem] { problems(arguments) }

    /// Shows what is worth knowing and stops at errors.
    static func settle(_ problems: [Problem], _ console: Console) throws(Problems) {
        let errors = problems.filter { $0.severity == .error }
        guard errors.isEmpty else { throw Problems(errors) }
        ProblemReport.show(problems, console)
    }
}
