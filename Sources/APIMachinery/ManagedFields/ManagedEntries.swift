internal import JSON

/// Who manages fields: one entry of `managedFields` without its fields and its time.
struct FieldOwner: Sendable, Hashable {
    var manager: String
    /// Whether the fields came by server-side apply.
    var isApplied: Bool
    /// Empty for appliers, who keep their entry when they change to another version.
    var apiVersion: String
    var subresource: String
}

extension FieldOwner: Comparable {
    static func < (left: FieldOwner, right: FieldOwner) -> Bool {
        (left.manager, left.isApplied ? 0 : 1, left.apiVersion, left.subresource)
            < (right.manager, right.isApplied ? 0 : 1, right.apiVersion, right.subresource)
    }
}

/// As conflicts name it: `"kubectl" with subresource "status" using apps/v1`.
extension FieldOwner: CustomStringConvertible {
    var description: String {
        GoText.quoted(manager)
            + (subresource.isEmpty ? "" : " with subresource " + GoText.quoted(subresource))
            + (isApplied ? "" : " using " + apiVersion)
    }
}

/// `managedFields` while it is worked on.
struct ManagedEntries: Sendable {
    /// What one manager owns.
    struct Fields: Sendable, Equatable {
        var set: FieldSet
        /// The version whose fields are named.
        var apiVersion: String
        var time: Timestamp?
    }

    var fields: [FieldOwner: Fields] = [:]

    var isEmpty: Bool { fields.isEmpty }

    init() {}

    /// Reads the entries of an object; nil if one of them cannot be read.
    init?(_ entries: [JSONValue]) {
        for entry in entries {
            let operation = entry["operation"]?.string ?? ""
            guard entry["fieldsType"]?.string == "FieldsV1", operation == "Apply" || operation == "Update",
                let set = FieldSet(json: entry["fieldsV1"] ?? .emptyObject)
            else { return nil }
            let apiVersion = entry["apiVersion"]?.string ?? ""
            let owner = FieldOwner(
                manager: entry["manager"]?.string ?? "",
                isApplied: operation == "Apply",
                apiVersion: operation == "Apply" ? "" : apiVersion,
                subresource: entry["subresource"]?.string ?? ""
            )
            let time = (entry["time"]?.string).flatMap { Timestamp($0) }
            fields[owner] = Fields(set: set, apiVersion: apiVersion, time: time)
        }
    }

    /// The entries in the order in which they are stored.
    var json: [JSONValue] {
        fields.sorted { left, right in
            let (mine, other) = (left.key, right.key)
            if mine.isApplied != other.isApplied { return mine.isApplied }
            let (time, otherTime) = (left.value.seconds, right.value.seconds)
            if time != otherTime { return time < otherTime }
            return (mine.manager, left.value.apiVersion, mine.subresource)
                < (other.manager, right.value.apiVersion, other.subresource)
        }
        .map(Self.json)
    }

    private static func json(_ owner: FieldOwner, _ fields: Fields) -> JSONValue {
        var members = JSONObject(capacity: 7)
        members.appendNonEmpty(owner.manager, forNewKey: "manager")
        members.append(owner.isApplied ? "Apply" : "Update", forNewKey: "operation")
        members.appendNonEmpty(fields.apiVersion, forNewKey: "apiVersion")
        if let time = fields.time { members.append(time.json, forNewKey: "time") }
        members.append("FieldsV1", forNewKey: "fieldsType")
        members.append(fields.set.json, forNewKey: "fieldsV1")
        members.appendNonEmpty(owner.subresource, forNewKey: "subresource")
        return .object(members)
    }

    /// Forgets managers that own nothing.
    mutating func dropEmpty() { fields = fields.filter { !$0.value.set.isEmpty } }

    /// The manager that takes over what old updaters owned.
    static let bucketName = "ancient-changes"

    /// Folds the oldest entries of each version into one, until there are at most `maximum` that came by update.
    mutating func capUpdaters(_ maximum: Int = 10) {
        let updaters = fields.filter { !$0.key.isApplied }
        guard updaters.count > maximum else { return }
        let oldestFirst = updaters.sorted { ($0.value.seconds, $0.key) < ($1.value.seconds, $1.key) }
        var count = updaters.count
        var first: [String: FieldOwner] = [:]
        for (owner, old) in oldestFirst where count > maximum {
            guard let firstOwner = first[old.apiVersion] else {
                first[old.apiVersion] = owner
                continue
            }
            let bucket = FieldOwner(
                manager: Self.bucketName,
                isApplied: false,
                apiVersion: old.apiVersion,
                subresource: ""
            )
            if fields[bucket] == nil, let start = fields.removeValue(forKey: firstOwner) { fields[bucket] = start }
            let collected = fields[bucket]?.set ?? FieldSet()
            if owner != bucket { fields.removeValue(forKey: owner) }
            fields[bucket] = Fields(set: collected.union(old.set), apiVersion: old.apiVersion, time: old.time)
            count -= 1
        }
    }
}

extension ManagedEntries.Fields {
    fileprivate var seconds: Int64 { time?.secondsSince1970 ?? 0 }
}
