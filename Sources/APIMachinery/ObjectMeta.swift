public import JSON

/// What every object carries about itself (`metadata`).
public struct ObjectMeta: Sendable, Equatable {
    public var name = ""
    public var generateName = ""
    public var namespace = ""
    public var uid = ""
    public var resourceVersion = ""
    public var labels: [String: String] = [:]
    public var annotations: [String: String] = [:]
    public var finalizers: [String] = []

    /// Makes empty metadata.
    public init() {}
}

extension ObjectMeta: JSONCodable {
    public init(json: JSONValue) throws(JSONDecodingError) {
        guard json.object != nil else {
            throw JSONDecodingError(.typeMismatch(expected: "object", found: json.typeName))
        }
        name = json["name"]?.string ?? ""
    }

    public var json: JSONValue { ["name": .string(name)] }
}
