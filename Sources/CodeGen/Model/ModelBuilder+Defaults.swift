extension ModelBuilder {
    /// Whether a field has to be there, from its type, its default and its markers.
    mutating func presence(
        of field: APIField,
        _ property: ParsedProperty,
        _ markers: CheckedMarkers,
        in type: ParsedType
    ) -> APIField.Presence {
        var presence = swiftPresence(of: field, property, in: type)
        if let marker = markers["default"], let value = markers.json("default") {
            if let other = presence.value, other != value {
                collector.error(
                    "the property has another default, \(other)",
                    at: marker.location,
                    fix: "remove the marker"
                )
            }
            presence = .defaulted(value)
            if !isValue(value, of: field.type) {
                collector.error("\(value.typeName) is no default for \(field.type.text)", at: marker.location)
            }
        }
        if let marker = markers["k8s:required"] {
            if markers.contains("k8s:optional") {
                collector.error("a field is either required or optional", at: marker.location)
            } else if case .defaulted(let value) = presence {
                collector.error("a field with the default \(value) is never missing", at: marker.location)
            }
            return .required
        }
        if let marker = markers["k8s:optional"], presence == .required {
            collector.error(
                "`\(field.name)` may be absent but has no value then",
                at: marker.location,
                fix: "make its type an optional, or give it a default value"
            )
        }
        return presence
    }

    private mutating func swiftPresence(
        of field: APIField,
        _ property: ParsedProperty,
        in type: ParsedType
    ) -> APIField.Presence {
        guard field.hasSwiftDefault, let written = property.defaultValue else {
            return field.isOptional ? .optional : .required
        }
        if case .construction = written, case .structure = field.type { return .defaulted(.object([])) }
        guard let value = literal(written, for: field.type) else {
            collector.error(
                "the default of `\(field.name)` cannot be read, expected \(field.type.literalText)",
                at: property.defaultLocation,
                fix: "write a literal, or set the value in setDefaults() of the protocol Defaulting"
            )
            return .optional
        }
        return value.isEmpty && field.type.canBeEmpty && !field.isOptional ? .omittedWhenEmpty : .defaulted(value)
    }

    /// A default in Swift as it is written in JSON; nil if it does not fit the type.
    private func literal(_ value: ParsedDefault, for type: FieldType) -> LiteralValue? {
        switch (value, type) {
        case (.bool(let value), .boolean), (.bool(let value), .any): return .bool(value)
        case (.integer(let value), .integer), (.integer(let value), .any), (.integer(let value), .intOrString):
            return .integer(value)
        case (.integer(let value), .number): return .number(Double(value))
        case (.number(let value), .number), (.number(let value), .any): return .number(value)
        case (.string(let value), .string), (.string(let value), .any), (.string(let value), .intOrString),
            (.string(let value), .known(.quantity)):
            return .string(value)
        case (.member(_, let name), .enumeration(let path)):
            return types[path]?.cases.first { $0.name == name }.map { .string($0.value) }
        case (.array(let elements), .array(let type)):
            let values = elements.compactMap { literal($0, for: type) }
            return values.count == elements.count ? .array(values) : nil
        case (.array(let elements), .any):
            let values = elements.compactMap { literal($0, for: .any) }
            return values.count == elements.count ? .array(values) : nil
        case (.dictionary(let entries), .map(let type)): return object(entries, of: type)
        case (.dictionary(let entries), .any): return object(entries, of: .any)
        default: return nil
        }
    }

    private func object(_ entries: [ParsedDefault.Entry], of type: FieldType) -> LiteralValue? {
        let members = entries.compactMap { entry -> LiteralValue.Member? in
            guard case .string(let key) = entry.key, let value = literal(entry.value, for: type) else { return nil }
            return LiteralValue.Member(key, value)
        }
        return members.count == entries.count ? .object(members) : nil
    }

    /// Whether JSON has the type of a field.
    private func isValue(_ value: LiteralValue, of type: FieldType) -> Bool {
        switch (type, value) {
        case (.any, _), (.string, .string), (.boolean, .bool), (.integer, .integer), (.number, .integer),
            (.number, .number), (.intOrString, .integer), (.intOrString, .string), (.known(.quantity), .integer),
            (.structure, .object):
            true
        case (.known(let type), .string): type.isText
        case (.enumeration(let path), .string(let text)): types[path]?.cases.contains { $0.value == text } ?? true
        case (.array(let element), .array(let values)): values.allSatisfy { isValue($0, of: element) }
        case (.map(let element), .object(let members)): members.allSatisfy { isValue($0.value, of: element) }
        default: false
        }
    }

    /// A default that the server would refuse helps nobody.
    mutating func checkDefault(of field: APIField, _ property: ParsedProperty) {
        guard let value = field.defaultValue, let limit = field.limits.limitBroken(by: value) else { return }
        collector.error("the default \(value) is not allowed: \(limit)", at: property.defaultLocation)
    }
}

extension APIField.Presence {
    /// The default; nil if there is none.
    fileprivate var value: LiteralValue? {
        guard case .defaulted(let value) = self else { return nil }
        return value
    }
}

extension FieldType {
    /// Whether an empty value may stand for an absent one.
    fileprivate var canBeEmpty: Bool {
        switch self {
        case .string, .boolean, .integer, .number, .array, .map: true
        case .structure, .enumeration, .any, .intOrString, .known: false
        }
    }

    /// What a default of this type looks like, for messages.
    fileprivate var literalText: String {
        switch self {
        case .structure(let name): "\(name.split(separator: ".").last ?? "")()"
        case .enumeration(let name): "a case of \(name)"
        default: "a literal of \(text)"
        }
    }
}

extension APIField.Limits {
    /// The first limit that a value breaks, for messages; patterns are not checked.
    func limitBroken(by value: LiteralValue) -> String? {
        switch value {
        case .integer(let number): numberLimit(Double(number))
        case .number(let number): numberLimit(number)
        case .string(let text): countLimit(text.unicodeScalars.count, "length", minLength, maxLength)
        case .array(let elements): countLimit(elements.count, "number of elements", minItems, maxItems)
        case .object(let members): countLimit(members.count, "number of entries", minProperties, maxProperties)
        case .null, .bool: nil
        }
    }

    private func numberLimit(_ number: Double) -> String? {
        if let minimum, number < minimum || exclusiveMinimum && number == minimum {
            return "the minimum is \(plain(minimum))"
        }
        if let maximum, number > maximum || exclusiveMaximum && number == maximum {
            return "the maximum is \(plain(maximum))"
        }
        return nil
    }

    private func plain(_ number: Double) -> String { Int64(exactly: number).map { "\($0)" } ?? "\(number)" }

    private func countLimit(_ count: Int, _ what: String, _ minimum: Int?, _ maximum: Int?) -> String? {
        if let minimum, count < minimum { return "the smallest \(what) is \(minimum)" }
        if let maximum, count > maximum { return "the greatest \(what) is \(maximum)" }
        return nil
    }
}
