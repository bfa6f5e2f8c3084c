extension Quantity {
    /// Reads a sign, digits with at most one point, and a suffix or an exponent; nil for anything else.
    public init?(_ text: String) {
        var bytes = Array(text.utf8)[...]
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
        let whole = bytes.prefix(while: Self.isDigit)
        bytes = bytes.dropFirst(whole.count)
        var fraction: ArraySlice<UInt8> = []
        if bytes.first == UInt8(ascii: ".") {
            fraction = bytes.dropFirst().prefix(while: Self.isDigit)
            bytes = bytes.dropFirst(1 + fraction.count)
        }
        guard !whole.isEmpty || !fraction.isEmpty, let scale = Scale(suffix: bytes) else { return nil }
        let amount = Self.nanos(digits: whole + fraction, fractionDigits: fraction.count, scale)
        self.init(nanos: isNegative ? -amount : amount, format: scale.format)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    /// What a suffix stands for.
    private struct Scale {
        var powerOfTen = 0
        var powerOfTwo = 0
        var format = Format.decimal

        init?(suffix: ArraySlice<UInt8>) {
            let text = String(decoding: suffix, as: UTF8.self)
            if let place = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"].firstIndex(of: text) {
                powerOfTwo = (place + 1) * 10
                format = .binary
            } else if let place = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"].firstIndex(of: text) {
                powerOfTen = (place - 3) * 3
            } else if let exponent = Scale.exponent(suffix) {
                powerOfTen = exponent
                format = .exponent
            } else {
                return nil
            }
        }

        private static func exponent(_ suffix: ArraySlice<UInt8>) -> Int? {
            guard suffix.first == UInt8(ascii: "e") || suffix.first == UInt8(ascii: "E") else { return nil }
            let number = suffix.dropFirst()
            let sign = number.first == UInt8(ascii: "-") || number.first == UInt8(ascii: "+") ? 1 : 0
            let digits = number.dropFirst(sign)
            guard !digits.isEmpty, digits.count <= 9, digits.allSatisfy(Quantity.isDigit) else { return nil }
            return Int(String(decoding: number, as: UTF8.self))
        }
    }

    /// The amount in billionths, rounded up, at most `limit`.
    private static func nanos(digits: ArraySlice<UInt8>, fractionDigits: Int, _ scale: Scale) -> Int128 {
        var power = scale.powerOfTen - fractionDigits + 9
        let significant = Array(digits.drop { $0 == UInt8(ascii: "0") })
        guard !significant.isEmpty else { return 0 }
        // 19 digits times 2⁶⁰ fit into 128 bits; what is cut off only decides about rounding.
        var mantissa: Int128 = 0
        for digit in significant.prefix(19) { mantissa = mantissa * 10 + Int128(digit - UInt8(ascii: "0")) }
        power += max(0, significant.count - 19)
        var isInexact = significant.dropFirst(19).contains { $0 != UInt8(ascii: "0") }
        mantissa <<= Int128(scale.powerOfTwo)
        while power > 0 {
            guard mantissa <= limit else { return limit }
            mantissa *= 10
            power -= 1
        }
        while power < 0, mantissa > 0 {
            isInexact = isInexact || mantissa % 10 != 0
            mantissa /= 10
            power += 1
        }
        return min(mantissa + (isInexact ? 1 : 0), limit)
    }
}
