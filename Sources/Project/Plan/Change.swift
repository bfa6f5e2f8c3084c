/// What happens, or happened, to one file.
public struct Change: Sendable, Equatable {
    /// The verb of a report.
    public enum Action: String, Sendable {
        /// The file is new.
        case create
        /// The file gets other contents.
        case update
        /// The file is no longer generated.
        case delete
        /// The file is the user's and stays as it is.
        case keep
        /// The file already says what it should.
        case skip
        /// The file should change, but somebody edited it.
        case conflict

        /// Whether the file differs afterwards.
        public var isWrite: Bool { self == .create || self == .update || self == .delete }
    }

    /// The verb.
    public let action: Action
    /// From the root of the project.
    public let path: String
    /// A word to the user; may be empty.
    public let note: String
    /// A folder under which the change is summed up in reports; nil to show the file itself.
    public let bundle: String?

    /// Makes a change.
    public init(_ action: Action, _ path: String, note: String = "", bundle: String? = nil) {
        self.action = action
        self.path = path
        self.note = note
        self.bundle = bundle
    }
}
