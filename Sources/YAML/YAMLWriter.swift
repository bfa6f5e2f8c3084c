public import JSON

/// Writes YAML text as `kubectl get -o yaml` lays it out.
///
/// Block style, two spaces, `- ` at the column of its key; text over several lines as a literal block; text that
/// would be read as something else in quotes. Lines are not folded. What is written reads back as the same tree,
/// but for doubles without fraction, which come back as integers.
public enum YAMLWriter {
    /// The text of one document.
    ///
    /// - Parameters:
    ///   - value: the tree.
    ///   - sortKeys: sorts members as kubectl does, numbers inside keys by their value; false keeps their order.
    /// - Returns: UTF-8 text that ends with a newline.
    public static func bytes(_ value: JSONValue, sortKeys: Bool = true) -> [UInt8] {
        var emitter = YAMLEmitter()
        write(value, sortKeys, to: &emitter)
        let text = emitter.end()
        // A scalar alone is marked as a whole document, which no reader needs.
        return text.suffix(5) == Array("\n...\n".utf8) && isScalar(value) ? text.dropLast(4) : text
    }

    private static func isScalar(_ value: JSONValue) -> Bool {
        switch value {
        case .array, .object: false
        default: true
        }
    }

    private static func write(_ value: JSONValue, _ sortKeys: Bool, to emitter: inout YAMLEmitter) {
        switch value {
        case .null, .bool, .integer, .number: emitter.scalar(value.description, .plain)
        case .string(let text): emitter.scalar(text, style(of: text))
        case .array(let elements):
            emitter.beginSequence()
            for element in elements { write(element, sortKeys, to: &emitter) }
            emitter.endSequence()
        case .object(let members):
            emitter.beginMapping()
            let members = sortKeys ? members.sorted { KeyOrder.isBefore($0.key, $1.key) } : Array(members)
            for (key, value) in members {
                let style = style(of: key)
                emitter.scalar(key, style == .literal ? .doubleQuoted : style)
                write(value, sortKeys, to: &emitter)
            }
            emitter.endMapping()
        }
    }

    private static func style(of text: String) -> YAMLEmitter.Style {
        if text.utf8.contains(0x0A) {
            // Readers turn other line breaks of a block into newlines.
            let isFaithful = text.unicodeScalars.allSatisfy { !["\r", "\u{85}", "\u{2028}", "\u{2029}"].contains($0) }
            return isFaithful ? .literal : .doubleQuoted
        }
        return YAMLScalar.staysText(text) ? .plain : .doubleQuoted
    }
}

/// The order of keys in kubectl's YAML.
///
/// Source: go-yaml v2: letters after everything else, digits by the value of their number.
enum KeyOrder {
    /// Whether one key comes before another.
    static func isBefore(_ left: String, _ right: String) -> Bool {
        let left = Array(left.unicodeScalars)
        let right = Array(right.unicodeScalars)
        guard let place = zip(left, right).enumerated().first(where: { $1.0 != $1.1 })?.offset else {
            return left.count < right.count
        }
        let isLeftLetter = left[place].properties.isAlphabetic
        let isRightLetter = right[place].properties.isAlphabetic
        if isLeftLetter, isRightLetter { return left[place] < right[place] }
        if isLeftLetter || isRightLetter {
            let followsDigit = place > 0 && isDigit(left[place - 1])
            return followsDigit ? isLeftLetter : isRightLetter
        }
        return isNumberBefore(left, right, place)
    }

    /// Compares at the first difference, where neither key has a letter.
    private static func isNumberBefore(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar], _ place: Int) -> Bool {
        // A zero that is not a leading one makes its number longer.
        let hasZero = left[place] == "0" || right[place] == "0"
        let continues = hasZero && left[..<place].reversed().prefix(while: isDigit).contains { $0 != "0" }
        let (leftValue, leftEnd) = number(left, from: place, startingWith: continues ? 1 : 0)
        let (rightValue, rightEnd) = number(right, from: place, startingWith: continues ? 1 : 0)
        if leftValue != rightValue { return leftValue < rightValue }
        if leftEnd != rightEnd { return leftEnd < rightEnd }
        return left[place] < right[place]
    }

    private static func number(_ key: [Unicode.Scalar], from: Int, startingWith: UInt64) -> (UInt64, end: Int) {
        var value = startingWith
        var at = from
        while at < key.count, isDigit(key[at]) {
            value = value &* 10 &+ UInt64(key[at].value - 0x30)
            at += 1
        }
        return (value, at)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
