/// What can fail when the operating system is asked for something.
public enum EventLoopError: Error, Sendable, Equatable {
    /// A system call failed; `code` is its `errno`, `subject` the file or address it was about.
    case system(call: String, code: Int32, subject: String)
    /// A name has no address; `reason` is the resolver's text.
    case unresolved(host: String, reason: String)
    /// A file is longer than its reader allows.
    case tooLarge(path: String, limitBytes: Int)
}
