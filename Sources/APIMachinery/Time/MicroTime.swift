public import JSON

/// A point in time to the microsecond, written in UTC as `2006-01-02T15:04:05.000000Z`.
///
/// Source: meta/v1 `MicroTime`.
public struct MicroTime: Sendable, Hashable {
    /// Microseconds since 1970-01-01T00:00:00Z, without leap seconds.
    public let microsecondsSince1970: Int64

    /// Makes a point in time.
    public init(microsecondsSince1970: Int64) { self.microsecondsSince1970 = microsecondsSince1970 }

    /// Reads RFC 3339 with any offset; what is finer than a microsecond is dropped.
    ///
    /// Nil for anything else.
    public init?(_ text: String) {
        guard let (seconds, nanoseconds) = CalendarTime.parse(text) else { return nil }
        self.init(microsecondsSince1970: seconds * 1_000_000 + Int64(nanoseconds / 1000))
    }

    /// The second that it lies in.
    public var timestamp: Timestamp { Timestamp(secondsSince1970: split.seconds) }

    private var split: (seconds: Int64, microseconds: Int64) {
        let (seconds, rest) = microsecondsSince1970.quotientAndRemainder(dividingBy: 1_000_000)
        return rest < 0 ? (seconds - 1, rest + 1_000_000) : (seconds, rest)
    }
}

extension MicroTime: Comparable {
    /// Whether the first comes before the second.
    public static func < (left: MicroTime, right: MicroTime) -> Bool {
        left.microsecondsSince1970 < right.microsecondsSince1970
    }
}

extension MicroTime: CustomStringConvertible {
    /// The value as text.
    public var description: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(27)
        CalendarTime(secondsSince1970: split.seconds).append(to: &bytes)
        bytes.append(UInt8(ascii: "."))
        CalendarTime.append(Int(split.microseconds), digits: 6, to: &bytes)
        bytes.append(UInt8(ascii: "Z"))
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension MicroTime: JSONCodable {
    /// Reads the value from a tree.
    public init(json: JSONValue) throws(JSONDecodingError) {
        guard let text = json.string else {
            throw JSONDecodingError(.typeMismatch(expected: "string", found: json.typeName))
        }
        guard let time = MicroTime(text) else {
            throw JSONDecodingError(
                .invalid("\(GoText.quoted(text)) is no time in the form 2006-01-02T15:04:05.000000Z")
            )
        }
        self = time
    }

    /// The value as a tree.
    public var json: JSONValue { .string(description) }
}
