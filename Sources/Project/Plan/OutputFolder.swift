/// A folder of the project that a command fills with files of its own.
///
/// The rule is the same for all such commands: what others put files into is never filled, and no link leads out of the
/// project, so that a wrong word on the command line costs nobody a file.
public struct OutputFolder: Sendable, Equatable {
    /// What lies where a folder should be.
    public struct Obstacle: Sendable, Equatable {
        /// Where.
        public let path: String
        /// `a link`, `a file`.
        public let name: String

        /// What to do about it; naming a folder here could name the one that was refused.
        public var fix: String {
            "take the \(name == "a link" ? "link" : "file") away, or name another folder with --output"
        }
    }

    /// From the root of the project, with `/`.
    public let path: String

    /// Takes a path as the command line has it.
    public init(_ path: String) { self.path = path }

    /// What a project keeps its sources, tests, libraries, programs and samples in.
    private static let reserved = ["Sources", "Tests", "Vendor", "bin", "sample"]

    /// Whether it lies below the project by its name, and in nothing that others use; `taken` are more such folders.
    public func isFree(besides taken: [String]) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, !first.hasPrefix("."), !parts.contains(where: { ["", ".", ".."].contains($0) })
        else { return false }
        // A name over several lines is a slip of a script, and nobody could read what is said of it.
        guard !path.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return false }
        // A name of spaces, or with some at its ends, is another one than it looks like: a variable that was empty.
        guard parts.allSatisfy({ $0.first?.isWhitespace != true && $0.last?.isWhitespace != true }) else {
            return false
        }
        return !(Self.reserved + taken).contains { path == $0 || path.hasPrefix($0 + "/") }
    }

    /// What keeps it from being a folder of the project: a link or a file on the way to it.
    public func obstacle(below root: String) -> Obstacle? {
        var place = root
        for part in path.split(separator: "/") {
            place = Path.join(place, String(part))
            switch Files.kind(place) {
            case .file: return Obstacle(path: place, name: "a file")
            case .other: return Obstacle(path: place, name: "a link")
            case .directory, nil: continue
            }
        }
        return nil
    }
}
