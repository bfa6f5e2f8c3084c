internal import JSON
internal import YAML

/// One or several kubeconfig files, merged as kubectl merges them, before anything they name is read.
///
/// Source: client-go, `tools/clientcmd/loader.go`: of equal names the first file's entry counts as a whole, as does the
/// first current context; relative paths belong to the folder of the file that has them.
public struct Kubeconfig: Sendable, Equatable {
    /// A cluster, user or context with the file that it stands in.
    struct Entry: Equatable, Sendable {
        var name: String
        var file: String
        var value: JSONValue
    }

    /// The files that were read, the most important one first.
    public internal(set) var files: [String]
    /// The context that is used if the caller names none.
    public internal(set) var currentContext: String?
    var clusters: [Entry] = []
    var users: [Entry] = []
    var contexts: [Entry] = []

    /// The names of all contexts in order.
    public var contextNames: [String] { contexts.map(\.name) }

    /// The name of the cluster of a context; nil if there is no such context, or it names none.
    public func clusterName(ofContext name: String) -> String? {
        contexts.first { $0.name == name }?.text("cluster")
    }

    /// Reads the text of one file.
    ///
    /// - Parameters:
    ///   - bytes: YAML or JSON.
    ///   - file: its path, for messages and relative paths.
    /// - Throws: `.malformed`.
    public init(_ bytes: [UInt8], file: String) throws(KubeClientError) {
        let tree: JSONValue
        do throws(YAMLError) {
            tree = try YAMLReader.parse(bytes)
        } catch {
            throw .malformed(file: file, reason: "\(error)")
        }
        guard tree.isNull || tree.object != nil else {
            throw .malformed(file: file, reason: "it holds \(tree.typeName), not an object")
        }
        if let kind = tree["kind"]?.string, kind != "Config" {
            throw .malformed(file: file, reason: "its kind is \(kind), not Config")
        }
        files = [file]
        currentContext = tree["current-context"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        clusters = try Self.entries(tree, "clusters", "cluster", file)
        users = try Self.entries(tree, "users", "user", file)
        contexts = try Self.entries(tree, "contexts", "context", file)
    }

    /// Merges files, the most important one first; at least one.
    init(merging configurations: [Kubeconfig]) {
        files = configurations.flatMap(\.files)
        currentContext = configurations.lazy.compactMap(\.currentContext).first
        func merge(_ list: KeyPath<Kubeconfig, [Entry]>) -> [Entry] {
            var seen: Set<String> = []
            return configurations.flatMap { $0[keyPath: list] }.filter { seen.insert($0.name).inserted }
        }
        clusters = merge(\.clusters)
        users = merge(\.users)
        contexts = merge(\.contexts)
    }

    private static func entries(
        _ tree: JSONValue,
        _ list: String,
        _ member: String,
        _ file: String
    ) throws(KubeClientError) -> [Entry] {
        guard let value = tree[list], !value.isNull else { return [] }
        guard let elements = value.array else { throw .malformed(file: file, reason: "\(list) is not a list") }
        var entries: [Entry] = []
        for (index, element) in elements.enumerated() {
            guard let name = element["name"]?.string else {
                throw .malformed(file: file, reason: "\(list)[\(index)] has no name")
            }
            guard !entries.contains(where: { $0.name == name }) else {
                throw .malformed(file: file, reason: "\(list) has \"\(name)\" twice")
            }
            entries.append(Entry(name: name, file: file, value: element[member] ?? .emptyObject))
        }
        return entries
    }
}

extension Kubeconfig {
    /// An entry by name.
    ///
    /// - Throws: `.missingEntry` with what there is instead.
    func entry(
        _ kind: String,
        _ name: String,
        in list: [Entry],
        namedBy: String
    ) throws(KubeClientError) -> Entry {
        guard let entry = list.first(where: { $0.name == name }) else {
            throw .missingEntry(kind: kind, name: name, namedBy: namedBy, files: files, present: list.map(\.name))
        }
        return entry
    }
}

extension Kubeconfig.Entry {
    /// A text that is not empty.
    func text(_ field: String) -> String? { value[field]?.string.flatMap { $0.isEmpty ? nil : $0 } }

    func flag(_ field: String) -> Bool { value[field]?.bool ?? false }

    /// The path that a field holds, relative ones from the folder of the file.
    func path(_ field: String) -> String? { text(field).map(absolute) }

    func absolute(_ path: String) -> String {
        guard path.utf8.first != UInt8(ascii: "/") else { return path }
        guard let slash = file.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return String(file[...slash]) + path
    }
}
