internal import APIMachinery
internal import JSON
internal import Storage
internal import Synchronization

/// One object at one revision, ready to be sent: the cache's unit.
///
/// Holds the bytes in the storage version with the resourceVersion in them. Other versions, and the labels that selectors
/// ask for, are made when somebody first wants them and kept with the object.
final class ServedObject: Sendable {
    let kind: ServedKind
    let key: String
    let revision: UInt64
    /// Encoded in the storage version, resourceVersion included.
    let bytes: [UInt8]
    /// Whether the store holds it in another version or another order than it would be written in now.
    let isStale: Bool
    private let derived = Mutex(Derived())

    private struct Derived {
        var labels: [String: String]?
        var versions: [Int: [UInt8]] = [:]
        /// By version: the values of its selectable fields by label.
        var fields: [Int: [String: String]] = [:]
    }

    /// Makes an object of what the store holds.
    ///
    /// - Throws: `JSONParseError` if the stored bytes are no JSON object.
    init(_ stored: Stored, of kind: ServedKind) throws {
        self.kind = kind
        key = stored.key
        revision = stored.revision
        if let bytes = kind.storageVersion.layout.inserting(revision: stored.revision, into: stored.value) {
            let completed = kind.storageVersion.isCustom ? try Self.completed(stored, of: kind) : nil
            self.bytes = completed ?? bytes
            isStale = completed != nil
        } else {
            isStale = true
            bytes = try Self.reencode(stored, of: kind)
        }
    }

    /// Bytes that were stored before the definition of the kind said what it says now; nil if it still says the same.
    private static func completed(_ stored: Stored, of kind: ServedKind) throws -> [UInt8]? {
        let tree = try JSONReader.parse(stored.value, maximumDepth: depthLimit)
        let value = JSONWriter.bytes(try kind.canonical(tree, in: kind.storageIndex))
        guard value != stored.value else { return nil }
        return kind.storageVersion.layout.inserting(revision: stored.revision, into: value)
    }

    /// Bytes that something else wrote: another order of members, or another version.
    private static func reencode(_ stored: Stored, of kind: ServedKind) throws -> [UInt8] {
        var tree = try JSONReader.parse(stored.value, maximumDepth: depthLimit)
        let source = kind.versions.firstIndex { $0.apiVersion == tree["apiVersion"]?.string } ?? kind.storageIndex
        tree = try kind.convert(tree, from: source, to: kind.storageIndex)
        tree.setMetadata("resourceVersion", .string(String(stored.revision)))
        return JSONWriter.bytes(tree.ordered(kind: kind.kind, apiVersion: kind.storageVersion.apiVersion))
    }

    var identity: (namespace: String, name: String) { kind.identity(ofKey: key) }

    /// The same object with another revision.
    func at(revision: UInt64) throws -> ServedObject {
        var tree = try tree()
        tree.setMetadata("resourceVersion", nil)
        let bytes = JSONWriter.bytes(tree.ordered(kind: kind.kind, apiVersion: kind.storageVersion.apiVersion))
        return try ServedObject(Stored(key: key, value: bytes, revision: revision), of: kind)
    }

    /// The object in the storage version as a tree, resourceVersion included.
    func tree() throws -> JSONValue { try JSONReader.parse(bytes, maximumDepth: Self.depthLimit) }

    /// More than what requests may have: `managedFields` is nested as deep as what it speaks of, and lies deeper.
    private static let depthLimit = 1_024

    /// The object in a version as a tree.
    func tree(in version: Int) throws -> JSONValue {
        try kind.convert(tree(), from: kind.storageIndex, to: version)
    }

    /// The object in a version, encoded.
    func bytes(in version: Int) throws -> [UInt8] {
        if version == kind.storageIndex { return bytes }
        if let made = derived.withLock({ $0.versions[version] }) { return made }
        let made = JSONWriter.bytes(try tree(in: version))
        derived.withLock { $0.versions[version] = made }
        return made
    }

    /// The value of a selectable field as a version has it.
    func field(_ label: String, in version: Int) -> String {
        if let fields = derived.withLock({ $0.fields[version] }) { return fields[label] ?? "" }
        var fields: [String: String] = [:]
        if let tree = try? tree(in: version) {
            for field in kind.versions[version].selectableFields { fields[field.label] = field.text(in: tree) }
        }
        derived.withLock { $0.fields[version] = fields }
        return fields[label] ?? ""
    }

    /// The labels, for selectors.
    var labels: [String: String] {
        if let labels = derived.withLock({ $0.labels }) { return labels }
        let labels = (try? tree())?.labels ?? [:]
        derived.withLock { $0.labels = labels }
        return labels
    }
}
