public import JSON

/// One thing that has been observed about an object, with its current state.
///
/// Source: meta/v1 `Condition`.
public struct Condition: Sendable, Equatable {
    /// Whether what is observed holds.
    public enum Status: String, Sendable {
        case `true` = "True"
        case `false` = "False"
        case unknown = "Unknown"
    }

    /// What is observed, in CamelCase, such as `Ready`; unique among the conditions of an object.
    public var type: String
    /// `True`, `False` or `Unknown`; kept as text, because clients may write anything.
    public var status: String
    /// The generation of the object that was looked at; 0 if nobody said.
    public var observedGeneration: Int64
    /// When the status changed last.
    public var lastTransitionTime: Timestamp
    /// Why it changed, for programs, in CamelCase.
    public var reason: String
    /// Why it changed, for people.
    public var message: String

    /// Makes a condition.
    public init(
        type: String,
        status: Status,
        observedGeneration: Int64 = 0,
        lastTransitionTime: Timestamp,
        reason: String,
        message: String = ""
    ) {
        self.type = type
        self.status = status.rawValue
        self.observedGeneration = observedGeneration
        self.lastTransitionTime = lastTransitionTime
        self.reason = reason
        self.message = message
    }
}

extension Condition: JSONCodable {
    /// Reads the value from a tree.
    public init(json: JSONValue) throws(JSONDecodingError) {
        let fields = try MemberReader(json)
        type = try fields.string("type")
        status = try fields.string("status")
        observedGeneration = try fields.integer("observedGeneration") ?? 0
        guard let time = try fields.timestamp("lastTransitionTime") else {
            throw JSONDecodingError(.missing, path: ["lastTransitionTime"])
        }
        lastTransitionTime = time
        reason = try fields.string("reason")
        message = try fields.string("message")
    }

    /// The value as a tree.
    public var json: JSONValue {
        var members = JSONObject(capacity: 6)
        members.append(.string(type), forNewKey: "type")
        members.append(.string(status), forNewKey: "status")
        if observedGeneration != 0 { members.append(.integer(observedGeneration), forNewKey: "observedGeneration") }
        members.append(lastTransitionTime.json, forNewKey: "lastTransitionTime")
        members.append(.string(reason), forNewKey: "reason")
        members.append(.string(message), forNewKey: "message")
        return .object(members)
    }
}

extension [Condition] {
    /// The condition of a type.
    public subscript(type: String) -> Condition? { first { $0.type == type } }

    /// Adds a condition or changes the one of its type; the time of the last transition stays while the status does.
    ///
    /// - Parameter condition: what is observed now.
    /// - Returns: whether anything changed.
    @discardableResult
    public mutating func set(_ condition: Condition) -> Bool {
        guard let place = firstIndex(where: { $0.type == condition.type }) else {
            append(condition)
            return true
        }
        var condition = condition
        if self[place].status == condition.status { condition.lastTransitionTime = self[place].lastTransitionTime }
        guard self[place] != condition else { return false }
        self[place] = condition
        return true
    }
}
