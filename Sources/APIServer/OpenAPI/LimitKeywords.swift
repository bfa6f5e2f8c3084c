internal import APIMachinery
internal import JSON

/// Validation keywords, the same in both dialects.
enum LimitKeywords {
    /// Adds a keyword for every limit that is set.
    static func add(_ limits: Schema.Limits, to body: inout JSONObject) {
        number(limits.minimum, "minimum", &body)
        number(limits.maximum, "maximum", &body)
        flag(limits.exclusiveMinimum, "exclusiveMinimum", &body)
        flag(limits.exclusiveMaximum, "exclusiveMaximum", &body)
        number(limits.multipleOf, "multipleOf", &body)
        count(limits.minLength, "minLength", &body)
        count(limits.maxLength, "maxLength", &body)
        if let pattern = limits.pattern { body["pattern"] = .string(pattern) }
        count(limits.minItems, "minItems", &body)
        count(limits.maxItems, "maxItems", &body)
        flag(limits.uniqueItems, "uniqueItems", &body)
        count(limits.minProperties, "minProperties", &body)
        count(limits.maxProperties, "maxProperties", &body)
    }

    private static func number(_ value: Double?, _ keyword: String, _ body: inout JSONObject) {
        guard let value else { return }
        body[keyword] = Int64(exactly: value).map { .integer($0) } ?? .number(value)
    }

    private static func count(_ value: Int?, _ keyword: String, _ body: inout JSONObject) {
        if let value { body[keyword] = .integer(Int64(value)) }
    }

    private static func flag(_ value: Bool, _ keyword: String, _ body: inout JSONObject) {
        if value { body[keyword] = true }
    }
}
