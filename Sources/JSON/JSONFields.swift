/// The members of an object while a type is made of them; every error says under which key it arose.
///
/// Generated code reads like `let fields = try JSONFields(json); hive = try fields.required("hive")`.
public struct JSONFields: Sendable {
    /// The members.
    public let object: JSONObject

    /// Takes the members of an object.
    ///
    /// - Throws: `.typeMismatch` if it is no object.
    public init(_ json: JSONValue) throws(JSONDecodingError) {
        guard case .object(let members) = json else { throw .mismatch("object", json) }
        object = members
    }

    /// The value of a member that must be there; `null` counts as missing.
    public func required<T: JSONCodable>(_ key: String) throws(JSONDecodingError) -> T {
        guard let value: T = try optional(key) else { throw JSONDecodingError(.missing, path: [key]) }
        return value
    }

    /// The value of a member, nil if it is absent or `null`.
    public func optional<T: JSONCodable>(_ key: String) throws(JSONDecodingError) -> T? {
        guard let json = object[key], !json.isNull else { return nil }
        do throws(JSONDecodingError) {
            return try T(json: json)
        } catch {
            throw error.under(key)
        }
    }

    /// The value of a member, or the default if it is absent or `null`.
    public func value<T: JSONCodable>(
        _ key: String,
        default fallback: @autoclosure () -> T
    ) throws(JSONDecodingError) -> T {
        try optional(key) ?? fallback()
    }
}

extension JSONObject {
    /// Sets a member to the tree of a value.
    public mutating func set<T: JSONCodable>(_ key: String, _ value: T) { self[key] = value.json }

    /// Sets a member unless the value is nil.
    public mutating func setIfPresent<T: JSONCodable>(_ key: String, _ value: T?) {
        if let value { self[key] = value.json }
    }

    /// Sets a member unless the text is empty.
    public mutating func setIfNotEmpty(_ key: String, _ value: String) {
        if !value.isEmpty { self[key] = .string(value) }
    }

    /// Sets a member unless the array has no elements.
    public mutating func setIfNotEmpty<T: JSONCodable>(_ key: String, _ value: [T]) {
        if !value.isEmpty { self[key] = value.json }
    }

    /// Sets a member unless the dictionary has no entries.
    public mutating func setIfNotEmpty<T: JSONCodable>(_ key: String, _ value: [String: T]) {
        if !value.isEmpty { self[key] = value.json }
    }

    /// Sets a member unless the object has no members.
    public mutating func setIfNotEmpty(_ key: String, _ value: JSONObject) {
        if !value.isEmpty { self[key] = .object(value) }
    }

    /// Sets a member unless the number is 0.
    public mutating func setIfNotEmpty<T: JSONCodable & Numeric>(_ key: String, _ value: T) {
        if value != .zero { self[key] = value.json }
    }

    /// Sets a member unless it is false.
    public mutating func setIfNotEmpty(_ key: String, _ value: Bool) {
        if value { self[key] = .bool(true) }
    }
}
