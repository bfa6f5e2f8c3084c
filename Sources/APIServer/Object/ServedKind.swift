internal import APIMachinery
internal import JSON
internal import Storage
internal import Synchronization

/// One kind in all its versions, with the cache of its objects.
final class ServedKind: Sendable {
    let group: String
    let plural: String
    let kind: String
    let isNamespaced: Bool
    let versions: [ServedVersion]
    /// Place of the version in which objects are stored.
    let storageIndex: Int
    /// Place of the version that all others convert through.
    let hubIndex: Int
    /// `/registry/<group>/<plural>/`, without the group if that is the core group.
    let prefix: String

    /// Group and plural, as error messages name them.
    var groupResource: GroupResource { GroupResource(group: group, resource: plural) }
    var storageVersion: ServedVersion { versions[storageIndex] }

    /// Gathers the versions of one kind.
    ///
    /// Traps when generated code does not fit together: that is a bug of the generator.
    init(versions: [ServedVersion]) {
        precondition(!versions.isEmpty, "a kind has at least one version")
        let first = versions[0].definition
        group = first.group
        plural = first.plural
        kind = first.kind
        isNamespaced = first.scope == .namespaced
        self.versions = versions
        hubIndex = versions.firstIndex { $0.toHub == nil } ?? 0
        storageIndex = versions.firstIndex { $0.definition.isStorageVersion } ?? hubIndex
        prefix = "/registry/" + (first.group.isEmpty ? "" : first.group + "/") + first.plural + "/"
    }

    /// What a subresource is told or tells: an object of a kind of its own, under the name of its parent.
    init(_ version: ServedVersion, below parent: ServedKind) {
        group = parent.group
        plural = parent.plural
        isNamespaced = parent.isNamespaced
        kind = version.definition.kind
        versions = [version]
        storageIndex = 0
        hubIndex = 0
        prefix = parent.prefix
    }

    /// Store key of an object.
    func key(namespace: String, name: String) -> String {
        isNamespaced ? "\(prefix)\(namespace)/\(name)" : prefix + name
    }

    /// Prefix of all keys of a namespace, or of all objects when it is empty.
    func prefix(namespace: String) -> String {
        isNamespaced && !namespace.isEmpty ? "\(prefix)\(namespace)/" : prefix
    }

    /// Namespace and name of a key of this kind.
    func identity(ofKey key: String) -> (namespace: String, name: String) {
        let rest = key.utf8.dropFirst(prefix.utf8.count)
        guard isNamespaced, let slash = rest.firstIndex(of: UInt8(ascii: "/")) else {
            return ("", String(Substring(rest)))
        }
        return (String(Substring(rest[..<slash])), String(Substring(rest[rest.index(after: slash)...])))
    }

    /// The same object in another version, with that version's defaults.
    ///
    /// - Throws: what the user's types throw when the tree does not fit them.
    func convert(_ tree: JSONValue, from source: Int, to target: Int) throws -> JSONValue {
        guard source != target else { return tree }
        var tree = tree
        if let toHub = versions[source].toHub { tree = try toHub(tree) }
        if let fromHub = versions[target].fromHub { tree = try fromHub(tree) }
        return try canonical(tree, in: target)
    }

    /// Defaults filled in, unknown members dropped, members in order.
    func canonical(_ tree: JSONValue, in index: Int) throws -> JSONValue {
        let version = versions[index]
        var tree = version.schema.applyDefaults(tree)
        if let setDefaults = version.setDefaults { tree = try setDefaults(tree) }
        // What was stored before a definition came to say something else stays readable.
        let pruned = version.isCustom ? try? version.schema.prune(tree) : try version.schema.prune(tree)
        return (pruned?.tree ?? tree).ordered(kind: kind, apiVersion: version.apiVersion)
    }

    /// The bytes that go to the store: canonical, in the storage version, without resourceVersion.
    func storedBytes(_ tree: JSONValue, from source: Int) throws -> [UInt8] {
        var tree = try convert(tree, from: source, to: storageIndex)
        tree.setMetadata("resourceVersion", nil)
        return JSONWriter.bytes(tree.ordered(kind: kind, apiVersion: storageVersion.apiVersion))
    }
}
