/// Gathers what the stages have to say; a stage goes on after an error, so that the user sees all of them at once.
struct DiagnosticCollector {
    private var found: [Diagnostic] = []

    /// Everything found, each once, in the order of the sources.
    var diagnostics: [Diagnostic] {
        var seen = Set<String>()
        return found.filter { seen.insert($0.description).inserted }
            .enumerated()
            .sorted { ($0.element.location, $0.offset) < ($1.element.location, $1.offset) }
            .map(\.element)
    }

    var hasErrors: Bool { found.contains { $0.severity == .error } }

    mutating func error(_ message: String, at location: Location, fix: String? = nil) {
        found.append(Diagnostic(.error, message, at: location, fix: fix))
    }

    mutating func warning(_ message: String, at location: Location, fix: String? = nil) {
        found.append(Diagnostic(.warning, message, at: location, fix: fix))
    }
}
