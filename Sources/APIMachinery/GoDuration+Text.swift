/// Durations in Go's words.
///
/// Source: Go, `Duration.String` and `time.ParseDuration`.
extension GoDuration {
    /// Why a text that `parse` does not take is no duration.
    public static func fault(in text: String) -> String {
        let quoted = GoText.quoted(text)
        var rest = text[...]
        if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
        while !rest.isEmpty {
            let number = rest.prefix { isPartOfNumber($0) }
            rest = rest.dropFirst(number.count)
            guard number.contains(where: { $0 != "." }), number.count(where: { $0 == "." }) < 2 else { break }
            let unit = rest.prefix { !isPartOfNumber($0) }
            rest = rest.dropFirst(unit.count)
            if unit.isEmpty { return "time: missing unit in duration \(quoted)" }
            if parse("1\(unit)") == nil {
                return "time: unknown unit \(GoText.quoted(String(unit))) in duration \(quoted)"
            }
        }
        return "time: invalid duration \(quoted)"
    }

    private static func isPartOfNumber(_ character: Character) -> Bool {
        ("0"..."9").contains(character) || character == "."
    }

    /// Writes a duration that is not negative.
    public static func text(_ duration: Duration) -> String {
        let (whole, attoseconds) = duration.components
        let nanoseconds = Int(attoseconds / 1_000_000_000)
        if whole == 0 {
            switch nanoseconds {
            case 0: return "0s"
            case ..<1_000: return "\(nanoseconds)ns"
            case ..<1_000_000: return decimal(nanoseconds, digits: 3) + "µs"
            default: return decimal(nanoseconds, digits: 6) + "ms"
            }
        }
        let seconds = decimal(Int(whole % 60) * 1_000_000_000 + nanoseconds, digits: 9) + "s"
        switch whole {
        case ..<60: return seconds
        case ..<3600: return "\(whole / 60)m\(seconds)"
        default: return "\(whole / 3600)h\(whole / 60 % 60)m\(seconds)"
        }
    }

    /// A number with so many digits behind the point, without zeros at its end.
    private static func decimal(_ value: Int, digits: Int) -> String {
        var power = 1
        for _ in 0..<digits { power *= 10 }
        guard value % power != 0 else { return "\(value / power)" }
        let rest = String(value % power)
        var text = "\(value / power)." + String(repeating: "0", count: digits - rest.count) + rest
        while text.hasSuffix("0") { text.removeLast() }
        return text
    }
}
