public import JSON

/// An object that another one belongs to.
public struct OwnerReference: Sendable, Equatable {
    /// Group and version of the owner: `apps/v1`.
    public var apiVersion: String
    /// Kind of the owner.
    public var kind: String
    /// Name of the owner.
    public var name: String
    /// UID of the owner.
    public var uid: String
    /// Whether the owner is the controller that manages the object.
    public var controller: Bool?
    /// Whether a foreground deletion of the owner waits for the object.
    public var blockOwnerDeletion: Bool?

    /// Makes a reference.
    public init(
        apiVersion: String,
        kind: String,
        name: String,
        uid: String,
        controller: Bool? = nil,
        blockOwnerDeletion: Bool? = nil
    ) {
        self.apiVersion = apiVersion
        self.kind = kind
        self.name = name
        self.uid = uid
        self.controller = controller
        self.blockOwnerDeletion = blockOwnerDeletion
    }
}

extension OwnerReference: JSONCodable {
    /// Reads the value from a tree.
    public init(json: JSONValue) throws(JSONDecodingError) {
        let fields = try MemberReader(json)
        apiVersion = try fields.string("apiVersion")
        kind = try fields.string("kind")
        name = try fields.string("name")
        uid = try fields.string("uid")
        controller = try fields.bool("controller")
        blockOwnerDeletion = try fields.bool("blockOwnerDeletion")
    }

    /// The value as a tree.
    public var json: JSONValue {
        var members = JSONObject(capacity: 6)
        members.append(.string(apiVersion), forNewKey: "apiVersion")
        members.append(.string(kind), forNewKey: "kind")
        members.append(.string(name), forNewKey: "name")
        members.append(.string(uid), forNewKey: "uid")
        if let controller { members.append(.bool(controller), forNewKey: "controller") }
        if let blockOwnerDeletion { members.append(.bool(blockOwnerDeletion), forNewKey: "blockOwnerDeletion") }
        return .object(members)
    }
}
