internal import APIMachinery
internal import JSON

/// Decides how a cache follows a resource: what to ask next, and what the answers mean.
///
/// A pure value: no I/O, no clock. Source: client-go, `tools/cache/reflector.go`; KEP-3157 (WatchList).
struct InformerMachine {
    /// What to ask for next.
    enum Request: Equatable {
        /// A watch that begins with what there is; a version it must not be older than.
        case watchList(resourceVersion: String)
        /// A page of the collection.
        case list(resourceVersion: String, continueToken: String)
        /// A watch that goes on.
        case watch(resourceVersion: String)
    }

    /// What an answer means for the cache.
    enum Change: Equatable {
        case none
        /// The whole state, by key.
        case replace([String: JSONValue])
        case set(String, JSONValue)
        case remove(String, JSONValue)
    }

    /// Whether to wait before the next request.
    enum Pace: Equatable {
        case atOnce
        case backOff
    }

    /// What to ask for next.
    private(set) var request: Request
    private var usesWatchList = true
    /// What the first events of a watch, or the pages so far, say; nil when nothing is being gathered.
    private var gathered: [String: JSONValue]?
    private var lastVersion = ""
    private var sawEvent = false

    init() {
        request = .watchList(resourceVersion: "")
        gathered = [:]
    }

    // MARK: Lists

    /// A page came.
    ///
    /// - Throws: `.unexpectedAnswer` if it is no list.
    mutating func listed(_ page: JSONValue) throws(KubeClientError) -> Change {
        guard let kind = page["kind"]?.string, kind.hasSuffix("List"),
            let version = page.at("metadata", "resourceVersion")?.string, !version.isEmpty
        else { throw .unexpectedAnswer("a list has no resourceVersion, or is no list") }
        let items = page["items"]?.array ?? []
        let itemKind = String(kind.dropLast(4))
        for item in items {
            var item = item
            // Items of lists carry neither kind nor version.
            if item["kind"] == nil, let group = page["apiVersion"] {
                item["apiVersion"] = group
                item["kind"] = .string(itemKind)
            }
            gathered?[Self.key(item)] = item
        }
        if let token = page.at("metadata", "continue")?.string, !token.isEmpty {
            request = .list(resourceVersion: "", continueToken: token)
            return .none
        }
        return replaced(version)
    }

    private mutating func replaced(_ version: String) -> Change {
        lastVersion = version
        request = .watch(resourceVersion: version)
        defer { gathered = nil }
        return .replace(gathered ?? [:])
    }

    // MARK: Watches

    /// A watch has begun.
    mutating func watchBegan() { sawEvent = false }

    /// An event came; not for `.failed`, see ``failed(_:)``.
    mutating func received(_ event: WatchEvent) -> Change {
        sawEvent = true
        switch event {
        case .added(let object), .modified(let object): return apply(object, isDeleted: false)
        case .deleted(let object): return apply(object, isDeleted: true)
        case .bookmark(let version, let isInitialEnd):
            guard gathered != nil else {
                noteVersion(version)
                return .none
            }
            return isInitialEnd ? replaced(version) : .none
        case .failed: return .none
        }
    }

    private mutating func apply(_ object: JSONValue, isDeleted: Bool) -> Change {
        let key = Self.key(object)
        guard gathered == nil else {
            if isDeleted { gathered?.removeValue(forKey: key) } else { gathered?[key] = object }
            return .none
        }
        noteVersion(object.at("metadata", "resourceVersion")?.string ?? "")
        return isDeleted ? .remove(key, object) : .set(key, object)
    }

    private mutating func noteVersion(_ version: String) {
        guard !version.isEmpty else { return }
        lastVersion = version
        request = .watch(resourceVersion: version)
    }

    /// The server ended the watch properly.
    ///
    /// - Parameter wasShort: whether it lasted less than a second.
    /// - Returns: how soon to go on.
    mutating func watchEnded(wasShort: Bool) -> Pace {
        if gathered != nil { restart(version: lastVersion) }
        return wasShort && !sawEvent ? .backOff : .atOnce
    }

    // MARK: Failures

    /// A request or a watch failed.
    ///
    /// - Returns: how soon to go on.
    mutating func failed(_ error: KubeClientError) -> Pace {
        guard case .status(let status) = error else {
            // The connection, or what came over it: what was gathered is asked for again.
            if gathered != nil { restart(version: lastVersion) }
            return .backOff
        }
        if Self.isExpired(status) || Self.isTooLarge(status) {
            restart(version: "")
            return .backOff
        }
        if case .watchList = request, Self.isFinal(status) {
            // The server does not know how; the older way then, at once.
            usesWatchList = false
            restart(version: lastVersion)
            return .atOnce
        }
        if gathered != nil { restart(version: lastVersion) }
        return .backOff
    }

    private mutating func restart(version: String) {
        gathered = [:]
        let isLost = version.isEmpty && !lastVersion.isEmpty
        lastVersion = version
        if usesWatchList {
            request = .watchList(resourceVersion: version)
        } else {
            // "0" means any state; after an expiry only the most recent one will do.
            request = .list(resourceVersion: version.isEmpty ? (isLost ? "" : "0") : version, continueToken: "")
        }
    }

    private static func isExpired(_ status: StatusError) -> Bool {
        status.code == 410 || status.reason == "Expired" || status.reason == "Gone"
    }

    private static func isTooLarge(_ status: StatusError) -> Bool {
        status.details?.causes.contains { $0.reason == "ResourceVersionTooLarge" } == true
            || status.message.contains("Too large resource version")
    }

    /// Whether trying the same again makes no sense.
    private static func isFinal(_ status: StatusError) -> Bool {
        (400..<500).contains(status.code) && ![401, 403, 429].contains(status.code)
    }

    /// `namespace/name`, or the name alone.
    static func key(_ object: JSONValue) -> String {
        let name = object.at("metadata", "name")?.string ?? ""
        guard let namespace = object.at("metadata", "namespace")?.string, !namespace.isEmpty else { return name }
        return namespace + "/" + name
    }
}
