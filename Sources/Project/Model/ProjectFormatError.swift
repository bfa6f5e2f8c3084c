/// Why a file is not a `PROJECT`.
public enum ProjectFormatError: Error, Equatable, Sendable {
    /// The text is not YAML; what the reader said.
    case notYAML(String)
    /// A member that must be there is not; its path.
    case missing(String)
    /// A member has the wrong type; its path and what is expected.
    case wrongType(String, expected: String)
    /// A member that nobody knows; its path.
    case unknownMember(String)
    /// A format that this version of the tool does not know.
    case unknownFormat(Int64)
}

extension ProjectFormatError: CustomStringConvertible {
    /// What is wrong, in a few words.
    public var description: String {
        switch self {
        case .notYAML(let reason): reason
        case .missing(let path): "'\(path)' is missing"
        case .wrongType(let path, let expected): "'\(path)' is not \(expected)"
        case .unknownMember(let path): "'\(path)' is not known"
        case .unknownFormat(let format):
            "projectVersion \(format) is not known; this tool writes \(Project.currentFormat)"
        }
    }
}
