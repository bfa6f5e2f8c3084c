/// Why bytes are not JSON, and where.
public struct JSONParseError: Error, Equatable, Sendable {
    /// What was wrong.
    public enum Reason: Equatable, Sendable {
        /// The text stops in the middle of a value.
        case unexpectedEnd
        /// A byte that cannot stand there.
        case unexpectedCharacter(UInt8, Expectation)
        /// A number that no double can hold, as it is written.
        case numberOutOfRange(String)
        /// Arrays and objects are nested deeper than the limit.
        case tooDeep(limit: Int)
    }

    /// What the reader was looking at when it met a byte that does not fit.
    public enum Expectation: Equatable, Sendable {
        case value
        case objectKey
        case afterObjectKey
        case afterObjectMember
        case afterArrayElement
        case afterTopLevelValue
        case string
        case escape
        case hexadecimalEscape
        case number
        case fraction
        case exponent
        /// A byte of `true`, `false` or `null`: the word and the byte that had to come.
        case literal(StaticWord, expected: UInt8)
    }

    /// One of the three words of JSON.
    public enum StaticWord: String, Equatable, Sendable {
        case `true`
        case `false`
        case null
    }

    /// What was wrong.
    public let reason: Reason
    /// Bytes before the place.
    public let offset: Int
    /// Line of the place, from 1.
    public let line: Int
    /// Column of the place in characters, from 1.
    public let column: Int

    init(_ reason: Reason, at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        self.reason = reason
        self.offset = offset
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        self.line = line
        self.column = column
    }

    /// What was wrong, without the place, in the words that Go's decoder uses.
    public var message: String {
        switch reason {
        case .unexpectedEnd: "unexpected end of JSON input"
        case .unexpectedCharacter(let byte, let expectation):
            "invalid character \(Self.quoted(byte)) \(expectation.phrase)"
        case .numberOutOfRange(let text): "number \(text) is out of range"
        case .tooDeep(let limit): "exceeded maximum depth of \(limit)"
        }
    }

    private static func quoted(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "'"): #"'\''"#
        case UInt8(ascii: "\\"): #"'\\'"#
        case 7: #"'\a'"#
        case 8: #"'\b'"#
        case 9: #"'\t'"#
        case 10: #"'\n'"#
        case 11: #"'\v'"#
        case 12: #"'\f'"#
        case 13: #"'\r'"#
        case 0..<0x20, 0x7F: #"'\x"# + hexadecimal(byte) + "'"
        case 0x80..<0xA1, 0xAD: #"'\u00"# + hexadecimal(byte) + "'"
        default: "'\(Character(Unicode.Scalar(byte)))'"
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}

extension JSONParseError.Expectation {
    fileprivate var phrase: String {
        switch self {
        case .value: "looking for beginning of value"
        case .objectKey: "looking for beginning of object key string"
        case .afterObjectKey: "after object key"
        case .afterObjectMember: "after object key:value pair"
        case .afterArrayElement: "after array element"
        case .afterTopLevelValue: "after top-level value"
        case .string: "in string literal"
        case .escape: "in string escape code"
        case .hexadecimalEscape: #"in \u hexadecimal character escape"#
        case .number: "in numeric literal"
        case .fraction: "after decimal point in numeric literal"
        case .exponent: "in exponent of numeric literal"
        case .literal(let word, let expected):
            "in literal \(word.rawValue) (expecting '\(Character(Unicode.Scalar(expected)))')"
        }
    }
}

extension JSONParseError: CustomStringConvertible {
    /// What is wrong and where, in one sentence.
    public var description: String {
        reason == .unexpectedEnd ? message : "\(message) at line \(line) column \(column)"
    }
}
