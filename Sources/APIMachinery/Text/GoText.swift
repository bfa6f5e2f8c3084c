internal import JSON

/// Values in messages as Kubernetes writes them, down to quotes and exponents.
package enum GoText {
    /// A text in double quotes with escapes for what cannot be printed.
    ///
    /// Source: Go `strconv.Quote`.
    package static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars { appendQuoted(scalar, to: &result) }
        result += "\""
        return result
    }

    /// `&`, `<` and `>` as HTML writes them, so that a browser never takes a message for markup.
    ///
    /// Source: apiserver `responsewriters`, `sanitizer`.
    package static func htmlEscaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E }) else { return text }
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    private static func appendQuoted(_ scalar: Unicode.Scalar, to result: inout String) {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\u{07}": result += "\\a"
        case "\u{08}": result += "\\b"
        case "\u{0C}": result += "\\f"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        case "\u{0B}": result += "\\v"
        default:
            if isPrintable(scalar) {
                result.unicodeScalars.append(scalar)
            } else if scalar.value < 0x20 || scalar.value == 0x7F {
                result += "\\x" + hex(scalar.value, digits: 2)
            } else if scalar.value <= 0xFFFF {
                result += "\\u" + hex(scalar.value, digits: 4)
            } else {
                result += "\\U" + hex(scalar.value, digits: 8)
            }
        }
    }

    /// Whether a character shows: letters, marks, numbers, punctuation, symbols and the plain space.
    ///
    /// Source: Go `unicode.IsPrint`.
    package static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value >= 0x20 && scalar.value < 0x7F }
        return switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            false
        default: true
        }
    }

    /// Lower-case hexadecimal digits, filled up with zeros.
    static func hex(_ value: UInt32, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// A number as `%v` writes it: shortest form, exponent from 1e21 on and below 1e-4.
    static func number(_ value: Double) -> String { decimal(value, exponentBelow: -4, exponentFrom: 21) }

    /// A number as Go's JSON encoder writes it: exponent from 1e21 on and below 1e-6.
    static func jsonNumber(_ value: Double) -> String { decimal(value, exponentBelow: -6, exponentFrom: 21) }

    private static func decimal(_ value: Double, exponentBelow: Int, exponentFrom: Int) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf" }
        guard value != 0 else { return value.sign == .minus ? "-0" : "0" }
        let sign = value < 0 ? "-" : ""
        let (digits, exponent) = shortestDigits(of: value.magnitude)
        if exponent < exponentBelow || exponent >= exponentFrom {
            let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
            let padding = abs(exponent) < 10 ? "0" : ""
            return sign + digits.prefix(1) + fraction + "e" + (exponent < 0 ? "-" : "+") + padding + "\(abs(exponent))"
        }
        if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
        guard digits.count > exponent + 1 else {
            return sign + digits + String(repeating: "0", count: exponent + 1 - digits.count)
        }
        return sign + digits.prefix(exponent + 1) + "." + digits.dropFirst(exponent + 1)
    }

    /// The fewest digits that give the same number back, and the power of ten of the first of them.
    private static func shortestDigits(of value: Double) -> (digits: String, exponent: Int) {
        let parts = value.description.split(separator: "e", maxSplits: 1)
        var exponent = parts.count > 1 ? Int(parts[1].hasPrefix("+") ? parts[1].dropFirst() : parts[1]) ?? 0 : 0
        let number = parts[0].split(separator: ".", maxSplits: 1)
        var digits = String(number[0]) + (number.count > 1 ? String(number[1]) : "")
        exponent += number[0].count - 1
        while digits.count > 1, digits.first == "0" {
            digits.removeFirst()
            exponent -= 1
        }
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        return (digits, exponent)
    }

    /// A tree on one line.
    static func json(_ value: JSONValue) -> String { value.description }
}
