public import JSON

/// An exact amount with a suffix: `100m` of a processor, `1.5Gi` of memory.
///
/// Values are multiples of 10⁻⁹; what is finer is rounded away from zero on reading. The magnitude is at most 2⁶³-1;
/// larger values become that. Text is always canonical: no fraction, the largest suffix that needs none.
///
/// Source: apimachinery `api/resource.Quantity`.
public struct Quantity: Sendable {
    /// How the amount is written.
    public enum Format: Sendable, Hashable {
        /// Powers of ten: `n u m k M G T P E`.
        case decimal
        /// Powers of 1024: `Ki Mi Gi Ti Pi Ei`.
        case binary
        /// An exponent that is a multiple of three: `12e6`.
        case exponent
    }

    /// The amount in billionths.
    let nanos: Int128
    /// How it is written.
    public let format: Format

    /// Makes an amount of whole units.
    public init(_ value: Int64, format: Format = .decimal) {
        self.init(nanos: Int128(value) * Self.unit, format: format)
    }

    /// Makes an amount of thousandths.
    public init(milli value: Int64) { self.init(nanos: Int128(value) * (Self.unit / 1000), format: .decimal) }

    init(nanos: Int128, format: Format) {
        self.nanos = min(max(nanos, -Self.limit), Self.limit)
        self.format = format
    }

    /// Billionths in one.
    static let unit: Int128 = 1_000_000_000
    /// The largest amount in billionths.
    static let limit = Int128(Int64.max) * unit

    /// Whether there is nothing.
    public var isZero: Bool { nanos == 0 }

    /// In whole units, rounded away from zero.
    public var value: Int64 { Int64(clamping: Self.dividedUp(nanos, by: Self.unit)) }

    /// In thousandths, rounded away from zero.
    public var milliValue: Int64 { Int64(clamping: Self.dividedUp(nanos, by: Self.unit / 1000)) }

    /// The nearest floating-point number.
    public var double: Double { Double(nanos) / 1e9 }

    /// A quotient rounded away from zero.
    static func dividedUp(_ value: Int128, by divisor: Int128) -> Int128 {
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
        return rest == 0 ? quotient : quotient + value.signum()
    }

    /// The sum, in the format of the first amount unless that is zero.
    public static func + (left: Quantity, right: Quantity) -> Quantity {
        Quantity(nanos: left.nanos + right.nanos, format: left.isZero ? right.format : left.format)
    }

    /// The difference, in the format of the first amount unless that is zero.
    public static func - (left: Quantity, right: Quantity) -> Quantity { left + -right }

    /// The negative amount.
    public static prefix func - (amount: Quantity) -> Quantity {
        Quantity(nanos: -amount.nanos, format: amount.format)
    }
}

/// Amounts are equal however they are written.
extension Quantity: Hashable, Comparable {
    /// Whether both are equal.
    public static func == (left: Quantity, right: Quantity) -> Bool { left.nanos == right.nanos }

    /// Whether the first comes before the second.
    public static func < (left: Quantity, right: Quantity) -> Bool { left.nanos < right.nanos }

    /// Feeds the amount to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(nanos) }
}

extension Quantity: CustomStringConvertible {
    /// The value as text.
    public var description: String {
        guard !isZero else { return "0" }
        if format == .binary, nanos.magnitude >= UInt128(1024 * Self.unit) { return binaryText }
        var (mantissa, exponent) = (nanos, -9)
        while exponent < 18, mantissa % 1000 == 0 {
            mantissa /= 1000
            exponent += 3
        }
        return "\(mantissa)" + Self.decimalSuffix(exponent, format)
    }

    private var binaryText: String {
        var mantissa = Self.dividedUp(nanos, by: Self.unit)
        var power = 0
        while power < 6, mantissa % 1024 == 0 {
            mantissa /= 1024
            power += 1
        }
        return "\(mantissa)" + ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"][power]
    }

    private static func decimalSuffix(_ exponent: Int, _ format: Format) -> String {
        if format == .exponent { return exponent == 0 ? "" : "e\(exponent)" }
        return ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"][exponent / 3 + 3]
    }
}

extension Quantity: JSONCodable {
    /// Numbers are fine too.
    public init(json: JSONValue) throws(JSONDecodingError) {
        let text =
            switch json {
            case .string(let text): text
            case .integer(let value): "\(value)"
            case .number(let value): GoText.jsonNumber(value)
            default: throw JSONDecodingError(.typeMismatch(expected: "string", found: json.typeName))
            }
        guard let quantity = Quantity(text) else {
            throw JSONDecodingError(.invalid("\(GoText.quoted(text)) is no quantity such as 100m or 1.5Gi"))
        }
        self = quantity
    }

    /// The value as a tree.
    public var json: JSONValue { .string(description) }
}

extension Schema {
    /// An amount with a suffix (`Quantity`).
    public static let quantity = Schema(
        .string,
        description:
            "An exact amount with a suffix: n, u, m, k, M, G, T, P, E; Ki, Mi, Gi, Ti, Pi, Ei; or an exponent.",
        definitionName: quantityName
    )

    private static let quantityName = "io.k8s.apimachinery.pkg.api.resource.Quantity"

    /// Whether values are amounts, whatever kind of value the schema says that they are.
    var isQuantity: Bool { definitionName == Self.quantityName }
}
