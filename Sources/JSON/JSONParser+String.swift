extension JSONParser {
    /// Reads a key after its opening quote.
    @inline(__always)
    mutating func key() throws(ParseStop) -> String { try string() }

    /// Reads a string after its opening quote, up to and with the closing one.
    mutating func string() throws(ParseStop) -> String {
        let start = at
        var isASCII = true
        while true {
            skipClean()
            guard at < bytes.count else { throw failure(.unexpectedEnd) }
            switch bytes[at] {
            case UInt8(ascii: "\""):
                let run = UnsafeBufferPointer(rebasing: bytes[start..<at])
                at += 1
                return isASCII ? String(decoding: run, as: UTF8.self) : repaired(run)
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            case 0..<0x20: throw unexpected(.string)
            default:
                isASCII = false
                at += 1
            }
        }
    }

    /// Goes on to the next byte that is a quote, a backslash, a control character or not ASCII.
    @inline(__always)
    private mutating func skipClean() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let base = UnsafeRawPointer(bytes.baseAddress!)
        while at &+ 8 <= bytes.count {
            let word = UInt64(littleEndian: (base + at).loadUnaligned(as: UInt64.self))
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            let stops =
                ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- ones &* 0x20) | word) & highs
            if stops != 0 {
                at &+= stops.trailingZeroBitCount >> 3
                return
            }
            at &+= 8
        }
        while at < bytes.count {
            let byte = bytes[at]
            if byte == 0x22 || byte == 0x5C || byte < 0x20 || byte >= 0x80 { return }
            at &+= 1
        }
    }

    /// Reads the rest of a string that has an escape at the next byte and began at `start`.
    private mutating func escapedString(from start: Int) throws(ParseStop) -> String {
        unescaped.removeAll(keepingCapacity: true)
        var run = start
        while true {
            skipClean()
            guard at < bytes.count else { throw failure(.unexpectedEnd) }
            switch bytes[at] {
            case UInt8(ascii: "\""):
                unescaped.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[run..<at]))
                at += 1
                return unescaped.withUnsafeBufferPointer { repaired($0) }
            case UInt8(ascii: "\\"):
                unescaped.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[run..<at]))
                at += 1
                try escape()
                run = at
            case 0..<0x20: throw unexpected(.string)
            default: at += 1
            }
        }
    }

    /// Reads an escape after its backslash.
    private mutating func escape() throws(ParseStop) {
        guard at < bytes.count else { throw failure(.unexpectedEnd) }
        let plain: UInt8
        switch bytes[at] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain = bytes[at]
        case UInt8(ascii: "b"): plain = 8
        case UInt8(ascii: "f"): plain = 12
        case UInt8(ascii: "n"): plain = 10
        case UInt8(ascii: "r"): plain = 13
        case UInt8(ascii: "t"): plain = 9
        case UInt8(ascii: "u"):
            at += 1
            let scalar = try scalarEscape()
            unescaped.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
            return
        default: throw unexpected(.escape)
        }
        unescaped.append(plain)
        at += 1
    }

    /// Reads the digits of a `\u` escape, and those of the second one of a surrogate pair.
    private mutating func scalarEscape() throws(ParseStop) -> Unicode.Scalar {
        let first = try fourDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, at + 1 < bytes.count, bytes[at] == 0x5C, bytes[at + 1] == UInt8(ascii: "u") else {
            return "\u{FFFD}"
        }
        let beforeSecond = at
        at += 2
        let second = try fourDigits()
        guard (0xDC00..<0xE000).contains(second) else {
            at = beforeSecond
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func fourDigits() throws(ParseStop) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard at < bytes.count else { throw failure(.unexpectedEnd) }
            switch bytes[at] {
            case let byte where byte >= 0x30 && byte <= 0x39: value = value << 4 | UInt32(byte - 0x30)
            case let byte where byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66:
                value = value << 4 | UInt32((byte | 0x20) - 0x57)
            default: throw unexpected(.hexadecimalEscape)
            }
            at += 1
        }
        return value
    }

    /// The text of bytes that may not be UTF-8: every byte that begins no character becomes U+FFFD.
    private func repaired(_ run: UnsafeBufferPointer<UInt8>) -> String {
        if let text = String(validating: run, as: UTF8.self) { return text }
        return UTF8Repair.text(of: run)
    }
}

/// Makes text of bytes that are not UTF-8.
enum UTF8Repair {
    /// Replaces each byte that is not part of a character by one U+FFFD.
    ///
    /// Source: Go's `utf8.DecodeRune`, which consumes one byte on an error; Unicode's recommendation takes more.
    static func text(of bytes: UnsafeBufferPointer<UInt8>) -> String {
        var repaired: [UInt8] = []
        repaired.reserveCapacity(bytes.count + 16)
        var at = 0
        while at < bytes.count {
            let length = sequenceLength(bytes, at)
            if length == 0 {
                repaired.append(contentsOf: [0xEF, 0xBF, 0xBD])
                at += 1
            } else {
                repaired.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[at..<at + length]))
                at += length
            }
        }
        return String(decoding: repaired, as: UTF8.self)
    }

    /// Bytes of the character that begins there, 0 if none does.
    private static func sequenceLength(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
        let first = bytes[at]
        var second: ClosedRange<UInt8> = 0x80...0xBF
        let length: Int
        switch first {
        case 0..<0x80: return 1
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF:
            length = 3
            if first == 0xE0 { second = 0xA0...0xBF }
            if first == 0xED { second = 0x80...0x9F }
        case 0xF0...0xF4:
            length = 4
            if first == 0xF0 { second = 0x90...0xBF }
            if first == 0xF4 { second = 0x80...0x8F }
        default: return 0
        }
        guard at + length <= bytes.count, second.contains(bytes[at + 1]) else { return 0 }
        for place in at + 2..<max(at + 2, at + length) where bytes[place] & 0xC0 != 0x80 { return 0 }
        return length
    }
}
