/// Bytes and rules that requests and responses of HTTP/1.1 have in common.
package enum HTTP1Syntax {
    static let carriageReturn = UInt8(ascii: "\r")
    static let lineFeed = UInt8(ascii: "\n")

    /// For every byte of a field name its lower case, and 0 for those that no name may hold.
    ///
    /// Source: RFC 9110, 5.6.2 (tokens).
    package static let tokenLowercase: [UInt8] = {
        var table = [UInt8](repeating: 0, count: 256)
        for byte in "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz".utf8 { table[Int(byte)] = byte }
        for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") { table[Int(byte)] = byte | 0x20 }
        return table
    }()

    /// Whether a byte may stand in a field value: no controls but the tab.
    package static func isFieldByte(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7f || byte == 0x09 }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// Splits `name: value` (without its line end) and adds it; the text says what is wrong.
    static func parseField(
        _ bytes: borrowing [UInt8],
        _ line: Range<Int>,
        into headers: inout HTTPHeaders
    ) throws(HTTP1ParseError) {
        if isBlank(bytes[line.lowerBound]) { throw .malformed("a header line is folded") }
        var colon = line.lowerBound
        while colon < line.upperBound, tokenLowercase[Int(bytes[colon])] != 0 { colon += 1 }
        guard colon < line.upperBound, bytes[colon] == UInt8(ascii: ":"), colon > line.lowerBound else {
            throw .malformed("a header name is malformed")
        }
        var start = colon + 1
        var end = line.upperBound
        while start < end, isBlank(bytes[start]) { start += 1 }
        while end > start, isBlank(bytes[end - 1]) { end -= 1 }
        for index in start..<end where !isFieldByte(bytes[index]) {
            throw .malformed("a header value has a control character")
        }
        headers.add(lowercaseName(bytes, line.lowerBound..<colon), text(bytes, start..<end))
    }

    static func text(_ bytes: borrowing [UInt8], _ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    private static func lowercaseName(_ bytes: borrowing [UInt8], _ range: Range<Int>) -> String {
        unsafe String(unsafeUninitializedCapacity: range.count) { buffer in
            for (offset, index) in range.enumerated() { unsafe buffer[offset] = tokenLowercase[Int(bytes[index])] }
            return range.count
        }
    }

    /// The value of a `content-length`: digits only, below 10^18.
    static func contentLength(_ text: String) -> Int? {
        guard !text.isEmpty, text.utf8.count <= 18 else { return nil }
        var value = 0
        for digit in text.utf8 {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return value
    }

    /// Whether a comma-separated field holds a token; `token` in lower case.
    static func hasToken(_ token: String, in value: String) -> Bool {
        value.utf8.split(separator: UInt8(ascii: ",")).contains { part in
            var part = part
            while let first = part.first, isBlank(first) { part.removeFirst() }
            while let last = part.last, isBlank(last) { part.removeLast() }
            return part.lazy.map { tokenLowercase[Int($0)] }.elementsEqual(token.utf8)
        }
    }
}

/// Why a request cannot be understood, and what to answer.
struct HTTP1ParseError: Error, Equatable {
    var status: Int
    var message: String

    static func malformed(_ message: String) -> HTTP1ParseError { HTTP1ParseError(status: 400, message: message) }
}
