/// Recognizes text that some YAML reader takes for a number or a time.
enum YAMLLookalikes {
    /// A cursor over ASCII text.
    private struct Cursor {
        private var rest: Substring.UTF8View

        init(_ text: String) { rest = Substring(text).utf8 }

        var isAtEnd: Bool { rest.isEmpty }

        /// Skips one of these bytes, if it is next.
        mutating func skip(_ choices: String) -> Bool {
            guard let next = rest.first, choices.utf8.contains(next) else { return false }
            rest.removeFirst()
            return true
        }

        /// Skips digits, and underscores if wanted, and says how many there were.
        mutating func digits(orUnderscores: Bool = false) -> Int {
            let count = rest.prefix { (0x30...0x39).contains($0) || orUnderscores && $0 == 0x5F }.count
            rest.removeFirst(count)
            return count
        }
    }

    /// Whether text is a decimal number: digits with at most one point, and an exponent.
    static func isFloat(_ text: String) -> Bool {
        var cursor = Cursor(text)
        _ = cursor.skip("+-")
        let whole = cursor.digits()
        let hasPoint = cursor.skip(".")
        let fraction = hasPoint ? cursor.digits() : 0
        guard whole + fraction > 0 else { return false }
        if cursor.skip("eE") {
            _ = cursor.skip("+-")
            guard cursor.digits() > 0 else { return false }
        }
        return cursor.isAtEnd
    }

    /// Whether text is a number in base 60, such as `12:30`, to YAML 1.1 readers.
    static func isBase60(_ text: String) -> Bool {
        var cursor = Cursor(text)
        _ = cursor.skip("+-")
        guard cursor.digits() > 0 else { return false }
        _ = cursor.digits(orUnderscores: true)
        var parts = 0
        while cursor.skip(":") {
            guard (1...2).contains(cursor.digits()) else { return false }
            parts += 1
        }
        if cursor.skip(".") { _ = cursor.digits(orUnderscores: true) }
        return parts > 0 && cursor.isAtEnd
    }

    /// Whether text begins like a hexadecimal, octal or binary number, which some readers then insist on.
    static func isPrefixed(_ text: String) -> Bool {
        var cursor = Cursor(text)
        _ = cursor.skip("+-")
        return cursor.skip("0") && cursor.skip("xXoObB")
    }

    /// Whether text is a date, with or without a time, to YAML 1.1 readers.
    static func isTimestamp(_ text: String) -> Bool {
        var cursor = Cursor(text)
        guard cursor.digits() == 4, cursor.skip("-"), (1...2).contains(cursor.digits()), cursor.skip("-"),
            (1...2).contains(cursor.digits())
        else { return false }
        if cursor.isAtEnd { return true }
        guard cursor.skip("Tt ") else { return false }
        for separator in [":", ":", ""] {
            guard (1...2).contains(cursor.digits()) else { return false }
            if !separator.isEmpty, !cursor.skip(separator) { return false }
        }
        if cursor.skip("."), cursor.digits() == 0 { return false }
        if cursor.isAtEnd || cursor.skip("Z") { return cursor.isAtEnd }
        return cursor.skip("+-") && cursor.digits() == 2 && cursor.skip(":") && cursor.digits() == 2 && cursor.isAtEnd
    }
}
