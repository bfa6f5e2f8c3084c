internal import CodeGen
internal import Templates

/// What markers say of a field's value, in words.
enum ReferenceRules {
    /// All rules, in the order of the markers' table.
    static func all(for field: APIField) -> [APIReference.Rule] {
        let limits = field.limits
        var rules = range(limits)
        if let factor = limits.multipleOf { rules.append(APIReference.Rule("a multiple of \(number(factor))")) }
        rules += count(limits.minLength, limits.maxLength, "character", "characters")
        if let pattern = limits.pattern { rules.append(APIReference.Rule("matches", code: pattern)) }
        rules += count(limits.minItems, limits.maxItems, "element", "elements")
        if limits.uniqueItems { rules.append(APIReference.Rule("no element twice")) }
        rules += count(limits.minProperties, limits.maxProperties, "entry", "entries")
        switch field.listType {
        case .set: rules.append(APIReference.Rule("a set: no element twice"))
        case .map(let keys):
            rules.append(APIReference.Rule("one element for each", code: keys.joined(separator: ", ")))
        case .atomic: break
        }
        if field.isAtomic { rules.append(APIReference.Rule("owned and replaced as a whole")) }
        if field.isNullable { rules.append(APIReference.Rule("may be null")) }
        return rules
    }

    private static func range(_ limits: APIField.Limits) -> [APIReference.Rule] {
        let minimum = limits.minimum.map(number)
        let maximum = limits.maximum.map(number)
        switch (minimum, maximum) {
        case (let minimum?, let maximum?) where !limits.exclusiveMinimum && !limits.exclusiveMaximum:
            return [APIReference.Rule(minimum == maximum ? "exactly \(minimum)" : "from \(minimum) to \(maximum)")]
        default:
            let low = minimum.map { (limits.exclusiveMinimum ? "more than " : "at least ") + $0 }
            let high = maximum.map { (limits.exclusiveMaximum ? "less than " : "at most ") + $0 }
            return [low, high].compactMap { $0.map { APIReference.Rule($0) } }
        }
    }

    private static func count(_ least: Int?, _ most: Int?, _ one: String, _ many: String) -> [APIReference.Rule] {
        func noun(_ count: Int) -> String { count == 1 ? one : many }
        switch (least, most) {
        case (nil, nil), (0?, nil): return []
        case (let least?, nil): return [APIReference.Rule("at least \(least) \(noun(least))")]
        case (nil, let most?), (0?, let most?): return [APIReference.Rule("at most \(most) \(noun(most))")]
        case (let least?, let most?):
            let span = least == most ? "exactly \(least)" : "\(least) to \(most)"
            return [APIReference.Rule("\(span) \(noun(most))")]
        }
    }

    private static func number(_ value: Double) -> String {
        Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    }
}
