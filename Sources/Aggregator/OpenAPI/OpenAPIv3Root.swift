internal import JSON

/// The root of OpenAPI v3: which documents there are, and at which address each server has its own.
///
/// Source: kube-aggregator `openapiv3/aggregator`.
struct OpenAPIv3Root: Sendable, Equatable {
    /// `serverRelativeURL` by key: `apis/<group>/<version>`.
    var addresses: [String: String]

    /// Reads a root; nil if it is none.
    init?(_ tree: JSONValue) {
        guard let paths = tree["paths"]?.object else { return nil }
        addresses = [:]
        for (key, value) in paths { addresses[key] = value["serverRelativeURL"]?.string ?? "" }
    }

    /// All roots as one, sorted by key; of equal keys the first counts.
    static func merged(_ roots: [OpenAPIv3Root]) -> JSONValue {
        var addresses: [String: String] = [:]
        for root in roots { addresses.merge(root.addresses) { first, _ in first } }
        var paths = JSONObject(capacity: addresses.count)
        for (key, address) in addresses.sorted(by: { $0.key < $1.key }) {
            paths[key] = ["serverRelativeURL": .string(address)]
        }
        return ["paths": .object(paths)]
    }
}

extension OpenAPIv3Root {
    /// The part of one key.
    func only(_ key: String) -> OpenAPIv3Root {
        var root = self
        root.addresses = addresses.filter { $0.key == key }
        return root
    }
}
