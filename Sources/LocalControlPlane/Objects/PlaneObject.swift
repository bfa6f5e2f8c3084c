internal import JSON
internal import Storage

/// One object of the control plane as its own parts read it.
final class PlaneObject: Sendable {
    let tree: JSONValue
    let revision: UInt64

    init(_ stored: Stored) throws {
        tree = try JSONReader.parse(stored.value)
        revision = stored.revision
    }
}

extension JSONValue {
    var name: String { self["metadata"]?["name"]?.string ?? "" }
    var namespace: String { self["metadata"]?["namespace"]?.string ?? "" }
    var uid: String { self["metadata"]?["uid"]?.string ?? "" }
    var finalizers: [String] { self["metadata"]?["finalizers"]?.array?.compactMap(\.string) ?? [] }
    var isTerminating: Bool { self["metadata"]?["deletionTimestamp"]?.string != nil }
}
