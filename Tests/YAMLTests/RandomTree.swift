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
        switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &self) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &self))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &self) >> Int64.random(in: 0..<64, using: &self))
        case 3: return .number(Double(Int.random(in: -9_999...9_999, using: &self)) + 0.125)
        case 4: return .string(text())
        case 5: return .string(lookalike())
        case 6: return .array((0..<Int.random(in: 0..<5, using: &self)).map { _ in value(depth: depth - 1) })
        default:
            var members = JSONObject()
            for _ in 0..<Int.random(in: 0..<8, using: &self) { members[key()] = value(depth: depth - 2) }
            return .object(members)
        }
    }

    private mutating func key() -> String { Bool.random(using: &self) ? lookalike() : text() }

    private mutating func text() -> String {
        let alphabet: [Character] = Array(
            "abc  \"\\<>&/\n\n\t\r\u{1}\u{85}\u{A0}éß€😀\u{2028}\u{2029}\u{FEFF}:-#{}[],'*&!|>%@`?~=_019."
        )
        let count = Int.random(in: 0..<(Bool.random(using: &self) ? 5 : 160), using: &self)
        return String((0..<count).map { _ in alphabet.randomElement(using: &self) ?? "x" })
    }

    private mutating func lookalike() -> String {
        let texts = [
            "true", "no", "Off", "y", "null", "~", "", "12", "-1", "+.5", "0x1f", "0b1", "017", "08", "1_0", "1e3",
            ".inf", "-.INF", ".nan",
            "1:20", "2001-01-01", "2001-1-1 1:2:3", "<<", "=", "-", "?", ":", "---", "...", "- a", "a: b", "a #b", "#",
            "&a", "*a", "!a", "|",
            ">", "%", "@", "`", "{", "}", "[", "]", ",", "a,", "'", "\"", " a", "a ", "\n", "\n\n", "\na", "a\n",
            "a\n\n", " a\nb", "a \nb", "a\n b\n",
            "\ta", "a\t", "a\tb\nc", "--- a", "a\n---\nb", "a\n...\nb\n", "0o7", "1.", "0x_", "NO", "nO",
        ]
        return texts.randomElement(using: &self) ?? ""
    }
}
