internal import APIMachinery
internal import JSON
internal import Storage

/// Writes the events of one watch, each as one line of JSON.
struct WatchEventEncoder: Sendable {
    /// What the client is told of a change.
    enum Kind: String, Sendable {
        case added = "ADDED"
        case modified = "MODIFIED"
        case deleted = "DELETED"
    }

    private let version: Int
    private let served: ServedVersion
    private let transform: Transform
    private let table: Table?
    private let metrics: WatchMetrics

    init(request: ResourceRequest, representation: Representation) throws(StatusError) {
        version = request.version
        served = request.served
        metrics = WatchMetrics(registry: request.environment.registry, request.served)
        transform = representation.transform
        if case .table(let version) = representation.transform {
            table = try Table(request: request, version: version)
        } else {
            table = nil
        }
    }

    /// False for a list as the form of single objects: such a watch ends with its first event, as upstream's does.
    var canShowObjects: Bool {
        if case .partialMetadata(_, isList: true) = transform { return false }
        return true
    }

    /// Appends one event.
    ///
    /// Plain objects are copied as they are encoded; only other representations are made anew.
    ///
    /// - Parameters:
    ///   - kind: what happened to the object.
    ///   - object: after the change; as it was last for a deletion.
    ///   - isFirst: whether a table still has to bring its columns.
    ///   - out: where the event goes, with its line end.
    /// - Throws: what converting to the version of the watch throws; `out` is then of no use.
    func append(_ kind: Kind, _ object: ServedObject, isFirst: Bool, to out: inout [UInt8]) throws {
        guard case .none = transform else {
            return append(kind, tree: try object.tree(in: version), isFirst: isFirst, to: &out)
        }
        let start = out.count
        open(kind.rawValue, &out)
        out += try object.bytes(in: version)
        close(&out)
        metrics.sent(bytes: out.count - start)
    }

    /// Appends an event of an object in the version of the watch.
    func append(_ kind: Kind, tree: JSONValue, isFirst: Bool, to out: inout [UInt8]) {
        let start = out.count
        open(kind.rawValue, &out)
        JSONWriter.append(shown(tree, isFirst), to: &out)
        close(&out)
        metrics.sent(bytes: out.count - start)
    }

    private func shown(_ tree: JSONValue, _ isFirst: Bool) -> JSONValue {
        switch transform {
        case .none:
            return tree.ordered(kind: served.definition.kind, apiVersion: served.apiVersion)
        case .partialMetadata(let version, _):
            return PartialMetadata.document(of: tree, version: version)
        case .table:
            guard let table else { return tree }
            let metadata: JSONValue = ["resourceVersion": .string(tree.resourceVersion)]
            return table.document(metadata: metadata, rows: [table.row(tree)], withColumns: isFirst)
        }
    }

    /// Appends a bookmark: how far the stream has come.
    func appendBookmark(revision: UInt64, endsInitialState: Bool, isFirst: Bool, to out: inout [UInt8]) {
        appendBookmark(String(revision), endsInitialState: endsInitialState, isFirst: isFirst, to: &out)
    }

    /// The same for a state that need not be a number.
    func appendBookmark(_ revision: String, endsInitialState: Bool, isFirst: Bool, to out: inout [UInt8]) {
        open("BOOKMARK", &out)
        JSONWriter.append(bookmark(revision, endsInitialState, isFirst), to: &out)
        close(&out)
    }

    /// An event that ends the stream.
    func error(_ error: StatusError) -> [UInt8] {
        var out: [UInt8] = []
        open("ERROR", &out)
        JSONWriter.append(error.json, to: &out)
        close(&out)
        return out
    }

    private func bookmark(_ revision: String, _ endsInitialState: Bool, _ isFirst: Bool) -> JSONValue {
        var metadata: JSONValue = ["resourceVersion": .string(revision)]
        if endsInitialState { metadata["annotations"] = ["k8s.io/initial-events-end": "true"] }
        var object: JSONValue = ["metadata": metadata]
        object = served.schema.applyDefaults(object)
        return shown(object.ordered(kind: served.definition.kind, apiVersion: served.apiVersion), isFirst)
    }

    private func open(_ type: String, _ out: inout [UInt8]) {
        out += Self.beginning
        out += Array(type.utf8)
        out += Self.middle
    }

    private func close(_ out: inout [UInt8]) { out += Self.ending }

    private static let beginning: [UInt8] = Array("{\"type\":\"".utf8)
    private static let middle: [UInt8] = Array("\",\"object\":".utf8)
    private static let ending: [UInt8] = Array("}\n".utf8)
}
