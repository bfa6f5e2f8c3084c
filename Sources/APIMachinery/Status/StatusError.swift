public import JSON

/// A failed request in the words of Kubernetes: an object of kind `Status` with its HTTP code.
///
/// Source: apimachinery `api/errors`, `meta/v1.Status`.
public struct StatusError: Error, Sendable, Equatable {
    /// One cause out of several.
    public struct Cause: Sendable, Equatable {
        /// Why, in one word: `NotFound` and the like.
        public var reason: String
        /// For people.
        public var message: String
        /// `spec.items[2].name`; empty if the cause is no field.
        public var field: String

        /// Makes a cause.
        public init(reason: String = "", message: String = "", field: String = "") {
            self.reason = reason
            self.message = message
            self.field = field
        }
    }

    /// What the failure is about; empty members are not written.
    public struct Details: Sendable, Equatable {
        /// Name of the object.
        public var name: String
        /// API group.
        public var group: String
        /// Resource (plural) or kind, depending on the failure.
        public var kind: String
        /// UID of the object.
        public var uid: String
        /// The single causes, if there are several.
        public var causes: [Cause]
        /// In seconds; 0 for none.
        ///
        /// Also the value of the `Retry-After` header.
        public var retryAfterSeconds: Int

        /// Makes details; every argument may be left out.
        public init(
            name: String = "",
            group: String = "",
            kind: String = "",
            uid: String = "",
            causes: [Cause] = [],
            retryAfterSeconds: Int = 0
        ) {
            self.name = name
            self.group = group
            self.kind = kind
            self.uid = uid
            self.causes = causes
            self.retryAfterSeconds = retryAfterSeconds
        }

        /// Details that name an object.
        public init(_ resource: GroupResource, name: String = "", causes: [Cause] = [], retryAfterSeconds: Int = 0) {
            self.init(
                name: name,
                group: resource.group,
                kind: resource.resource,
                causes: causes,
                retryAfterSeconds: retryAfterSeconds
            )
        }
    }

    /// HTTP status code.
    public var code: Int
    /// `NotFound` and the like; empty for a failure without a reason.
    public var reason: String
    /// For people.
    public var message: String
    /// Nil if there are none; empty details are written as `{}`.
    public var details: Details?
    /// Token with which an expired listing can go on (`metadata.continue`); nil for none.
    public var continueToken: String?

    /// Makes a failure.
    public init(code: Int, reason: String, message: String, details: Details? = nil) {
        self.code = code
        self.reason = reason
        self.message = message
        self.details = details
    }

    /// Seconds for the `Retry-After` header; nil if there shall be none.
    public var retryAfterSeconds: Int? {
        guard let seconds = details?.retryAfterSeconds, seconds > 0 else { return nil }
        return seconds
    }

    /// The `Status` object.
    public var json: JSONValue {
        var members = JSONObject(capacity: 8)
        members.append("Status", forNewKey: "kind")
        members.append("v1", forNewKey: "apiVersion")
        members.append(continueToken.map { ["continue": .string($0)] } ?? .emptyObject, forNewKey: "metadata")
        members.append("Failure", forNewKey: "status")
        if !message.isEmpty { members.append(.string(message), forNewKey: "message") }
        if !reason.isEmpty { members.append(.string(reason), forNewKey: "reason") }
        if let details { members.append(details.json, forNewKey: "details") }
        members.append(.integer(Int64(code)), forNewKey: "code")
        return .object(members)
    }
}

extension StatusError.Details {
    /// The `details` member; `{}` if nothing is known.
    public var json: JSONValue {
        var members = JSONObject(capacity: 6)
        members.appendNonEmpty(name, forNewKey: "name")
        members.appendNonEmpty(group, forNewKey: "group")
        members.appendNonEmpty(kind, forNewKey: "kind")
        members.appendNonEmpty(uid, forNewKey: "uid")
        if !causes.isEmpty { members.append(.array(causes.map(\.json)), forNewKey: "causes") }
        if retryAfterSeconds != 0 { members.append(.integer(Int64(retryAfterSeconds)), forNewKey: "retryAfterSeconds") }
        return .object(members)
    }
}

extension StatusError.Cause {
    /// One element of `causes`.
    public var json: JSONValue {
        var members = JSONObject(capacity: 3)
        members.appendNonEmpty(reason, forNewKey: "reason")
        members.appendNonEmpty(message, forNewKey: "message")
        members.appendNonEmpty(field, forNewKey: "field")
        return .object(members)
    }
}

extension JSONObject {
    /// Adds a text under a new key unless it is empty.
    mutating func appendNonEmpty(_ text: String, forNewKey key: String) {
        if !text.isEmpty { append(.string(text), forNewKey: key) }
    }
}

extension StatusError: CustomStringConvertible {
    /// The value as text.
    public var description: String { message }
}
