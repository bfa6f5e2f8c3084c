import JSON

/// Makes the same trees from the same seed.
///
/// Source: SplitMix64.
struct RandomTree: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func value(depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &self) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &self))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &self) >> Int64.random(in: 0..<64, using: &self))
        case 3: return .number(Double.random(in: -1...1, using: &self) * 1e3 + 0.5)
        case 4: return .string(text())
        case 5: return .array((0..<Int.random(in: 0..<5, using: &self)).map { _ in value(depth: depth - 1) })
        default:
            var members = JSONObject()
            for _ in 0..<Int.random(in: 0..<24, using: &self) { members[text()] = value(depth: depth - 2) }
            return .object(members)
        }
    }

    private mutating func text() -> String {
        let alphabet: [Character] = Array("abcdefghijklmnop  \"\\<>&/\n\t\u{1}\u{7F}éß€😀\u{2028}\u{2029}:-#{}[],'")
        return String(
            (0..<Int.random(in: 0..<24, using: &self)).map { _ in alphabet.randomElement(using: &self) ?? "x" }
        )
    }
}
