public import JSON

/// What the server does to `metadata` between a request and the store.
///
/// All functions take the value of `metadata` in the form in which `Schema.prune` leaves it.
/// Source: apiserver `registry/rest`, `storage/names`.
public enum ObjectMetaLifecycle {
    /// Metadata of a new object without what only the server may set.
    ///
    /// To be called before field owners are recorded. The caller sets `uid` and `creationTimestamp` afterwards.
    public static func preparedForCreate(_ metadata: JSONValue) -> JSONValue {
        var metadata = metadata
        for key in ["selfLink", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"]
        where metadata[key] != nil {
            metadata[key] = nil
        }
        return metadata
    }

    /// Metadata of an update with what a client may leave out taken from the stored object.
    ///
    /// `uid` and `deletionGracePeriodSeconds` are filled in when they are absent; `creationTimestamp`, `generation` and,
    /// once it is set, `deletionTimestamp` are always the stored ones. Members keep the order of the schema.
    ///
    /// - Parameters:
    ///   - new: as it came from the client.
    ///   - old: as it is stored.
    /// - Returns: the metadata to validate and store.
    public static func preparedForUpdate(_ new: JSONValue, old: JSONValue) -> JSONValue {
        var filled = new
        filled["selfLink"] = nil
        if (new["uid"]?.string ?? "").isEmpty { filled["uid"] = old["uid"] }
        if old["creationTimestamp"] != nil { filled["creationTimestamp"] = old["creationTimestamp"] }
        if old["deletionTimestamp"] != nil { filled["deletionTimestamp"] = old["deletionTimestamp"] }
        if new["deletionGracePeriodSeconds"] == nil {
            filled["deletionGracePeriodSeconds"] = old["deletionGracePeriodSeconds"]
        }
        filled["generation"] = old["generation"]
        return filled.members(inOrderOf: Schema.objectMeta)
    }

    /// Longest start of a generated name, in bytes.
    public static let longestGeneratedBase = 58

    /// A name that starts with `base` (cut to 58 bytes) and ends in five random characters.
    public static func generatedName(
        base: String,
        using generator: inout some RandomNumberGenerator
    ) -> String {
        let alphabet = Array("bcdfghjklmnpqrstvwxz2456789".utf8)
        var bytes = Array(base.utf8.prefix(longestGeneratedBase))
        for _ in 0..<5 { bytes.append(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Metadata in which equal owner references stand once, and a warning if there were any.
    ///
    /// - Parameters:
    ///   - metadata: as it came from the client or from admission.
    ///   - isAfterAdmission: whether admission has changed the object since the client sent it.
    /// - Returns: the metadata, and the text for the `Warning` header.
    public static func withoutDuplicateOwners(
        _ metadata: JSONValue,
        isAfterAdmission: Bool = false
    ) -> (metadata: JSONValue, warning: String?) {
        guard let owners = metadata["ownerReferences"]?.array, owners.count > 1 else { return (metadata, nil) }
        var seen: Set<JSONValue> = []
        var duplicates: [String] = []
        let unique = owners.filter { owner in
            if seen.insert(owner).inserted { return true }
            duplicates.append(owner["uid"]?.string ?? "")
            return false
        }
        guard !duplicates.isEmpty else { return (metadata, nil) }
        var result = metadata
        result["ownerReferences"] = .array(unique)
        let when = isAfterAdmission ? " after mutating admission happens" : ""
        let warning =
            ".metadata.ownerReferences contains duplicate entries\(when); API server dedups owner references in 1.20+, "
            + "and may reject such requests as early as 1.24; please fix your requests; "
            + "duplicate UID(s) observed: \(duplicates.joined(separator: ", "))"
        return (result, warning)
    }
}

extension JSONValue {
    /// The members of an object in the order of a schema, unknown ones last.
    func members(inOrderOf schema: Schema) -> JSONValue {
        guard case .object(let members) = self, case .object(let fields) = schema.kind else { return self }
        return .object(Schema.ordered(members, fields))
    }
}
