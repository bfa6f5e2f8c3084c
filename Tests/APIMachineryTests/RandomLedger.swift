import APIMachinery
import JSON

/// One stored object of a kind that was made at random, and its field manager.
struct RandomLedger {
    let schema: Schema
    private(set) var live: JSONValue?
    private var clock: Int64 = 1000

    init(_ schema: Schema) { self.schema = schema }

    private var manager: FieldManager { FieldManager(schema: schema, apiVersion: "example.com/v1") }

    private func complete(_ tree: JSONValue) throws -> JSONValue {
        var tree = tree
        tree["kind"] = "Thing"
        tree["apiVersion"] = "example.com/v1"
        var metadata = tree["metadata"]?.object ?? JSONObject()
        metadata["name"] = "a"
        tree["metadata"] = .object(metadata)
        return try schema.prune(tree).tree
    }

    /// Stores what a manager sends: a creation or a replacement.
    mutating func update(_ name: String, _ tree: JSONValue) throws {
        clock += 1
        let now = Timestamp(secondsSince1970: clock)
        live = manager.update(old: live, new: try complete(tree), manager: name, now: now)
    }

    mutating func apply(_ name: String, isForced: Bool = false, _ config: JSONValue) throws {
        clock += 1
        var config = config
        config["kind"] = "Thing"
        config["apiVersion"] = "example.com/v1"
        let now = Timestamp(secondsSince1970: clock)
        live = try complete(
            try manager.apply(live: live, config: config, manager: name, isForced: isForced, now: now)
        )
    }

    /// The content without what tells when and by whom.
    var content: JSONValue {
        let spec = live?["spec"] ?? [:]
        return schema["spec"].map { RandomShapes.unordered(spec, $0) } ?? spec
    }

    /// Whether there is something at a place of the object.
    func has(_ path: [PathElement]) -> Bool {
        var place = live
        for element in path {
            switch element {
            case .field(let name): place = place?[name]
            case .index(let index): place = place?.array?.dropFirst(index).first
            case .value(let value): place = place?.array?.first { $0 == value }
            case .key(let members):
                place = place?.array?.first { item in members.allSatisfy { item[$0.key] == $0.value } }
            }
        }
        return place != nil
    }

    /// What each manager owns, by name and operation.
    var books: [String: FieldSet] {
        var result: [String: FieldSet] = [:]
        for entry in live?.at("metadata", "managedFields")?.array ?? [] {
            let key = "\(entry["manager"]?.string ?? "")/\(entry["operation"]?.string ?? "")"
            result[key] = FieldSet(json: entry["fieldsV1"] ?? [:])
        }
        return result
    }
}
