/// How the keys of the store are written in etcd.
///
/// The store says `/registry/<group>/<resource>/…`, etcd `<prefix>/<group>/<resource>/…`, as upstream's servers do. Keys
/// that do not begin with `/registry` are put below the prefix as they are.
/// Source: apiserver `storagebackend.Config.Prefix`, `GroupResource` options.
struct EtcdKeys: Sendable, Equatable {
    private static let root = "/registry"

    /// Without a slash at its end.
    private let prefix: String

    init(prefix: String) {
        let text = prefix.hasPrefix("/") ? prefix : "/" + prefix
        var end = text.utf8.count
        while end > 0, text.utf8[text.utf8.index(text.utf8.startIndex, offsetBy: end - 1)] == UInt8(ascii: "/") {
            end -= 1
        }
        self.prefix = String(decoding: text.utf8.prefix(end), as: UTF8.self)
    }

    /// The key in etcd.
    func inEtcd(_ key: String) -> String { prefix + (Self.isBelowRoot(key) ? key.utf8Suffix(Self.root) : key) }

    /// The key of the store that stands in etcd as `key`; `isBelowRoot` says which of the two forms it has.
    func inStore(_ key: String, isBelowRoot: Bool) -> String {
        (isBelowRoot ? Self.root : "") + key.utf8Suffix(prefix)
    }

    /// Whether a key or prefix of the store has the form of upstream.
    static func isBelowRoot(_ key: String) -> Bool { key.utf8.starts(with: (root + "/").utf8) }

    /// A key that is read to see whether etcd answers.
    ///
    /// Source: apiserver `storagebackend/factory`: `path.Join("/", prefix, "health")`.
    var health: String { prefix + "/health" }
}

extension String {
    /// What is left after as many bytes as `start` has.
    fileprivate func utf8Suffix(_ start: String) -> String {
        String(decoding: utf8.dropFirst(start.utf8.count), as: UTF8.self)
    }
}
