internal import APIMachinery
internal import JSON

/// Checks what a structural schema says by `allOf`, `anyOf`, `oneOf` and `not`, which shapes cannot express.
///
/// Source: kube-openapi `validation/validate`.
struct SchemaLogic: Sendable {
    private let schema: JSONValue

    /// Nil for a schema that says nothing in that way.
    init?(_ schema: JSONValue) {
        guard Self.hasLogic(schema) else { return nil }
        self.schema = schema
    }

    /// All that is wrong; what an update leaves as it is is not judged again.
    func errors(_ object: JSONValue, old: JSONValue?) -> [FieldError] {
        var errors: [FieldError] = []
        Self.check(object, schema, old, "", &errors)
        return errors
    }

    private static let keywords = ["allOf", "anyOf", "oneOf", "not"]

    private static func hasLogic(_ schema: JSONValue) -> Bool {
        if keywords.contains(where: { schema[$0] != nil }) { return true }
        let parts =
            (schema["properties"]?.object.map { $0.map(\.1) } ?? [])
            + [schema["items"], schema["additionalProperties"]]
            .compactMap { $0 }
        return parts.contains(where: hasLogic)
    }

    /// Looks for logic at every depth.
    private static func check(
        _ value: JSONValue,
        _ schema: JSONValue,
        _ old: JSONValue?,
        _ path: String,
        _ errors: inout [FieldError]
    ) {
        guard value != old else { return }
        errors += problems(value, schema).map {
            .invalid(path.isEmpty ? "<nil>" : path, shown(value), "\(quoted(path)) \($0)")
        }
        for (name, member) in value.object ?? JSONObject() {
            guard let shape = schema["properties"]?[name] ?? schema["additionalProperties"], shape.object != nil else {
                continue
            }
            check(member, shape, old?[name], path.isEmpty ? name : path + "." + name, &errors)
        }
        if let items = schema["items"] {
            for (place, item) in (value.array ?? []).enumerated() {
                check(item, items, nil, "\(path)[\(place)]", &errors)
            }
        }
    }

    private static func shown(_ value: JSONValue) -> JSONValue {
        value.object == nil && value.array == nil ? value : ""
    }

    private static func quoted(_ path: String) -> String { "\"\(path)\"" }

    private static func problems(_ value: JSONValue, _ schema: JSONValue) -> [String] {
        var problems: [String] = []
        if let all = schema["allOf"]?.array, !all.allSatisfy({ fits(value, $0) }) {
            problems.append("must validate all the schemas (allOf)")
        }
        if let any = schema["anyOf"]?.array, !any.isEmpty, !any.contains(where: { fits(value, $0) }) {
            problems.append("must validate at least one schema (anyOf)")
        }
        if let one = schema["oneOf"]?.array, !one.isEmpty {
            let count = one.count { fits(value, $0) }
            if count != 1 {
                let found = count == 0 ? "Found none valid" : "Found \(count) valid alternatives"
                problems.append("must validate one and only one schema (oneOf). \(found)")
            }
        }
        if let not = schema["not"], fits(value, not) { problems.append("must not validate the schema (not)") }
        return problems
    }

    /// Whether a value is as a schema says, at every depth.
    private static func fits(_ value: JSONValue, _ schema: JSONValue) -> Bool {
        guard hasType(value, schema["type"]?.string) else { return false }
        if let values = schema["enum"]?.array, !values.contains(value) { return false }
        guard problems(value, schema).isEmpty else { return false }
        return fitsNumber(value, schema) && fitsText(value, schema) && fitsList(value, schema)
            && fitsObject(value, schema)
    }

    private static func hasType(_ value: JSONValue, _ type: String?) -> Bool {
        switch (type, value) {
        case (nil, _), ("string", .string), ("boolean", .bool), ("integer", .integer), ("number", .integer),
            ("number", .number), ("array", .array), ("object", .object):
            true
        default: false
        }
    }

    private static func fitsNumber(_ value: JSONValue, _ schema: JSONValue) -> Bool {
        guard let number = value.double, value.string == nil else { return true }
        if let least = schema["minimum"]?.double {
            if schema["exclusiveMinimum"]?.bool == true ? number <= least : number < least { return false }
        }
        if let most = schema["maximum"]?.double {
            if schema["exclusiveMaximum"]?.bool == true ? number >= most : number > most { return false }
        }
        guard let factor = schema["multipleOf"]?.double, factor > 0 else { return true }
        let quotient = number / factor
        return quotient == quotient.rounded()
    }

    private static func fitsText(_ value: JSONValue, _ schema: JSONValue) -> Bool {
        guard let text = value.string else { return true }
        guard isWithin(text.unicodeScalars.count, schema, "minLength", "maxLength") else { return false }
        guard let pattern = schema["pattern"]?.string, let compiled = try? Pattern(pattern) else { return true }
        return compiled.matches(text)
    }

    private static func fitsList(_ value: JSONValue, _ schema: JSONValue) -> Bool {
        guard let items = value.array else { return true }
        guard isWithin(items.count, schema, "minItems", "maxItems") else { return false }
        return schema["items"].map { shape in items.allSatisfy { fits($0, shape) } } ?? true
    }

    private static func fitsObject(_ value: JSONValue, _ schema: JSONValue) -> Bool {
        guard let members = value.object else { return true }
        guard isWithin(members.count, schema, "minProperties", "maxProperties") else { return false }
        let required = schema["required"]?.array?.compactMap(\.string) ?? []
        guard required.allSatisfy({ members[$0] != nil }) else { return false }
        return members.allSatisfy { name, member in
            guard let shape = schema["properties"]?[name] ?? schema["additionalProperties"], shape.object != nil else {
                return true
            }
            return fits(member, shape)
        }
    }

    private static func isWithin(_ count: Int, _ schema: JSONValue, _ least: String, _ most: String) -> Bool {
        if let least = schema[least]?.integer, count < least { return false }
        if let most = schema[most]?.integer, count > most { return false }
        return true
    }
}
