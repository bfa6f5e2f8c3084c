/// What happened to an object.
public enum WatchEventType: Sendable, Hashable {
    case added
    case modified
    case deleted
}

/// One change of an object, shared by all watchers.
public final class WatchEvent<Object: AnyObject & Sendable>: Sendable {
    /// What happened, without regard to anybody's selector.
    public let type: WatchEventType
    /// The object's full key.
    public let key: String
    /// The object after the change; for a deletion its last state with the revision of the deletion.
    public let object: Object
    /// The object before the change; nil if it is new.
    public let previous: Object?
    /// The revision of the change; for an event of the initial state that of the state.
    public let revision: UInt64

    init(type: WatchEventType, key: String, object: Object, previous: Object?, revision: UInt64) {
        self.type = type
        self.key = key
        self.object = object
        self.previous = previous
        self.revision = revision
    }
}
