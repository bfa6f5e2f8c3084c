extension Optional: JSONCodable where Wrapped: JSONCodable {
    /// Makes nil of `null`.
    public init(json: JSONValue) throws(JSONDecodingError) {
        if case .null = json { self = nil } else { self = try Wrapped(json: json) }
    }

    /// The value, or `null`.
    public var json: JSONValue {
        switch self {
        case .some(let value): value.json
        case nil: .null
        }
    }
}

extension Array: JSONCodable where Element: JSONCodable {
    /// Makes the value from a tree of its type; others are refused.
    public init(json: JSONValue) throws(JSONDecodingError) {
        guard case .array(let values) = json else { throw .mismatch("array", json) }
        var elements: [Element] = []
        elements.reserveCapacity(values.count)
        for place in values.indices {
            do throws(JSONDecodingError) {
                elements.append(try Element(json: values[place]))
            } catch {
                throw error.under("[\(place)]")
            }
        }
        self = elements
    }

    /// The tree of this value.
    public var json: JSONValue {
        var values: [JSONValue] = []
        values.reserveCapacity(count)
        for element in self { values.append(element.json) }
        return .array(values)
    }
}

extension Dictionary: JSONCodable where Key == String, Value: JSONCodable {
    /// Makes the value from a tree of its type; others are refused.
    public init(json: JSONValue) throws(JSONDecodingError) {
        guard case .object(let members) = json else { throw .mismatch("object", json) }
        self.init(minimumCapacity: members.count)
        for (key, value) in members {
            do throws(JSONDecodingError) {
                self[key] = try Value(json: value)
            } catch {
                throw error.under(key)
            }
        }
    }

    /// An object with its members sorted by key, in the order of their UTF-8 bytes.
    public var json: JSONValue {
        var members = JSONObject(capacity: count)
        for (key, value) in self { members.append(value.json, forNewKey: key) }
        members.sort()
        return .object(members)
    }
}
