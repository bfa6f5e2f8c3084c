public import JSON

/// A tree that is laid over another: members replace members, null removes them, lists are replaced as a whole.
///
/// Source: RFC 7386.
public struct MergePatch: Sendable, Equatable {
    private let members: JSONObject

    /// Reads a patch; it must be an object.
    ///
    /// - Throws: `malformed`.
    public init(_ json: JSONValue) throws(PatchError) {
        switch json {
        case .object(let members): self.members = members
        case .null: throw .malformed("Invalid JSON Patch")
        default:
            throw .malformed(
                "error decoding patch: json: cannot unmarshal \(json.typeName) into Go value of type map[string]interface {}"
            )
        }
    }

    /// The tree with the patch laid over it.
    public func apply(to tree: JSONValue) -> JSONValue {
        var result = tree.object ?? JSONObject()
        Self.merge(members, into: &result)
        return .object(result)
    }

    private static func merge(_ patch: JSONObject, into target: inout JSONObject) {
        for (key, change) in patch {
            switch change {
            case .null: target.removeValue(forKey: key)
            case .object(let change):
                target.withValue(forKey: key) { value in
                    var members = value?.object ?? JSONObject()
                    value = .null
                    merge(change, into: &members)
                    value = .object(members)
                }
            default: target[key] = change
            }
        }
    }
}
