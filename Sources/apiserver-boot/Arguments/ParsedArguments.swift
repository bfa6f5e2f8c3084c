/// A command line, understood.
struct ParsedArguments: Sendable, Equatable {
    /// Values of options by name, in the order given; a flag has `true` or `false`.
    var values: [String: [String]] = [:]
    /// Words that are neither the command nor belong to an option.
    var operands: [String] = []

    /// Whether a flag is set; nil if it was not mentioned.
    func flag(_ name: String) -> Bool? { values[name]?.last.map { $0 == "true" } }

    /// Whether a flag is set.
    func has(_ name: String) -> Bool { flag(name) ?? false }

    /// The value of an option; nil if it was not given.
    func value(_ name: String) -> String? { values[name]?.last }

    /// All values of an option that may be repeated.
    func list(_ name: String) -> [String] { values[name] ?? [] }
}
