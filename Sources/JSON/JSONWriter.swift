/// Writes JSON text: the same bytes that Go's encoding/json writes, with the members in the order of the tree.
///
/// `<`, `>`, `&`, U+2028 and U+2029 are escaped. Doubles that JSON cannot say (infinities, not-a-number) become `null`.
public enum JSONWriter {
    /// The text of a value without white space.
    public static func bytes(_ value: JSONValue) -> [UInt8] {
        var out = OutputBuffer()
        out.append(value)
        return Array(out.bytes)
    }

    /// Appends the text of a value without white space.
    public static func append(_ value: JSONValue, to out: inout [UInt8]) {
        var buffer = OutputBuffer()
        buffer.append(value)
        out.append(contentsOf: buffer.bytes)
    }

    /// The text of a value over several lines, `indent` spaces per level; empty containers stay on one line.
    public static func pretty(_ value: JSONValue, indent: Int = 2) -> [UInt8] {
        prettyPrint(bytes(value), indent: indent)
    }

    /// Appends a string with its quotes.
    public static func appendString(_ string: String, to out: inout [UInt8]) {
        var buffer = OutputBuffer(capacity: string.utf8.count + 32)
        buffer.append(string)
        out.append(contentsOf: buffer.bytes)
    }

    /// Spreads encoded JSON over several lines, `indent` spaces per level, without reading it into a tree.
    ///
    /// The bytes must be JSON; white space between its parts is replaced.
    public static func prettyPrint(_ compact: [UInt8], indent: Int = 2) -> [UInt8] {
        var out = OutputBuffer(capacity: compact.count * 2 + 64)
        compact.withUnsafeBufferPointer { PrettyPrinter(indent: indent).write($0, to: &out) }
        return Array(out.bytes)
    }
}

extension JSONValue: CustomStringConvertible {
    /// The value as JSON text without white space.
    public var description: String { String(decoding: JSONWriter.bytes(self), as: UTF8.self) }
}

extension OutputBuffer {
    /// Appends the text of a value.
    mutating func append(_ value: JSONValue) {
        switch value {
        case .null: appendWord("null")
        case .bool(let value): appendWord(value ? "true" : "false")
        case .integer(let value): append(value)
        case .number(let value): append(value)
        case .string(let value): append(value)
        case .array(let elements):
            append(UInt8(ascii: "["))
            for place in elements.indices {
                if place > 0 { append(UInt8(ascii: ",")) }
                append(elements[place])
            }
            append(UInt8(ascii: "]"))
        case .object(let members):
            append(UInt8(ascii: "{"))
            members.withMembers { members in
                for place in members.indices {
                    if place > 0 { append(UInt8(ascii: ",")) }
                    append(members[place].key)
                    append(UInt8(ascii: ":"))
                    append(members[place].value)
                }
            }
            append(UInt8(ascii: "}"))
        }
    }

    /// Appends the digits of an integer.
    mutating func append(_ value: Int64) {
        reserve(20)
        if value < 0 { appendReserved(UInt8(ascii: "-")) }
        var rest = value.magnitude
        if rest < 10 { return appendReserved(UInt8(truncatingIfNeeded: rest) &+ 0x30) }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var place = 20
            while rest > 0 {
                place &-= 1
                let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
                digits[place] = UInt8(truncatingIfNeeded: digit) &+ 0x30
                rest = quotient
            }
            appendReserved(digits.baseAddress! + place, count: 20 &- place)
        }
    }

    /// Appends a double in the shortest form that reads back as the same double.
    mutating func append(_ value: Double) {
        guard value.isFinite else { return appendWord("null") }
        var text = ShortestDouble(value).text
        text.withUTF8 { append(contentsOf: $0) }
    }

    /// Appends a string with its quotes, escaped.
    mutating func append(_ string: String) {
        let isWritten: Void? = string.utf8.withContiguousStorageIfAvailable { appendQuoted($0) }
        if isWritten == nil { Array(string.utf8).withUnsafeBufferPointer { appendQuoted($0) } }
    }

    /// Copies eight bytes at a time and looks at them on the way: most texts need no escape.
    private mutating func appendQuoted(_ bytes: UnsafeBufferPointer<UInt8>) {
        reserve(bytes.count &+ 16)
        appendReserved(UInt8(ascii: "\""))
        if let base = bytes.baseAddress {
            var at = 0
            while at < bytes.count {
                let number = min(bytes.count &- at, 8)
                let word = EscapeScanner.word(base, at, bytes.count)
                let clean = min(EscapeScanner.cleanBytes(of: word), number)
                appendReserved(word, count: clean)
                at &+= clean
                if clean < number { at &+= appendSuspect(base + at, rest: bytes.count &- at) }
            }
        }
        appendReserved(UInt8(ascii: "\""))
    }

    /// Appends the character at the start of the `rest` bytes, as an escape if need be, and returns how many bytes of
    /// the source that were.
    ///
    /// Afterwards there is room for what comes after them again.
    @inline(never)
    private mutating func appendSuspect(_ source: UnsafePointer<UInt8>, rest: Int) -> Int {
        reserve(rest &+ 24)
        if source[0] == 0xE2 {
            guard rest > 2, source[1] == 0x80, source[2] | 1 == 0xA9 else {
                appendReserved(source[0])
                return 1
            }
            appendWord(source[2] == 0xA8 ? #"\u2028"# : #"\u2029"#)
            return 3
        }
        appendReserved(UInt8(ascii: "\\"))
        switch source[0] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): appendReserved(source[0])
        case 8: appendReserved(UInt8(ascii: "b"))
        case 9: appendReserved(UInt8(ascii: "t"))
        case 10: appendReserved(UInt8(ascii: "n"))
        case 12: appendReserved(UInt8(ascii: "f"))
        case 13: appendReserved(UInt8(ascii: "r"))
        case let byte:
            appendWord("u00")
            appendReserved(0x30 &+ byte >> 4)
            appendReserved(byte & 15 < 10 ? 0x30 &+ byte & 15 : 0x57 &+ byte & 15)
        }
        return 1
    }
}

/// Finds the characters that JSON text for browsers must not hold as they are, in words of eight bytes.
private enum EscapeScanner {
    /// The bytes of a text from a place on, the first one lowest; bytes behind the end are zero.
    @inline(__always)
    static func word(_ base: UnsafePointer<UInt8>, _ at: Int, _ count: Int) -> UInt64 {
        let raw = UnsafeRawPointer(base)
        let number = count &- at
        if number >= 8 { return UInt64(littleEndian: (raw + at).loadUnaligned(as: UInt64.self)) }
        if count >= 8 {
            let last = UInt64(littleEndian: (raw + (count &- 8)).loadUnaligned(as: UInt64.self))
            return last &>> UInt64(truncatingIfNeeded: 8 &* (8 &- number))
        }
        var word: UInt64 = 0
        for place in 0..<number { word |= UInt64(base[at &+ place]) &<< UInt64(truncatingIfNeeded: 8 &* place) }
        return word
    }

    /// How many bytes, from the lowest on, need no second look.
    @inline(__always)
    static func cleanBytes(of word: UInt64) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let ampersand = word ^ (ones &* 0x26)
        let angle = (word | (ones &* 2)) ^ (ones &* 0x3E)  // < and > differ in one bit
        let line = word ^ (ones &* 0xE2)
        // The highest bit of each byte: set in the lowest byte that is zero, that is below a space, and so on.
        let found =
            (quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (ampersand &- ones) & ~ampersand
            | (angle &- ones) & ~angle | (line &- ones) & ~line | (word &- ones &* 0x20) & ~word
        return (found & 0x8080_8080_8080_8080).trailingZeroBitCount >> 3
    }
}

/// Spreads JSON text over lines.
private struct PrettyPrinter {
    let indent: Int

    func write(_ source: UnsafeBufferPointer<UInt8>, to out: inout OutputBuffer) {
        var depth = 0
        var at = 0
        var isOpen = false  // the last byte opened a container
        while at < source.count {
            let byte = source[at]
            at += 1
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: continue
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if !isOpen { newLine(depth, &out) }
                isOpen = false
                out.append(byte)
                continue
            default: break
            }
            if isOpen { newLine(depth, &out) }
            isOpen = false
            out.append(byte)
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                isOpen = true
            case UInt8(ascii: ","): newLine(depth, &out)
            case UInt8(ascii: ":"): out.append(UInt8(ascii: " "))
            case UInt8(ascii: "\""): at = string(source, from: at, to: &out)
            default: break
            }
        }
    }

    /// Copies a string from after its opening quote on and returns the place after the closing one.
    private func string(_ source: UnsafeBufferPointer<UInt8>, from start: Int, to out: inout OutputBuffer) -> Int {
        var at = start
        while at < source.count, source[at] != UInt8(ascii: "\"") {
            at += source[at] == UInt8(ascii: "\\") ? 2 : 1
        }
        let end = min(at + 1, source.count)
        out.append(contentsOf: UnsafeBufferPointer(rebasing: source[start..<end]))
        return end
    }

    private func newLine(_ depth: Int, _ out: inout OutputBuffer) {
        out.append(UInt8(ascii: "\n"))
        out.append(repeating: UInt8(ascii: " "), count: depth * indent)
    }
}
