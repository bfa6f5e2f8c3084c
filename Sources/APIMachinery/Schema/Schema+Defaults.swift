public import JSON

extension Schema {
    /// Fills in the default values of absent fields, at every depth.
    ///
    /// Fields that are there stay as they are.
    ///
    /// New members take the place that the schema gives them. A default inside an absent object appears only if the object
    /// itself has a default.
    public func applyDefaults(_ tree: JSONValue) -> JSONValue {
        guard hasDefaults else { return tree }
        switch (kind, tree) {
        case (.object(let fields), .object(let members)): return .object(Self.fill(members, fields))
        case (.array(let element), .array(let elements)):
            return element.hasDefaults ? .array(elements.map { element.applyDefaults($0) }) : tree
        case (.map(let element), .object(var members)):
            guard element.hasDefaults else { return tree }
            for key in members.keys {
                members.withValue(forKey: key) { value in value = value.map { element.applyDefaults($0) } }
            }
            return .object(members)
        default: return tree
        }
    }

    /// Whether there is anything to fill in below.
    private var hasDefaults: Bool {
        switch kind {
        case .object(let fields): fields.contains { $0.schema.defaultValue != nil || $0.schema.hasDefaults }
        case .array(let element), .map(let element): element.hasDefaults
        default: false
        }
    }

    private static func fill(_ members: JSONObject, _ fields: [Field]) -> JSONObject {
        var members = members
        var hasNewMembers = false
        for field in fields {
            let isFilledIn = members.withValue(forKey: field.name) { value in
                guard let present = value else {
                    guard let defaultValue = field.schema.defaultValue else { return false }
                    value = field.schema.applyDefaults(defaultValue)
                    return true
                }
                value = field.schema.applyDefaults(present)
                return false
            }
            hasNewMembers = hasNewMembers || isFilledIn
        }
        return hasNewMembers ? ordered(members, fields) : members
    }

    static func ordered(_ members: JSONObject, _ fields: [Field]) -> JSONObject {
        var result = JSONObject(capacity: members.count)
        for field in fields {
            if let value = members[field.name] { result.append(value, forNewKey: field.name) }
        }
        for (key, value) in members where !result.contains(key) { result.append(value, forNewKey: key) }
        return result
    }

    /// The object of this shape that says nothing: objects that are always there are empty, all else is absent.
    ///
    /// An object is always there if its field is required or has a default that is an object.
    var emptyInstance: JSONValue {
        guard case .object(let fields) = kind else { return .emptyObject }
        var members = JSONObject()
        for field in fields {
            guard case .object = field.schema.kind else { continue }
            let hasObjectDefault = field.schema.defaultValue?.object != nil
            guard field.isRequired || hasObjectDefault || field.name == "metadata" else { continue }
            members.append(field.schema.emptyInstance, forNewKey: field.name)
        }
        return .object(members)
    }
}
