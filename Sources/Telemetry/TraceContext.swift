/// The place of a request in a distributed trace, as the header `traceparent` carries it.
///
/// Source: W3C Trace Context, level 1, section 3.2.
public struct TraceContext: Sendable, Hashable {
    /// The upper half of the trace's 16 bytes.
    public let traceHigh: UInt64
    /// The lower half of the trace's 16 bytes.
    public let traceLow: UInt64
    /// The span of the caller, or of us in what we send on; not 0.
    public let span: UInt64
    /// Whether the caller recorded the trace.
    public var isSampled: Bool

    /// Reads a `traceparent`; nil if it is malformed, so that the request begins a trace of its own.
    public init?(traceparent: String) {
        let bytes = Array(traceparent.utf8)
        guard bytes.count >= 55, [2, 35, 52].allSatisfy({ bytes[$0] == UInt8(ascii: "-") }),
            let version = Self.value(bytes[0..<2]), version != 0xFF,
            bytes.count == 55 || (version > 0 && bytes[55] == UInt8(ascii: "-")),
            let high = Self.value(bytes[3..<19]), let low = Self.value(bytes[19..<35]),
            let span = Self.value(bytes[36..<52]), let flags = Self.value(bytes[53..<55]),
            high | low != 0, span != 0
        else { return nil }
        traceHigh = high
        traceLow = low
        self.span = span
        isSampled = flags & 1 == 1
    }

    private init(_ traceHigh: UInt64, _ traceLow: UInt64, _ span: UInt64, _ isSampled: Bool) {
        self.traceHigh = traceHigh
        self.traceLow = traceLow
        self.span = span
        self.isSampled = isSampled
    }

    /// Begins a trace with random identifiers.
    public static func begin(isSampled: Bool = false) -> TraceContext {
        var random = SystemRandomNumberGenerator()
        return begin(isSampled: isSampled, using: &random)
    }

    /// Begins a trace with identifiers from a generator.
    public static func begin(isSampled: Bool, using random: inout some RandomNumberGenerator) -> TraceContext {
        TraceContext(
            random.next(),
            .random(in: 1 ... .max, using: &random),
            .random(in: 1 ... .max, using: &random),
            isSampled
        )
    }

    /// The same trace with a new span, for a request that we send on.
    public func child() -> TraceContext { TraceContext(traceHigh, traceLow, .random(in: 1 ... .max), isSampled) }

    /// The identifier of the trace, 32 hexadecimal digits.
    public var traceID: String { Self.hexadecimal(traceHigh, 16) + Self.hexadecimal(traceLow, 16) }

    /// The identifier of the span, 16 hexadecimal digits.
    public var spanID: String { Self.hexadecimal(span, 16) }

    /// The value of the header: `00-<trace>-<span>-<flags>`.
    public var traceparent: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }

    private static func hexadecimal(_ value: UInt64, _ digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: digits - text.utf8.count) + text
    }

    /// The value of lower-case hexadecimal digits, nil if there is anything else.
    private static func value(_ digits: ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for digit in digits {
            switch digit {
            case 0x30...0x39: value = value << 4 | UInt64(digit - 0x30)
            case 0x61...0x66: value = value << 4 | UInt64(digit - 0x57)
            default: return nil
            }
        }
        return value
    }
}
