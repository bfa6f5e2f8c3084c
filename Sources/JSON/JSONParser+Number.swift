extension JSONParser {
    /// Reads a number.
    mutating func number() throws(ParseStop) -> JSONValue {
        let start = at
        let isNegative = bytes[at] == UInt8(ascii: "-")
        if isNegative { at += 1 }
        var decimal = Decimal()
        try integerPart(&decimal)
        let isWhole = try !fractionAndExponent(&decimal)
        if isWhole, decimal.digits <= 18 {
            let magnitude = Int64(truncatingIfNeeded: decimal.mantissa)
            return .integer(isNegative ? -magnitude : magnitude)
        }
        if !isWhole, let exact = decimal.exactDouble { return .number(isNegative ? -exact : exact) }
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<at]), as: UTF8.self)
        if isWhole, let value = Int64(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else {
            at = start
            throw failure(.numberOutOfRange(text))
        }
        return .number(value)
    }

    /// Digits of a number as they are read; `mantissa` is right up to 19 digits.
    private struct Decimal {
        var mantissa: UInt64 = 0
        /// Digits from the first one that is not zero.
        var digits = 0
        /// The power of ten that `mantissa` is multiplied by.
        var exponent = 0

        @inline(__always)
        mutating func add(_ byte: UInt8) {
            mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30)
            if mantissa != 0 { digits += 1 }
        }

        /// The value if one multiplication or division of exact doubles gives it, which IEEE 754 rounds correctly.
        var exactDouble: Double? {
            guard digits <= 19, mantissa <= 1 << 53, (-22...22).contains(exponent) else { return nil }
            var power = 1.0
            for _ in 0..<abs(exponent) { power *= 10 }
            return exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
        }
    }

    private mutating func integerPart(_ decimal: inout Decimal) throws(ParseStop) {
        guard isAtDigit else { throw unexpected(.number) }
        if bytes[at] == UInt8(ascii: "0") {
            at += 1
            return
        }
        while isAtDigit {
            decimal.add(bytes[at])
            at += 1
        }
    }

    /// Reads what may follow the digits before the point, and whether anything did.
    private mutating func fractionAndExponent(_ decimal: inout Decimal) throws(ParseStop) -> Bool {
        guard at < bytes.count else { return false }
        var found = false
        if bytes[at] == UInt8(ascii: ".") {
            found = true
            at += 1
            guard isAtDigit else { throw unexpected(.fraction) }
            while isAtDigit {
                decimal.add(bytes[at])
                decimal.exponent -= 1
                at += 1
            }
        }
        if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            found = true
            at += 1
            try exponent(&decimal)
        }
        return found
    }

    private mutating func exponent(_ decimal: inout Decimal) throws(ParseStop) {
        var isNegative = false
        if at < bytes.count, bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: "+") {
            isNegative = bytes[at] == UInt8(ascii: "-")
            at += 1
        }
        guard isAtDigit else { throw unexpected(.exponent) }
        var value = 0
        while isAtDigit {
            if value < 100_000 { value = value * 10 + Int(bytes[at] - 0x30) }
            at += 1
        }
        decimal.exponent += isNegative ? -value : value
    }

    private var isAtDigit: Bool { at < bytes.count && bytes[at] >= 0x30 && bytes[at] <= 0x39 }
}
