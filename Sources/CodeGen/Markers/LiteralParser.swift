/// Reads the JSON value of a marker such as `+default={"a": [1, 2]}`.
struct LiteralParser {
    private var rest: Substring.UnicodeScalarView

    /// The value that `text` says; nil if it is not JSON.
    static func parse(_ text: String) -> LiteralValue? {
        var parser = LiteralParser(rest: Substring(text).unicodeScalars)
        guard let value = parser.value() else { return nil }
        parser.skipSpace()
        return parser.rest.isEmpty ? value : nil
    }

    private mutating func value() -> LiteralValue? {
        skipSpace()
        switch rest.first {
        case "\""?: return string().map(LiteralValue.string)
        case "["?: return array()
        case "{"?: return object()
        default: return word()
        }
    }

    private mutating func word() -> LiteralValue? {
        let end = rest.firstIndex { ",]}: \t".unicodeScalars.contains($0) } ?? rest.endIndex
        let word = String(rest[..<end])
        rest = rest[end...]
        switch word {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        default:
            guard let first = word.first, first == "-" || first.isASCII && first.isNumber else { return nil }
            return Int64(word).map(LiteralValue.integer) ?? Double(word).map(LiteralValue.number)
        }
    }

    private mutating func array() -> LiteralValue? {
        rest.removeFirst()
        var elements: [LiteralValue] = []
        if take("]") { return .array([]) }
        repeat {
            guard let element = value() else { return nil }
            elements.append(element)
        } while take(",")
        return take("]") ? .array(elements) : nil
    }

    private mutating func object() -> LiteralValue? {
        rest.removeFirst()
        var members: [LiteralValue.Member] = []
        if take("}") { return .object([]) }
        repeat {
            skipSpace()
            guard rest.first == "\"", let key = string(), take(":"), let value = value() else { return nil }
            members.append(LiteralValue.Member(key, value))
        } while take(",")
        return take("}") ? .object(members) : nil
    }

    private mutating func string() -> String? {
        rest.removeFirst()
        var text = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == "\"" { return String(text) }
            guard scalar == "\\" else {
                text.append(scalar)
                continue
            }
            guard let escaped = escape() else { return nil }
            text.append(escaped)
        }
        return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
        switch rest.popFirst() {
        case "n"?: return "\n"
        case "t"?: return "\t"
        case "r"?: return "\r"
        case "u"?:
            let digits = String(rest.prefix(4))
            rest = rest.dropFirst(4)
            return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
        case let other?: return other
        case nil: return nil
        }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        skipSpace()
        guard rest.first == scalar else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func skipSpace() { rest = rest.drop { $0 == " " || $0 == "\t" } }
}
