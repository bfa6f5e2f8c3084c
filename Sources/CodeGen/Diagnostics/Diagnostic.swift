/// Something that the user should know about the sources.
public struct Diagnostic: Sendable, Equatable {
    /// How bad it is.
    public enum Severity: String, Sendable {
        case warning
        /// No files are generated.
        case error
    }

    /// How bad it is.
    public var severity: Severity
    /// What is wrong, without the place.
    public var message: String
    /// Where it is wrong.
    public var location: Location
    /// What to write instead; nil if there is no single answer.
    public var fix: String?

    /// Path of the file as it was given in the input.
    public var file: String { location.file }
    /// Counted from 1.
    public var line: Int { location.line }
    /// In UTF-8 bytes, counted from 1.
    public var column: Int { location.column }

    /// Makes a diagnostic.
    public init(_ severity: Severity, _ message: String, at location: Location, fix: String? = nil) {
        self.severity = severity
        self.message = message
        self.location = location
        self.fix = fix
    }
}

/// As compilers write it, so that editors can jump to the place: `file:line:column: error: message`, the fix below.
extension Diagnostic: CustomStringConvertible {
    /// The place, the severity, the message, and the fix on a line of its own.
    public var description: String {
        let text = "\(location): \(severity.rawValue): \(message)"
        return fix.map { text + "\nhelp: " + $0 } ?? text
    }
}
