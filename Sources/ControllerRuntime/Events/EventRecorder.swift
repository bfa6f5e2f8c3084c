internal import Telemetry

/// Tells people what a controller does with an object: `kubectl describe` and `kubectl events` show it.
///
/// Never fails and never waits: events are written in the background, and dropped when they come faster than they can be
/// written. Events that are alike are counted in one.
public struct EventRecorder: Sendable {
    /// How much it matters.
    public enum Kind: String, Sendable {
        /// Things go as they should.
        case normal = "Normal"
        /// Somebody should look.
        case warning = "Warning"
    }

    let controller: String
    let sink: EventSink

    /// The same in the name of a controller.
    func by(_ controller: String) -> EventRecorder { EventRecorder(controller: controller, sink: sink) }

    /// Notes what happens to an object.
    ///
    /// - Parameters:
    ///   - kind: how much it matters.
    ///   - object: to what.
    ///   - reason: why, for programs: a word in CamelCase such as `Published`.
    ///   - action: what was done: a word in CamelCase; `Reconcile` unless you say otherwise.
    ///   - note: for people; at most 1024 bytes are kept.
    public func record<Object: APIObject>(
        _ kind: Kind = .normal,
        on object: Object,
        reason: String,
        action: String = "Reconcile",
        _ note: String
    ) {
        let mapping = Object.mapping
        let meta = object.metadata
        var regarding: JSONValue = [
            "apiVersion": .string(mapping.apiVersion), "kind": .string(mapping.kind), "name": .string(meta.name),
        ]
        if !meta.namespace.isEmpty { regarding["namespace"] = .string(meta.namespace) }
        if !meta.uid.isEmpty { regarding["uid"] = .string(meta.uid) }
        if !meta.resourceVersion.isEmpty { regarding["resourceVersion"] = .string(meta.resourceVersion) }
        sink.add(
            RecordedEvent(
                key: EventSeries.Key(
                    regarding: "\(mapping.kind).\(mapping.apiVersion)/\(meta.namespace)/\(meta.name)/\(meta.uid)",
                    controller: controller,
                    type: kind.rawValue,
                    reason: reason,
                    action: action,
                    note: Self.shortened(note)
                ),
                name: NamespacedName(meta),
                regarding: regarding
            )
        )
    }

    /// At most as many bytes as the API takes, whole characters.
    static func shortened(_ note: String) -> String {
        guard note.utf8.count > 1024 else { return note }
        var text = note
        while text.utf8.count > 1021 { text.removeLast() }
        return text + "…"
    }
}

/// What happened, before it is an object.
struct RecordedEvent: Sendable {
    let key: EventSeries.Key
    let name: NamespacedName
    let regarding: JSONValue
}
