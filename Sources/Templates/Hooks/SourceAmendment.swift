/// Lines that come into a Swift file of the user: markers above declarations, and properties at the beginning of types.
public struct SourceAmendment: Sendable, Equatable {
    private struct Addition: Equatable {
        /// The line of the declaration, counted from 0.
        let declaration: Int
        let isInside: Bool
        let text: String
    }

    private var additions: [Addition] = []

    /// Makes an amendment that adds nothing.
    public init() {}

    /// Whether nothing is added.
    public var isEmpty: Bool { additions.isEmpty }

    /// Adds a marker above the declaration in that line, which is counted from 1.
    public mutating func mark(_ marker: String, above line: Int) {
        additions.append(Addition(declaration: line - 1, isInside: false, text: "// " + marker))
    }

    /// Adds lines behind the opening brace of the declaration in that line.
    public mutating func insert(_ lines: [String], into line: Int) {
        additions += lines.map { Addition(declaration: line - 1, isInside: true, text: $0) }
    }

    /// The text with all additions; nil if a declaration that gets something inside does not end its line with the brace.
    public func applied(to text: String) -> String? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var result: [String] = []
        for (place, line) in lines.enumerated() {
            let own = additions.filter { $0.declaration == place }
            let indent = String(line.prefix { $0 == " " || $0 == "\t" })
            let inside = own.filter(\.isInside)
            if !inside.isEmpty, line.last(where: { $0 != " " }) != "{" { return nil }
            result += own.filter { !$0.isInside }.map { indent + $0.text }
            result.append(line)
            result += inside.map { indent + "    " + $0.text }
        }
        return result.joined(separator: "\n")
    }
}
