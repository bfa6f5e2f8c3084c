public import JSON

extension Schema {
    /// A value of this shape, made up: for tests that want many different ones.
    ///
    /// Keeps to types, enumerations, formats of times and limits on numbers and counts; not to patterns. Fields that may
    /// be absent sometimes are.
    public func randomValue(using generator: inout some RandomNumberGenerator) -> JSONValue {
        if let value = enumValues.randomElement(using: &generator) { return value }
        switch kind {
        case .string: return .string(randomText(using: &generator))
        case .boolean: return .bool(.random(using: &generator))
        case .integer(let format): return .integer(randomInteger(format, using: &generator))
        case .number: return .number(randomNumber(using: &generator))
        case .array(let element):
            let count = randomCount(limits.minItems, limits.maxItems, using: &generator)
            return .array((0..<count).map { _ in element.randomValue(using: &generator) })
        case .map(let value):
            let count = randomCount(limits.minProperties, limits.maxProperties, using: &generator)
            var members = JSONObject(capacity: count)
            for place in 0..<count { members["key-\(place)"] = value.randomValue(using: &generator) }
            return .object(members)
        case .object(let fields): return randomObject(fields, using: &generator)
        case .any: return Self.randomTree(depth: 2, using: &generator)
        case .intOrString: return randomIntOrString(using: &generator)
        }
    }

    private func randomObject(_ fields: [Field], using generator: inout some RandomNumberGenerator) -> JSONValue {
        var members = JSONObject(capacity: fields.count)
        for field in fields where field.isRequired || Int.random(in: 0..<4, using: &generator) > 0 {
            members[field.name] = field.schema.randomValue(using: &generator)
        }
        return .object(members)
    }

    private func randomText(using generator: inout some RandomNumberGenerator) -> String {
        if format == "date-time" {
            let microseconds = Int64.random(in: 0..<4_000_000_000_000_000, using: &generator)
            let isMicro = definitionName == Self.microTime.definitionName
            return isMicro
                ? MicroTime(microsecondsSince1970: microseconds).description
                : Timestamp(secondsSince1970: microseconds / 1_000_000).description
        }
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789-ÄñЖ中🐝")
        let count = randomCount(limits.minLength, limits.maxLength, most: 12, using: &generator)
        return String((0..<count).map { _ in letters.randomElement(using: &generator) ?? "a" })
    }

    private func randomInteger(
        _ format: Kind.Format,
        using generator: inout some RandomNumberGenerator
    ) -> Int64 {
        let widest: ClosedRange<Double> = format == .int32 ? -2_147_483_648...2_147_483_647 : -1e15...1e15
        let value = randomNumber(in: widest, step: 1, using: &generator)
        return Int64(value.rounded(.towardZero))
    }

    /// A number that a `Float` has exactly, too.
    private func randomNumber(using generator: inout some RandomNumberGenerator) -> Double {
        randomNumber(in: -1_000_000...1_000_000, step: 0.5, using: &generator)
    }

    /// A multiple of a step within the limits, small mostly.
    private func randomNumber(
        in widest: ClosedRange<Double>,
        step: Double,
        using generator: inout some RandomNumberGenerator
    ) -> Double {
        let step = limits.multipleOf.map { $0 > 0 ? $0 : step } ?? step
        var lowest = ((limits.minimum ?? widest.lowerBound) / step).rounded(.up)
        var highest = ((limits.maximum ?? widest.upperBound) / step).rounded(.down)
        if limits.exclusiveMinimum, lowest * step == limits.minimum { lowest += 1 }
        if limits.exclusiveMaximum, highest * step == limits.maximum { highest -= 1 }
        guard lowest <= highest else { return limits.minimum ?? limits.maximum ?? 0 }
        if Bool.random(using: &generator) {
            lowest = max(lowest, min(-100, highest))
            highest = min(highest, max(100, lowest))
        }
        return Double.random(in: lowest...highest, using: &generator).rounded() * step
    }

    private func randomIntOrString(using generator: inout some RandomNumberGenerator) -> JSONValue {
        if definitionName?.hasSuffix(".Quantity") == true {
            return ["1", "250m", "2Gi", "0", "1500", "3k"].randomElement(using: &generator).map { .string($0) } ?? "1"
        }
        let number = Int64.random(in: 0...65_535, using: &generator)
        return Bool.random(using: &generator) ? .integer(number) : .string("name-\(number)")
    }

    private func randomCount(
        _ lowest: Int?,
        _ highest: Int?,
        most: Int = 3,
        using generator: inout some RandomNumberGenerator
    ) -> Int {
        let first = max(0, lowest ?? 0)
        return Int.random(in: first...max(first, min(highest ?? first + most, first + most)), using: &generator)
    }

    private static func randomTree(depth: Int, using generator: inout some RandomNumberGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &generator) {
        case 0: return .bool(.random(using: &generator))
        case 1: return .integer(.random(in: -1000...1000, using: &generator))
        case 2: return .string("text-\(Int.random(in: 0..<1000, using: &generator))")
        case 3: return .number(Double(Int.random(in: -1000...1000, using: &generator)) + 0.5)
        case 4: return .array((0..<2).map { _ in randomTree(depth: depth - 1, using: &generator) })
        default: return ["a": randomTree(depth: depth - 1, using: &generator)]
        }
    }
}

/// Random numbers that are the same for the same seed, on every machine.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (SplitMix64).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Makes a generator.
    public init(seed: UInt64) { state = seed }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
