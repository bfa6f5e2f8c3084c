extension JSONDecodingError {
    /// A value of another type than the expected one.
    static func mismatch(_ expected: String, _ value: JSONValue) -> JSONDecodingError {
        JSONDecodingError(.typeMismatch(expected: expected, found: value.typeName))
    }
}

extension JSONValue: JSONCodable {
    /// Makes the value from a tree of its type; others are refused.
    public init(json: JSONValue) { self = json }
    /// The tree of this value.
    public var json: JSONValue { self }
}

extension JSONObject: JSONCodable {
    /// Makes the value from a tree of its type; others are refused.
    public init(json: JSONValue) throws(JSONDecodingError) {
        guard case .object(let members) = json else { throw .mismatch("object", json) }
        self = members
    }

    /// The tree of this value.
    public var json: JSONValue { .object(self) }
}

extension String: JSONCodable {
    /// Makes the value from a tree of its type; others are refused.
    public init(json: JSONValue) throws(JSONDecodingError) {
        guard case .string(let value) = json else { throw .mismatch("string", json) }
        self = value
    }

    /// The tree of this value.
    public var json: JSONValue { .string(self) }
}

extension Bool: JSONCodable {
    /// Makes the value from a tree of its type; others are refused.
    public init(json: JSONValue) throws(JSONDecodingError) {
        guard case .bool(let value) = json else { throw .mismatch("boolean", json) }
        self = value
    }

    /// The tree of this value.
    public var json: JSONValue { .bool(self) }
}

extension JSONCodable where Self: FixedWidthInteger {
    /// Makes an integer of one that was written without fraction and exponent and that fits.
    public init(json: JSONValue) throws(JSONDecodingError) {
        guard case .integer(let value) = json else { throw .mismatch("integer", json) }
        guard let fitting = Self(exactly: value) else {
            throw JSONDecodingError(.invalid("number \(value) does not fit \(Self.bitWidth) bits"))
        }
        self = fitting
    }

    /// The integer; types that do not fit 64 signed bits do not conform.
    public var json: JSONValue { .integer(Int64(self)) }
}

extension Int: JSONCodable {}
extension Int8: JSONCodable {}
extension Int16: JSONCodable {}
extension Int32: JSONCodable {}
extension Int64: JSONCodable {}
extension UInt8: JSONCodable {}
extension UInt16: JSONCodable {}
extension UInt32: JSONCodable {}

extension Double: JSONCodable {
    /// Makes the value from a tree of its type; others are refused.
    public init(json: JSONValue) throws(JSONDecodingError) {
        switch json {
        case .integer(let value): self = Double(value)
        case .number(let value): self = value
        default: throw .mismatch("number", json)
        }
    }

    /// The tree of this value.
    public var json: JSONValue { .number(self) }
}

extension Float: JSONCodable {
    /// Makes the value from a tree of its type; others are refused.
    public init(json: JSONValue) throws(JSONDecodingError) {
        let value = Float(try Double(json: json))
        guard value.isFinite else { throw JSONDecodingError(.invalid("number \(json) does not fit 32 bits")) }
        self = value
    }

    /// The number that has the same shortest text, so that `0.1` stays `0.1`.
    public var json: JSONValue { .number(Double(description) ?? Double(self)) }
}

/// An enumeration of texts gets its conformance from this: `enum Phase: String, JSONCodable`.
extension JSONCodable where Self: RawRepresentable, RawValue == String {
    /// Makes the case with that text; others are refused.
    public init(json: JSONValue) throws(JSONDecodingError) {
        guard case .string(let text) = json else { throw .mismatch("string", json) }
        guard let value = Self(rawValue: text) else {
            throw JSONDecodingError(.invalid("unsupported value \(JSONValue.string(text))"))
        }
        self = value
    }

    /// The text of the case.
    public var json: JSONValue { .string(rawValue) }
}
