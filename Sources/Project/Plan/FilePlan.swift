/// Who may change a file after it was first written.
public enum Ownership: Sendable, Equatable {
    /// The user: written once, then never touched.
    case user
    /// The user, who asked for more lines in it: the contents are what is there, and these lines.
    case amended
    /// The tool: replaced when what it should say changes, unless somebody edited it.
    case generated
    /// The tool, for build output that carries its `Seal`: the same without the manifest.
    case sealed
    /// The tool alone: what it knows about the project; always replaced.
    case state
    /// Both: only the lines between the markers of a region are the tool's; the user's alone if it has no markers.
    case shared(MarkedRegion)
}

/// A file as it should be.
public struct FilePlan: Sendable, Equatable {
    /// From the root of the project, with `/`.
    public let path: String
    /// All of its bytes.
    public let contents: [UInt8]
    /// Who may change it.
    public let ownership: Ownership
    /// A word to its user, shown behind the path: `edit me: spec and status`.
    public let note: String
    /// A folder under which it is summed up in reports that would be long; nil to show the file itself always.
    public let bundle: String?

    /// Makes a plan of bytes.
    public init(
        _ path: String,
        _ contents: [UInt8],
        ownership: Ownership,
        note: String = "",
        bundle: String? = nil
    ) {
        self.path = path
        self.contents = contents
        self.ownership = ownership
        self.note = note
        self.bundle = bundle
    }

    /// Makes a plan of text.
    public init(_ path: String, _ text: String, ownership: Ownership, note: String = "", bundle: String? = nil) {
        self.init(path, Array(text.utf8), ownership: ownership, note: note, bundle: bundle)
    }
}
