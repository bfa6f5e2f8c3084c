/// The shortest text that reads back as the same double, laid out as Go's encoding/json does.
///
/// Plain digits from 1e-6 up to below 1e21, otherwise an exponent without leading zeros: `0.000001`, `1e-7`, `1e+21`.
/// Source: ECMA-262, Number::toString, which encoding/json follows.
struct ShortestDouble {
    private let isNegative: Bool
    /// Significant digits, without zeros at both ends; empty for zero.
    private let digits: [UInt8]
    /// The decimal point stands after that many digits.
    private let point: Int

    /// Takes a finite double apart.
    init(_ value: Double) {
        isNegative = value.sign == .minus
        var digits: [UInt8] = []
        var point = 0
        var exponent = 0
        var part = 0  // 0: before the point, 1: after it, 2: exponent
        var exponentIsNegative = false
        for byte in value.magnitude.description.utf8 {
            switch byte {
            case UInt8(ascii: "."): part = 1
            case UInt8(ascii: "e"): part = 2
            case UInt8(ascii: "-"): exponentIsNegative = true
            case UInt8(ascii: "+"): break
            default:
                if part == 2 {
                    exponent = exponent * 10 + Int(byte - 0x30)
                } else {
                    digits.append(byte)
                    if part == 0 { point += 1 }
                }
            }
        }
        point += exponentIsNegative ? -exponent : exponent
        let leading = digits.prefix { $0 == 0x30 }.count
        digits.removeFirst(leading)
        while digits.last == 0x30 { digits.removeLast() }
        self.digits = digits
        self.point = digits.isEmpty ? 1 : point - leading
    }

    /// The text.
    var text: String {
        var out: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
        if digits.isEmpty {
            out.append(0x30)
        } else if point > 21 || point < -5 {
            out.append(digits[0])
            if digits.count > 1 {
                out.append(UInt8(ascii: "."))
                out += digits.dropFirst()
            }
            out += Array("e\(point > 0 ? "+" : "-")\(abs(point - 1))".utf8)
        } else if point <= 0 {
            out += [0x30, UInt8(ascii: ".")]
            out += repeatElement(0x30, count: -point)
            out += digits
        } else if point >= digits.count {
            out += digits
            out += repeatElement(0x30, count: point - digits.count)
        } else {
            out += digits[..<point]
            out.append(UInt8(ascii: "."))
            out += digits[point...]
        }
        return String(decoding: out, as: UTF8.self)
    }
}
