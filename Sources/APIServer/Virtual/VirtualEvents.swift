internal import APIMachinery
internal import JSON
internal import Synchronization

/// Turns the changes that a type tells of into the events of one watch.
///
/// Used by one task at a time.
final class VirtualEvents: Sendable {
    private struct State {
        var isFirst = true
        /// Names of the selected objects that the client knows; empty without selectors.
        var known: Set<String> = []
    }

    private let encoder: WatchEventEncoder
    /// What the server selects by; nil if the type does.
    private let query: ListQuery?
    private let allowsBookmarks: Bool
    private let state = Mutex(State())

    init(encoder: WatchEventEncoder, query: ListQuery?, allowsBookmarks: Bool) {
        self.encoder = encoder
        let selects = query.map { $0.labelSelector != nil || $0.fieldSelector != nil || !$0.namespace.isEmpty }
        self.query = selects == true ? query : nil
        self.allowsBookmarks = allowsBookmarks
    }

    /// Tells what there is, and then that this was all.
    func tell(_ list: ObjectList<JSONValue>, to body: BodyWriter) async throws {
        for object in list.items { try await tell(.added(object), to: body) }
        guard allowsBookmarks else { return }
        try await body.write(bookmark(list.resourceVersion, endsInitialState: true))
    }

    /// Tells of one change, if the client sees anything of it.
    func tell(_ change: ObjectChange<JSONValue>, to body: BodyWriter) async throws {
        guard let bytes = event(change) else { return }
        try await body.write(bytes)
    }

    private func event(_ change: ObjectChange<JSONValue>) -> [UInt8]? {
        switch change {
        case .added(let object): encoded(.added, object)
        case .modified(let object): encoded(.modified, object)
        case .deleted(let object): encoded(.deleted, object)
        case .bookmark(let version): allowsBookmarks ? bookmark(version, endsInitialState: false) : nil
        }
    }

    private func encoded(_ kind: WatchEventEncoder.Kind, _ object: JSONValue) -> [UInt8]? {
        state.withLock { state in
            guard let shown = shown(kind, object, &state) else { return nil }
            var bytes: [UInt8] = []
            encoder.append(shown, tree: object, isFirst: state.isFirst, to: &bytes)
            state.isFirst = false
            return bytes
        }
    }

    /// What a change is for somebody who sees only the selected objects; nil if it is nothing.
    private func shown(
        _ kind: WatchEventEncoder.Kind,
        _ object: JSONValue,
        _ state: inout State
    ) -> WatchEventEncoder.Kind? {
        guard let query else { return kind }
        let key = object.objectNamespace + "/" + object.objectName
        guard kind != .deleted, query.selects(object) else { return state.known.remove(key) == nil ? nil : .deleted }
        return state.known.insert(key).inserted ? .added : .modified
    }

    private func bookmark(_ version: String, endsInitialState: Bool) -> [UInt8] {
        state.withLock { state in
            var bytes: [UInt8] = []
            encoder.appendBookmark(version, endsInitialState: endsInitialState, isFirst: state.isFirst, to: &bytes)
            state.isFirst = false
            return bytes
        }
    }
}
