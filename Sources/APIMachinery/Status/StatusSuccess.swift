public import JSON

/// The answer to a successful deletion: an object of kind `Status`.
public struct StatusSuccess: Sendable, Equatable {
    /// What was deleted; nil if there is nothing to say.
    public var details: StatusError.Details?

    /// Makes an answer.
    public init(details: StatusError.Details? = nil) { self.details = details }

    /// The answer to the deletion of one object.
    public init(deleted resource: GroupResource, name: String, uid: String) {
        var details = StatusError.Details(resource, name: name)
        details.uid = uid
        self.details = details
    }

    /// The `Status` object.
    public var json: JSONValue {
        var members = JSONObject(capacity: 5)
        members.append("Status", forNewKey: "kind")
        members.append("v1", forNewKey: "apiVersion")
        members.append(.emptyObject, forNewKey: "metadata")
        members.append("Success", forNewKey: "status")
        if let details { members.append(details.json, forNewKey: "details") }
        return .object(members)
    }
}
