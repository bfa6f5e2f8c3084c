public import JSON

/// Checks the values of objects of one shape: required fields, enumerations, limits, patterns, duplicates in lists.
///
/// Made once per type, because patterns are compiled. `metadata` has rules of its own (`ObjectMetaValidation`).
/// Source: the texts and the ratcheting of Kubernetes' declarative validation, the texts of custom resources where that has
/// none.
public struct SchemaValidator: Sendable {
    private let schema: Schema
    private let patterns: [String: Pattern]

    /// Patterns of the schema that are not understood; they are not checked.
    public let unsupportedPatterns: [String]

    /// Makes a validator.
    public init(_ schema: Schema) {
        self.schema = schema
        var patterns: [String: Pattern] = [:]
        var unsupported: [String] = []
        for text in schema.patterns where patterns[text] == nil && !unsupported.contains(text) {
            if let pattern = try? Pattern(text) { patterns[text] = pattern } else { unsupported.append(text) }
        }
        self.patterns = patterns
        unsupportedPatterns = unsupported
    }

    /// All that is wrong with an object, in the order of the schema.
    ///
    /// Fields that an update leaves as they are are not judged again: an object that was stored before a limit was set can
    /// still be changed elsewhere. Elements of a list are the same as before if their keys are, those of a list without keys
    /// only if the whole list is.
    ///
    /// - Parameters:
    ///   - tree: in the form that `Schema.prune` gives it, with defaults filled in.
    ///   - old: the object as it was before an update, in the same form; nil for a creation.
    /// - Returns: the problems; empty if there are none.
    public func validate(_ tree: JSONValue, old: JSONValue? = nil) -> [FieldError] {
        var run = SchemaValidation(patterns: patterns)
        run.validateRoot(tree, schema, old)
        return run.errors
    }
}

extension Schema {
    /// All that is wrong with an object; for many objects a `SchemaValidator` is quicker.
    public func validate(_ tree: JSONValue) -> [FieldError] { SchemaValidator(self).validate(tree) }

    fileprivate var patterns: [String] {
        let own = limits.pattern.map { [$0] } ?? []
        return switch kind {
        case .object(let fields): own + fields.flatMap(\.schema.patterns)
        case .array(let element), .map(let element): own + element.patterns
        default: own
        }
    }
}

/// One walk through an object.
private struct SchemaValidation {
    let patterns: [String: Pattern]
    private(set) var errors: [FieldError] = []

    init(patterns: [String: Pattern]) { self.patterns = patterns }

    mutating func validateRoot(_ tree: JSONValue, _ schema: Schema, _ old: JSONValue?) {
        guard case .object(let fields) = schema.kind, case .object(let members) = tree else { return }
        for field in fields where field.name != "metadata" { validate(field, members, old?.object, "") }
    }

    private mutating func validate(
        _ field: Schema.Field,
        _ members: JSONObject,
        _ old: JSONObject?,
        _ path: String
    ) {
        if let old, members[field.name] == old[field.name] { return }
        let path = path.isEmpty ? field.name : path + "." + field.name
        guard let value = members[field.name] else {
            if field.isRequired { errors.append(.required(path)) }
            return
        }
        validate(value, field.schema, old?[field.name], path)
    }

    private mutating func validate(_ value: JSONValue, _ schema: Schema, _ old: JSONValue?, _ path: String) {
        guard !value.isNull else { return }
        if !schema.enumValues.isEmpty, !schema.enumValues.contains(value) {
            let supported = schema.enumValues.map { $0.string ?? $0.description }
            errors.append(FieldError(path, .notSupported(value, supported: supported)))
        }
        switch (schema.kind, value) {
        case (_, .integer), (_, .number): checkNumber(value, schema.limits, path)
        case (.string, .string(let text)): checkText(text, schema.limits, path)
        case (.array(let element), .array(let items)):
            checkCount(items.count, schema.limits.minItems, schema.limits.maxItems, "item", path)
            let before = Self.byKeys(old, schema, element)
            for (place, item) in items.enumerated() {
                let same = Self.keys(of: item, schema, element).flatMap { before[$0] }
                if same != item { validate(item, element, same, "\(path)[\(place)]") }
            }
            checkDuplicates(items, schema, element, path)
        case (.map(let element), .object(let members)):
            checkCount(members.count, schema.limits.minProperties, schema.limits.maxProperties, "property", path)
            for (key, value) in members where old?[key] != value {
                validate(value, element, old?[key], "\(path)[\(key)]")
            }
        case (.object(let fields), .object(let members)):
            checkCount(members.count, schema.limits.minProperties, schema.limits.maxProperties, "property", path)
            for field in fields { validate(field, members, old?.object, path) }
        default: break
        }
    }

    /// The elements of a list as it was, by their keys; none unless the list has keys.
    private static func byKeys(_ old: JSONValue?, _ schema: Schema, _ element: Schema) -> [JSONValue: JSONValue] {
        guard let items = old?.array else { return [:] }
        let pairs = items.compactMap { item in keys(of: item, schema, element).map { ($0, item) } }
        return Dictionary(pairs) { first, _ in first }
    }

    private static func keys(of item: JSONValue, _ schema: Schema, _ element: Schema) -> JSONValue? {
        guard case .map = schema.listType else { return nil }
        let shape = ListShape(element: element, listType: schema.listType)
        guard case .key(let members)? = try? shape.pathElement(of: item) else { return nil }
        return .object(members)
    }

    private mutating func checkNumber(_ value: JSONValue, _ limits: Schema.Limits, _ path: String) {
        guard let number = value.double else { return }
        if let minimum = limits.minimum {
            if limits.exclusiveMinimum ? number <= minimum : number < minimum {
                let relation = limits.exclusiveMinimum ? "greater than" : "greater than or equal to"
                errors.append(.invalid(path, value, "must be \(relation) \(GoText.number(minimum))"))
            }
        }
        if let maximum = limits.maximum {
            if limits.exclusiveMaximum ? number >= maximum : number > maximum {
                let relation = limits.exclusiveMaximum ? "less than" : "less than or equal to"
                errors.append(.invalid(path, value, "must be \(relation) \(GoText.number(maximum))"))
            }
        }
        if let factor = limits.multipleOf, factor > 0, !Self.isMultiple(number, of: factor) {
            errors.append(.invalid(path, value, "must be a multiple of \(GoText.number(factor))"))
        }
    }

    /// Fractions such as 0.1 have no exact double: a relative error of the last digits is forgiven.
    private static func isMultiple(_ number: Double, of factor: Double) -> Bool {
        let quotient = number / factor
        return abs(quotient - quotient.rounded()) <= abs(quotient) * 1e-12
    }

    private mutating func checkText(_ text: String, _ limits: Schema.Limits, _ path: String) {
        let length = limits.minLength == nil && limits.maxLength == nil ? 0 : text.unicodeScalars.count
        if let minimum = limits.minLength, length < minimum {
            let noun = minimum == 1 ? "character" : "characters"
            errors.append(.invalid(path, .string(text), "must be at least \(minimum) \(noun) long"))
        }
        if let maximum = limits.maxLength, length > maximum {
            errors.append(FieldError(path, .tooLongCharacters(maximum: maximum)))
        }
        if let pattern = limits.pattern, let compiled = patterns[pattern], !compiled.matches(text) {
            errors.append(.invalid(path, .string(text), "\(path) in body should match '\(pattern)'"))
        }
    }

    private mutating func checkCount(_ count: Int, _ minimum: Int?, _ maximum: Int?, _ noun: String, _ path: String) {
        if let minimum, count < minimum {
            let plural = noun == "property" ? "properties" : noun + "s"
            let text = "must have at least \(minimum) \(minimum == 1 ? noun : plural)"
            errors.append(.invalid(path, .integer(Int64(count)), text))
        }
        if let maximum, count > maximum { errors.append(FieldError(path, .tooMany(count: count, maximum: maximum))) }
    }

    private mutating func checkDuplicates(_ items: [JSONValue], _ schema: Schema, _ element: Schema, _ path: String) {
        var seen: Set<JSONValue> = []
        for (place, item) in items.enumerated() {
            let identity: JSONValue
            switch schema.listType {
            case .atomic:
                guard schema.limits.uniqueItems else { return }
                identity = item
            case .set: identity = item
            case .map:
                guard let keys = Self.keys(of: item, schema, element) else { continue }
                identity = keys
            }
            if !seen.insert(identity).inserted {
                errors.append(FieldError("\(path)[\(place)]", .duplicate(identity)))
            }
        }
    }
}
