public import JSON

/// A point in time to the second, written in UTC as `2006-01-02T15:04:05Z`.
///
/// Source: RFC 3339, meta/v1 `Time`.
public struct Timestamp: Sendable, Hashable {
    /// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
    public let secondsSince1970: Int64

    /// Makes a point in time.
    public init(secondsSince1970: Int64) { self.secondsSince1970 = secondsSince1970 }

    /// Reads RFC 3339 with any offset; a fraction of a second is dropped.
    ///
    /// Nil for anything else.
    public init?(_ text: String) {
        guard let (seconds, _) = CalendarTime.parse(text) else { return nil }
        self.init(secondsSince1970: seconds)
    }
}

extension Timestamp: Comparable {
    /// Whether the first comes before the second.
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.secondsSince1970 < right.secondsSince1970 }
}

extension Timestamp: CustomStringConvertible {
    /// The value as text.
    public var description: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20)
        CalendarTime(secondsSince1970: secondsSince1970).append(to: &bytes)
        bytes.append(UInt8(ascii: "Z"))
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Timestamp: JSONCodable {
    /// Reads the value from a tree.
    public init(json: JSONValue) throws(JSONDecodingError) {
        guard let text = json.string else {
            throw JSONDecodingError(.typeMismatch(expected: "string", found: json.typeName))
        }
        guard let time = Timestamp(text) else {
            throw JSONDecodingError(.invalid("\(GoText.quoted(text)) is no time in the form 2006-01-02T15:04:05Z"))
        }
        self = time
    }

    /// The value as a tree.
    public var json: JSONValue { .string(description) }
}
