public import APIMachinery
public import JSON

/// One event of a watch.
public enum WatchEvent: Sendable, Equatable {
    /// An object is there, or matches now.
    case added(JSONValue)
    /// An object has changed.
    case modified(JSONValue)
    /// An object is gone, or matches no more; its last state.
    case deleted(JSONValue)
    /// Everything up to this resource version was told.
    case bookmark(resourceVersion: String, isInitialEnd: Bool)
    /// The watch failed and ends.
    case failed(StatusError)

    /// Reads one line of a watch.
    ///
    /// - Throws: `.unexpectedAnswer`.
    init(_ line: [UInt8]) throws(KubeClientError) {
        let tree: JSONValue
        do throws(JSONParseError) {
            tree = try JSONReader.parse(line)
        } catch {
            throw .unexpectedAnswer("a line of a watch is not JSON: \(error)")
        }
        guard let type = tree["type"]?.string, let object = tree["object"] else {
            throw .unexpectedAnswer("a line of a watch is no event")
        }
        switch type {
        case "ADDED": self = .added(object)
        case "MODIFIED": self = .modified(object)
        case "DELETED": self = .deleted(object)
        case "BOOKMARK":
            let mark = object.at("metadata", "annotations", "k8s.io/initial-events-end")?.string
            let version = object.at("metadata", "resourceVersion")?.string ?? ""
            self = .bookmark(resourceVersion: version, isInitialEnd: mark == "true")
        case "ERROR":
            guard let status = StatusError(status: object, code: 500) else {
                throw .unexpectedAnswer("the error of a watch is no Status")
            }
            self = .failed(status)
        default: throw .unexpectedAnswer("a watch has an event of type \(type)")
        }
    }
}
