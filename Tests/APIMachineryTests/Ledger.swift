import APIMachinery
import JSON

/// One stored object and the field managers of its two versions.
struct Ledger {
    static let beta = "wardle.example.com/v1beta1"
    static let alpha = "wardle.example.com/v1alpha1"

    /// What is stored, in the newer version.
    private(set) var live: JSONValue?
    private var clock: Int64 = 1000

    /// Metadata that a server would keep away from field managers.
    private static let owned: JSONValue = ["name": "a", "namespace": "ns", "uid": "u", "resourceVersion": "1"]

    static func manager(_ version: String) -> FieldManager {
        FieldManager(
            schema: version == beta ? TestSchemas.flunder : TestSchemas.flunderV1alpha1,
            apiVersion: version,
            resetFields: FieldSet([[.field("status")]]),
            convert: { tree, version in
                switch version {
                case beta: FieldManager.VersionedTree(tree: convert(tree, version), schema: TestSchemas.flunder)
                case alpha:
                    FieldManager.VersionedTree(tree: convert(tree, version), schema: TestSchemas.flunderV1alpha1)
                default: nil
                }
            }
        )
    }

    /// Renames `reference` to `flunderReference` and back.
    static func convert(_ tree: JSONValue, _ version: String) -> JSONValue {
        guard tree["apiVersion"]?.string != version else { return tree }
        var tree = tree
        tree["apiVersion"] = .string(version)
        let (from, to) = version == beta ? ("reference", "flunderReference") : ("flunderReference", "reference")
        guard var spec = tree["spec"]?.object else { return tree }
        if let value = spec.removeValue(forKey: from) { spec[to] = value }
        let schema = version == beta ? TestSchemas.flunder : TestSchemas.flunderV1alpha1
        spec = spec.reduce(into: JSONObject()) { if schema["spec"]?[$1.key] != nil { $0[$1.key] = $1.value } }
        tree["spec"] = .object(spec)
        return tree
    }

    private func complete(_ tree: JSONValue, _ version: String) throws -> JSONValue {
        let schema = version == Self.beta ? TestSchemas.flunder : TestSchemas.flunderV1alpha1
        var tree = tree
        tree["kind"] = "Flunder"
        tree["apiVersion"] = .string(version)
        var metadata = tree["metadata"]?.object ?? JSONObject()
        for (key, value) in Self.owned.object ?? [:] { metadata[key] = value }
        tree["metadata"] = .object(metadata)
        for key in ["spec", "status"] where tree[key] == nil { tree[key] = [:] }
        return try schema.prune(tree).tree
    }

    mutating func update(_ manager: String, version: String = beta, _ change: (JSONValue) throws -> JSONValue) throws {
        clock += 1
        let old = live.map { Self.convert($0, version) }
        let new = try complete(change(old ?? [:]), version)
        let now = Timestamp(secondsSince1970: clock)
        live = Self.convert(Self.manager(version).update(old: old, new: new, manager: manager, now: now), Self.beta)
    }

    mutating func create(_ manager: String, version: String = beta, _ tree: JSONValue) throws {
        try update(manager, version: version) { _ in tree }
    }

    mutating func patch(_ manager: String, version: String = beta, _ patch: JSONValue) throws {
        try update(manager, version: version) { try MergePatch(patch).apply(to: $0) }
    }

    mutating func apply(_ manager: String, version: String = beta, isForced: Bool = false, _ config: JSONValue) throws {
        clock += 1
        var config = config
        config["kind"] = "Flunder"
        config["apiVersion"] = .string(version)
        let result = try Self.manager(version).apply(
            live: live.map { Self.convert($0, version) },
            config: config,
            manager: manager,
            isForced: isForced,
            now: Timestamp(secondsSince1970: clock)
        )
        live = Self.convert(try complete(result, version), Self.beta)
    }

    /// `manager/U|A/version` with its fields for every entry.
    var books: JSONValue {
        var result = JSONObject()
        for entry in live?.at("metadata", "managedFields")?.array ?? [] {
            let version = (entry["apiVersion"]?.string ?? "").split(separator: "/").last ?? ""
            let operation = entry["operation"]?.string?.prefix(1) ?? ""
            result["\(entry["manager"]?.string ?? "")/\(operation)/\(version)"] = entry["fieldsV1"]
        }
        return .object(result)
    }

    /// The object without what the server looks after.
    var content: JSONValue {
        var tree = live ?? nil
        for key in ["kind", "apiVersion", "status"] { tree[key] = nil }
        var metadata = tree["metadata"]?.object ?? JSONObject()
        for key in (Self.owned.object?.keys ?? []) + ["managedFields"] { metadata.removeValue(forKey: key) }
        tree["metadata"] = .object(metadata)
        return tree
    }
}
