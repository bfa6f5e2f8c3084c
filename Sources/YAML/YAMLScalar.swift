internal import JSON

/// What a scalar means.
///
/// Source: the resolution tables of go-yaml v2, which follow https://yaml.org/type/ (YAML 1.1) with the changes that
/// kubectl users know: no base 60, octals as `017` and `0o17`.
enum YAMLScalar {
    /// Why a scalar means nothing.
    struct Problem: Error {
        let reason: YAMLError.Reason
    }

    private static let prefix = "tag:yaml.org,2002:"

    /// The value of a scalar.
    static func value(_ scalar: YAMLEvent.Scalar) throws(Problem) -> JSONValue {
        guard let tag = scalar.tag else {
            return scalar.isPlain ? try json(plain(scalar.text)) : .string(scalar.text)
        }
        guard tag.hasPrefix(prefix) else { return .string(scalar.text) }
        switch tag.dropFirst(prefix.count) {
        case "binary":
            guard let text = base64(scalar.text) else {
                throw Problem(reason: .wrongTag(value: scalar.text, tag: "!!binary"))
            }
            return .string(text)
        case let kind where ["null", "bool", "int", "float"].contains(kind):
            return try json(tagged(scalar.text, String(kind)))
        default: return .string(scalar.text)
        }
    }

    /// Whether a key is the merge key `<<`.
    static func isMergeKey(_ scalar: YAMLEvent.Scalar) -> Bool {
        scalar.text == "<<" && (scalar.tag == nil ? scalar.isPlain : scalar.tag == prefix + "merge")
    }

    /// Whether text without quotes would be read as the same text.
    static func staysText(_ text: String) -> Bool {
        guard case .text = plain(text) else { return false }
        return text != "<<" && text != "=" && !YAMLLookalikes.isTimestamp(text) && !YAMLLookalikes.isBase60(text)
            && !YAMLLookalikes.isPrefixed(text)
    }

    // MARK: Meanings

    private enum Meaning {
        case null
        case bool(Bool)
        case integer(Int64)
        case float(Double)
        case text(String)
    }

    private static func json(_ meaning: Meaning) throws(Problem) -> JSONValue {
        switch meaning {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .integer(let value): return .integer(value)
        case .text(let text): return .string(text)
        case .float(let value):
            guard value.isFinite else { throw Problem(reason: .unsupportedNumber("\(value)")) }
            // JSON writes 1.0 as 1 and 1e3 as 1000; what reads that sees integers.
            if value == value.rounded(), let integer = Int64(exactly: value) { return .integer(integer) }
            return .number(value)
        }
    }

    private static func tagged(_ text: String, _ kind: String) throws(Problem) -> Meaning {
        let meaning = plain(text)
        switch (meaning, kind) {
        case (.null, "null"), (.bool, "bool"), (.integer, "int"), (.float, "float"): return meaning
        case (.integer(let value), "float"): return .float(Double(value))
        default: throw Problem(reason: .wrongTag(value: text, tag: "!!" + kind))
        }
    }

    /// What text without quotes and tag means.
    private static func plain(_ text: String) -> Meaning {
        guard let first = text.utf8.first else { return .null }
        switch first {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"):
            return infinity(text) ?? number(text)
        case UInt8(ascii: "."): return infinity(text) ?? float(text) ?? .text(text)
        default: return word(text) ?? .text(text)
        }
    }

    private static func word(_ text: String) -> Meaning? {
        switch text {
        case "~", "null", "Null", "NULL": .null
        case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON": .bool(true)
        case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF": .bool(false)
        default: nil
        }
    }

    private static func infinity(_ text: String) -> Meaning? {
        switch text {
        case ".nan", ".NaN", ".NAN": .float(.nan)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": .float(.infinity)
        case "-.inf", "-.Inf", "-.INF": .float(-.infinity)
        default: nil
        }
    }

    private static func number(_ text: String) -> Meaning {
        let plain = text.utf8.contains(UInt8(ascii: "_")) ? text.filter { $0 != "_" } : text
        return integer(plain) ?? float(plain) ?? .text(text)
    }

    /// The value of digits with sign and prefix; numbers above 64 bits are left to `float`.
    private static func integer(_ text: String) -> Meaning? {
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        let hasSign = isNegative || text.utf8.first == UInt8(ascii: "+")
        var digits = Substring(text).dropFirst(hasSign ? 1 : 0)
        var radix = 10
        if digits.utf8.first == UInt8(ascii: "0"), digits.utf8.count > 1 {
            switch digits.utf8.dropFirst().first.map({ $0 | 0x20 }) {
            case UInt8(ascii: "x"): radix = 16
            case UInt8(ascii: "o"): radix = 8
            case UInt8(ascii: "b"): radix = 2
            default: radix = 0
            }
            digits = digits.dropFirst(radix == 0 ? 1 : 2)
            if radix == 0 { radix = 8 }
        }
        guard let first = digits.utf8.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-") else { return nil }
        if let value = Int64((isNegative ? "-" : "") + digits, radix: radix) { return .integer(value) }
        if !isNegative, let value = UInt64(digits, radix: radix) { return .float(Double(value)) }
        return nil
    }

    /// The value of a decimal number with fraction or exponent, nil if it is none or too large for a double.
    private static func float(_ text: String) -> Meaning? {
        guard YAMLLookalikes.isFloat(text), let value = Double(text), value.isFinite else { return nil }
        return .float(value)
    }

    private static func base64(_ text: String) -> String? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        var padding = 0
        for byte in text.utf8 where byte != 0x0A && byte != 0x0D {
            let six: UInt8
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): six = byte - 65
            case UInt8(ascii: "a")...UInt8(ascii: "z"): six = byte - 71
            case UInt8(ascii: "0")...UInt8(ascii: "9"): six = byte + 4
            case UInt8(ascii: "+"): six = 62
            case UInt8(ascii: "/"): six = 63
            case UInt8(ascii: "="):
                padding += 1
                continue
            default: return nil
            }
            guard padding == 0 else { return nil }
            bits = bits << 6 | UInt32(six)
            count += 1
            if count % 4 == 0 {
                bytes += [
                    UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8),
                    UInt8(truncatingIfNeeded: bits),
                ]
            }
        }
        guard (count + padding) % 4 == 0, padding <= 2 else { return nil }
        if padding == 2 { bytes.append(UInt8(truncatingIfNeeded: bits >> 4)) }
        if padding == 1 { bytes += [UInt8(truncatingIfNeeded: bits >> 10), UInt8(truncatingIfNeeded: bits >> 2)] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
