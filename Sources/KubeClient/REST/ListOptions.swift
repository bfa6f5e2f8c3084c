internal import Transport

/// What to list or watch.
public struct ListOptions: Sendable, Equatable {
    /// Only objects whose labels match.
    public var labelSelector = ""
    /// Only objects whose fields match, such as `metadata.name=a`.
    public var fieldSelector = ""
    /// Empty for the most recent state.
    public var resourceVersion = ""
    /// `NotOlderThan` or `Exact`; empty for the default.
    public var resourceVersionMatch = ""
    /// Most objects of one answer; 0 for all.
    public var limit = 0
    /// Goes on where an answer ended.
    public var continueToken = ""
    /// For watches: tells the resource version from time to time.
    public var allowsBookmarks = false
    /// For watches: begins with what there is.
    public var sendsInitialEvents = false
    /// For watches: ends it after so many seconds; 0 for the server's choice.
    public var timeoutSeconds = 0

    /// Makes the defaults.
    public init() {}

    /// The pairs of the query.
    func query(isWatch: Bool) -> [(String, String)] {
        var items: [(String, String)] = []
        func add(_ name: String, _ value: String) { if !value.isEmpty { items.append((name, value)) } }
        if isWatch { add("allowWatchBookmarks", allowsBookmarks ? "true" : "") }
        add("continue", continueToken)
        add("fieldSelector", fieldSelector)
        add("labelSelector", labelSelector)
        if limit > 0 { add("limit", String(limit)) }
        add("resourceVersion", resourceVersion)
        add("resourceVersionMatch", resourceVersionMatch)
        if isWatch, sendsInitialEvents { add("sendInitialEvents", "true") }
        if timeoutSeconds > 0 { add("timeoutSeconds", String(timeoutSeconds)) }
        if isWatch { add("watch", "true") }
        return items
    }
}

/// How to write.
public struct WriteOptions: Sendable, Equatable {
    /// Who owns the fields that are written; empty for the program's name.
    public var fieldManager = ""
    /// `Ignore`, `Warn` or `Strict`; empty for the server's default.
    public var fieldValidation = ""
    /// Checks everything and stores nothing.
    public var isDryRun = false
    /// For apply: takes fields over from other managers.
    public var force = false

    /// Makes the defaults.
    public init() {}

    func query(isApply: Bool) -> [(String, String)] {
        var items: [(String, String)] = []
        if isDryRun { items.append(("dryRun", "All")) }
        if !fieldManager.isEmpty { items.append(("fieldManager", fieldManager)) }
        if !fieldValidation.isEmpty { items.append(("fieldValidation", fieldValidation)) }
        if isApply, force { items.append(("force", "true")) }
        return items
    }
}
