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

    private mutating func appendQuoted(_ bytes: UnsafeBufferPointer<UInt8>) {
        reserve(bytes.count &+ 2)
        appendReserved(UInt8(ascii: "\""))
        if let base = bytes.baseAddress {
            var run = 0
            var at = EscapeScanner.next(base, from: 0, count: bytes.count)
            while at < bytes.count {
                let length = EscapeScanner.escapeLength(base, at, bytes.count)
                if length > 0 {
                    appendReserved(base + run, count: at &- run)
                    appendEscape(base, at, length, rest: bytes.count &- at)
                    run = at &+ length
                }
                at = EscapeScanner.next(base, from: at &+ max(length, 1), count: bytes.count)
            }
            appendReserved(base + run, count: bytes.count &- run)
        }
        appendReserved(UInt8(ascii: "\""))
    }

    /// Appends the escape of a character; room for the `rest` of the text and the closing quote stays reserved.
    private mutating func appendEscape(_ base: UnsafePointer<UInt8>, _ at: Int, _ length: Int, rest: Int) {
        reserve(rest &+ 8)
        appendReserved(UInt8(ascii: "\\"))
        if length == 3 {
            "u202".utf8.forEach { appendReserved($0) }
            return appendReserved(base[at + 2] == 0xA8 ? UInt8(ascii: "8") : UInt8(ascii: "9"))
        }
        switch base[at] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): appendReserved(base[at])
        case 8: appendReserved(UInt8(ascii: "b"))
        case 9: appendReserved(UInt8(ascii: "t"))
        case 10: appendReserved(UInt8(ascii: "n"))
        case 12: appendReserved(UInt8(ascii: "f"))
        case 13: appendReserved(UInt8(ascii: "r"))
        case let byte:
            "u00".utf8.forEach { appendReserved($0) }
            appendReserved(0x30 &+ byte >> 4)
            appendReserved(byte & 15 < 10 ? 0x30 &+ byte & 15 : 0x57 &+ byte & 15)
        }
    }
}

/// Finds the characters that JSON text for browsers must not hold as they are.
private enum EscapeScanner {
    /// The place of the next byte from `from` on that may begin an escape, or `count`.
    @inline(__always)
    static func next(_ base: UnsafePointer<UInt8>, from: Int, count: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let raw = UnsafeRawPointer(base)
        var at = from
        while at &+ 8 <= count {
            let word = UInt64(littleEndian: (raw + at).loadUnaligned(as: UInt64.self))
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            let ampersand = word ^ (ones &* 0x26)
            let angle = (word | (ones &* 2)) ^ (ones &* 0x3E)  // < and > differ in one bit
            let line = word ^ (ones &* 0xE2)
            let found =
                (quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (ampersand &- ones) & ~ampersand
                | (angle &- ones) & ~angle | (line &- ones) & ~line | (word &- ones &* 0x20) & ~word
            if found & highs != 0 { return at &+ ((found & highs).trailingZeroBitCount >> 3) }
            at &+= 8
        }
        while at < count {
            switch base[at] {
            case 0..<0x20, 0x22, 0x26, 0x3C, 0x3E, 0x5C, 0xE2: return at
            default: at &+= 1
            }
        }
        return at
    }

    /// Bytes of the character at a place that must be escaped, 0 if it may stay.
    static func escapeLength(_ base: UnsafePointer<UInt8>, _ at: Int, _ count: Int) -> Int {
        guard base[at] == 0xE2 else { return 1 }
        return at &+ 2 < count && base[at + 1] == 0x80 && base[at + 2] | 1 == 0xA9 ? 3 : 0
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
