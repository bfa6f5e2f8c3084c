/// Durations as Go writes them: `300ms`, `1.5h`, `2h45m`.
///
/// Source: Go, `time.ParseDuration`.
public enum GoDuration {
    private static let nanosecondsByUnit: [String: Int64] = [
        "ns": 1, "us": 1_000, "µs": 1_000, "μs": 1_000, "ms": 1_000_000,
        "s": 1_000_000_000, "m": 60_000_000_000, "h": 3_600_000_000_000,
    ]

    /// Reads a duration; nil if the text is none, or is longer than Go can say (about 292 years).
    ///
    /// All numbers need a unit; only `0` stands alone.
    public static func parse(_ text: String) -> Duration? {
        var rest = Substring(text)
        let isNegative = rest.first == "-"
        if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
        if rest == "0" { return .zero }
        guard !rest.isEmpty else { return nil }
        var total: Int64 = 0
        while !rest.isEmpty {
            guard let nanoseconds = takePart(&rest) else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(nanoseconds)
            guard !overflow else { return nil }
            total = sum
        }
        return .nanoseconds(isNegative ? -total : total)
    }

    /// Takes one number with its unit.
    private static func takePart(_ rest: inout Substring) -> Int64? {
        let whole = takeDigits(&rest)
        var fraction: Substring = ""
        if rest.first == "." {
            rest.removeFirst()
            fraction = takeDigits(&rest)
        }
        guard !(whole.isEmpty && fraction.isEmpty) else { return nil }
        let unit = rest.prefix { $0 != "." && !isDigit($0) }
        rest = rest.dropFirst(unit.count)
        guard let scale = nanosecondsByUnit[String(unit)], let number = Int64(whole.isEmpty ? "0" : whole) else {
            return nil
        }
        let (product, overflow) = number.multipliedReportingOverflow(by: scale)
        // More digits than a double holds say nothing below a nanosecond.
        let part = Double("0." + fraction.prefix(18)) ?? 0
        let (sum, carry) = product.addingReportingOverflow(Int64(part * Double(scale)))
        return overflow || carry ? nil : sum
    }

    private static func takeDigits(_ rest: inout Substring) -> Substring {
        let digits = rest.prefix(while: isDigit)
        rest = rest.dropFirst(digits.count)
        return digits
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
}
