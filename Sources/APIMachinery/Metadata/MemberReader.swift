internal import JSON

/// Takes typed members out of an object; absent and null ones are empty.
struct MemberReader {
    private let members: JSONObject

    /// Throws if the value is no object.
    init(_ json: JSONValue) throws(JSONDecodingError) {
        guard case .object(let members) = json else {
            throw JSONDecodingError(.typeMismatch(expected: "object", found: json.typeName))
        }
        self.members = members
    }

    /// A text, `""` if it is absent.
    func string(_ key: String) throws(JSONDecodingError) -> String {
        try value(key, "string") { $0.string } ?? ""
    }

    /// An integer, nil if it is absent.
    func integer(_ key: String) throws(JSONDecodingError) -> Int64? { try value(key, "integer") { $0.integer } }

    /// A boolean, nil if it is absent.
    func bool(_ key: String) throws(JSONDecodingError) -> Bool? { try value(key, "boolean") { $0.bool } }

    /// The elements of a list, none if it is absent.
    func array(_ key: String) throws(JSONDecodingError) -> [JSONValue] {
        try value(key, "array") { $0.array } ?? []
    }

    /// A time, nil if it is absent.
    func timestamp(_ key: String) throws(JSONDecodingError) -> Timestamp? {
        guard let json = members[key], !json.isNull else { return nil }
        do { return try Timestamp(json: json) } catch { throw error.under(key) }
    }

    /// A list of objects of one type.
    func objects<Element: JSONCodable>(_ key: String) throws(JSONDecodingError) -> [Element] {
        var result: [Element] = []
        for (place, element) in try array(key).enumerated() {
            do { result.append(try Element(json: element)) } catch { throw error.under("[\(place)]").under(key) }
        }
        return result
    }

    /// A list of texts.
    func strings(_ key: String) throws(JSONDecodingError) -> [String] {
        var result: [String] = []
        for (place, element) in try array(key).enumerated() {
            guard let text = element.string else {
                throw JSONDecodingError(
                    .typeMismatch(expected: "string", found: element.typeName),
                    path: [key, "[\(place)]"]
                )
            }
            result.append(text)
        }
        return result
    }

    /// A map of texts; null values are empty texts.
    func stringMap(_ key: String) throws(JSONDecodingError) -> [String: String] {
        guard let members = try value(key, "object", { $0.object }) else { return [:] }
        var result = [String: String](minimumCapacity: members.count)
        for (name, value) in members {
            guard value.isNull || value.string != nil else {
                throw JSONDecodingError(.typeMismatch(expected: "string", found: value.typeName), path: [key, name])
            }
            result[name] = value.string ?? ""
        }
        return result
    }

    private func value<Result>(
        _ key: String,
        _ expected: String,
        _ read: (JSONValue) -> Result?
    ) throws(JSONDecodingError) -> Result? {
        guard let json = members[key], !json.isNull else { return nil }
        guard let result = read(json) else {
            throw JSONDecodingError(.typeMismatch(expected: expected, found: json.typeName), path: [key])
        }
        return result
    }
}
