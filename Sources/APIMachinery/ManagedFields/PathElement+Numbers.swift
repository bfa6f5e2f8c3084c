internal import JSON

extension PathElement {
    /// The same step with doubles that are whole numbers as integers: `1.0` and `1` are one element, and `fieldsV1` cannot
    /// tell them apart either.
    var normalized: PathElement {
        switch self {
        case .value(let value): .value(Self.normalized(value))
        case .key(let members): .key(Self.normalized(members))
        case .field, .index: self
        }
    }

    private static func normalized(_ value: JSONValue) -> JSONValue {
        switch value {
        case .number(let number): Int64(exactly: number).map { .integer($0) } ?? value
        case .array(let elements): .array(elements.map(normalized))
        case .object(let members): .object(normalized(members))
        case .null, .bool, .integer, .string: value
        }
    }

    private static func normalized(_ members: JSONObject) -> JSONObject {
        members.reduce(into: JSONObject(capacity: members.count)) { $0.append(normalized($1.value), forNewKey: $1.key) }
    }
}
