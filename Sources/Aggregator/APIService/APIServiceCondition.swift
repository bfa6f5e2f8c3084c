internal import JSON

/// One condition of an APIService.
struct APIServiceCondition: Sendable, Equatable {
    /// The one type that the aggregator writes.
    static let available = "Available"
    /// What every local APIService says.
    static let local = APIServiceCondition(
        status: "True",
        reason: "Local",
        message: "Local APIServices are always available"
    )
    /// What a remote one says when every check has passed.
    static let passed = APIServiceCondition(status: "True", reason: "Passed", message: "all checks passed")

    var type = APIServiceCondition.available
    /// `True`, `False` or `Unknown`.
    var status: String
    var reason: String
    var message: String

    init(status: String, reason: String, message: String) {
        self.status = status
        self.reason = reason
        self.message = message
    }

    init(_ tree: JSONValue) {
        type = tree["type"]?.string ?? ""
        status = tree["status"]?.string ?? ""
        reason = tree["reason"]?.string ?? ""
        message = tree["message"]?.string ?? ""
    }

    /// The object with this condition in its status; nil if it says the same already.
    ///
    /// The time, `now` in the form of RFC 3339, changes only with the status; conditions of other types are left alone.
    /// Source: kube-aggregator `SetAPIServiceCondition`.
    func set(in object: JSONValue, now: String) -> JSONValue? {
        var conditions = object["status"]?["conditions"]?.array ?? []
        let place = conditions.firstIndex { $0["type"]?.string == type }
        let present = place.map { conditions[$0] }
        if let present, APIServiceCondition(present) == self { return nil }
        let isSameStatus = present?["status"]?.string == status
        let time = isSameStatus ? present?["lastTransitionTime"] ?? .string(now) : .string(now)
        let condition: JSONValue = [
            "type": .string(type), "status": .string(status), "lastTransitionTime": time,
            "reason": .string(reason), "message": .string(message),
        ]
        if let place { conditions[place] = condition } else { conditions.append(condition) }
        var changed = object
        var status = object["status"] ?? .emptyObject
        status["conditions"] = .array(conditions)
        changed["status"] = status
        return changed
    }
}
