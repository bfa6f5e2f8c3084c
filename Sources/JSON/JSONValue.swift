/// One JSON value: the tree in which the server looks inside an object.
///
/// Numbers keep what Kubernetes keeps: a number written without fraction and exponent that fits is an `integer`
/// (64 bits, signed), every other number is a `number` (IEEE double). Keys of objects keep the order in which they
/// were read or added.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// An object without members.
    public static var emptyObject: JSONValue { .object(JSONObject()) }

    /// The text of a `string`, otherwise nil.
    public var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    /// The value of a `bool`, otherwise nil.
    public var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The value of an `integer`, otherwise nil.
    public var integer: Int64? {
        guard case .integer(let value) = self else { return nil }
        return value
    }

    /// The value of an `integer` or a `number` as a double, otherwise nil.
    public var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// The elements of an `array`, otherwise nil.
    public var array: [JSONValue]? {
        guard case .array(let value) = self else { return nil }
        return value
    }

    /// The members of an `object`, otherwise nil.
    public var object: JSONObject? {
        guard case .object(let value) = self else { return nil }
        return value
    }

    /// Whether this is JSON's `null`.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// What the value is called in messages: `null`, `boolean`, `integer`, `number`, `string`, `array` or `object`.
    public var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    /// The member of an object with that key; nil if there is none or if this is no object.
    ///
    /// Setting makes an object of what is none; setting nil removes the member.
    public subscript(key: String) -> JSONValue? {
        get {
            guard case .object(let members) = self else { return nil }
            return members[key]
        }
        set {
            var members: JSONObject
            if case .object(let present) = self { members = present } else { members = JSONObject() }
            self = .null  // gives up the reference, so that the change below happens in place
            members[key] = newValue
            self = .object(members)
        }
    }

    /// The element at that place of an array; nil if there is none or if this is no array.
    public subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// Follows keys down through objects; nil as soon as one is missing.
    public func at(_ path: String...) -> JSONValue? {
        var value = self
        for key in path {
            guard let next = value[key] else { return nil }
            value = next
        }
        return value
    }
}

/// Equal values have the same kind and the same content: texts byte by byte, members in any order.
extension JSONValue {
    /// Whether both are the same.
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Makes a value from a literal.
    public init(stringLiteral value: String) { self = .string(value) }
    /// Makes a value from a literal.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Makes a value from a literal.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// Makes a value from a literal.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// Makes `null` from a literal.
    public init(nilLiteral: ()) { self = .null }
    /// Makes an array from a literal.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// Makes an object from a literal.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(uniqueKeysWithValues: elements))
    }
}
