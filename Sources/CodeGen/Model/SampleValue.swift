/// Values for samples, documentation and tests: what a user could have written.
public struct SampleValue: Sendable {
    private let model: APIModel

    /// Makes samples of a model's types.
    public init(model: APIModel) { self.model = model }

    /// A whole object of a kind, without `status`; of the other fields those that have to be there or have a default.
    public func object(of kind: APIKind, name: String) -> LiteralValue {
        var metadata: [LiteralValue.Member] = [LiteralValue.Member("name", .string(name))]
        if kind.scope == .namespaced { metadata.append(LiteralValue.Member("namespace", .string("default"))) }
        var members = [
            LiteralValue.Member("apiVersion", .string(kind.apiVersion)),
            LiteralValue.Member("kind", .string(kind.name)),
            LiteralValue.Member("metadata", .object(metadata)),
        ]
        let spec = kind.fields.filter { $0.jsonName == "spec" && !isShown($0) }
        for field in spec + kind.fields.filter({ $0.jsonName != "status" && isShown($0) }) {
            members.append(LiteralValue.Member(field.jsonName, value(of: field)))
        }
        return .object(members)
    }

    /// A value of a field: its default, the first value of an enum, its minimum, or a text from its name.
    public func value(of field: APIField) -> LiteralValue {
        if let value = field.defaultValue, value != .object([]) { return value }
        switch field.type {
        case .integer: return .integer(Int64(number(field.limits, step: 1)))
        case .number: return .number(number(field.limits, step: 0.5))
        case .string: return .string(text(of: field))
        case .array(let element):
            let count = max(1, field.limits.minItems ?? 1)
            return .array(Array(repeating: value(of: element, named: field.name), count: count))
        default: return value(of: field.type, named: field.name)
        }
    }

    private func isShown(_ field: APIField) -> Bool {
        switch field.presence {
        case .required, .defaulted: true
        case .optional, .omittedWhenEmpty: false
        }
    }

    private func value(of type: FieldType, named name: String) -> LiteralValue {
        switch type {
        case .string: .string(words(of: name))
        case .boolean: .bool(true)
        case .integer, .intOrString: .integer(1)
        case .number: .number(1.5)
        case .array(let element): .array([value(of: element, named: name)])
        case .map(let element): .object([LiteralValue.Member("key", value(of: element, named: name))])
        case .structure(let path):
            .object(
                (model.types[path]?.fields ?? []).filter(isShown).map {
                    LiteralValue.Member($0.jsonName, value(of: $0))
                }
            )
        case .enumeration(let path): .string(model.types[path]?.cases.first?.value ?? "")
        case .any: .object([])
        case .known(let type): value(of: type)
        }
    }

    private func value(of type: KnownType) -> LiteralValue {
        switch type {
        case .objectMeta: .object([])
        case .microTime: .string("2026-01-02T03:04:05.000000Z")
        case .ownerReference:
            .object([
                LiteralValue.Member("apiVersion", .string("v1")),
                LiteralValue.Member("kind", .string("ConfigMap")),
                LiteralValue.Member("name", .string("owner")),
                LiteralValue.Member("uid", .string("6ba7b810-9dad-11d1-80b4-00c04fd430c8")),
            ])
        case .timestamp: .string("2026-01-02T03:04:05Z")
        case .quantity: .string("1")
        }
    }

    private func number(_ limits: APIField.Limits, step: Double) -> Double {
        if let minimum = limits.minimum {
            let first = limits.exclusiveMinimum ? minimum + step : minimum
            guard let factor = limits.multipleOf, factor > 0 else { return first.rounded(.up) }
            return (first / factor).rounded(.up) * factor
        }
        if let factor = limits.multipleOf { return factor }
        guard let maximum = limits.maximum, maximum <= 1 else { return 1 }
        return (limits.exclusiveMaximum ? maximum - step : maximum).rounded(.down)
    }

    private func text(of field: APIField) -> String {
        switch field.format {
        case "date-time"?: return "2026-01-02T03:04:05Z"
        case "date"?: return "2026-01-02"
        case "uuid"?, "k8s-uuid"?: return "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
        case "ipv4"?, "ip"?, "k8s-ip"?: return "192.0.2.1"
        case "ipv6"?: return "2001:db8::1"
        case "cidr"?, "k8s-cidr"?: return "192.0.2.0/24"
        case "uri"?, "url"?: return "https://example.com"
        case "email"?: return "bee@example.com"
        case "hostname"?: return "example.com"
        case "byte"?: return "aG9uZXk="
        case "duration"?: return "1h"
        default: break
        }
        var text = words(of: field.name)
        if let maximum = field.limits.maxLength { text = String(text.prefix(maximum)) }
        let missing = (field.limits.minLength ?? 0) - text.unicodeScalars.count
        return missing > 0 ? text + String(repeating: "x", count: missing) : text
    }

    /// `gramsPerDay` → `grams-per-day`, which fits where a name is expected.
    private func words(of name: String) -> String {
        name.reduce(into: "") { text, character in
            if character.isUppercase, !text.isEmpty, text.last != "-" { text += "-" }
            text += character.lowercased()
        }
    }
}
