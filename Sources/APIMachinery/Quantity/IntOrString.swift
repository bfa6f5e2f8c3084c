public import JSON

/// A number or a text, such as a port by number or by name, or an amount in units or per cent.
///
/// Source: apimachinery `util/intstr`.
public enum IntOrString: Sendable, Hashable {
    /// In the range of 32 bits where Kubernetes reads it.
    case integer(Int64)
    /// Any text.
    case string(String)
}

extension IntOrString: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    /// Makes a number.
    public init(integerLiteral value: Int64) { self = .integer(value) }

    /// Makes a text.
    public init(stringLiteral value: String) { self = .string(value) }
}

extension IntOrString: CustomStringConvertible {
    /// The number or the text.
    public var description: String {
        switch self {
        case .integer(let value): "\(value)"
        case .string(let text): text
        }
    }
}

extension IntOrString: JSONCodable {
    /// Reads the value from a tree.
    public init(json: JSONValue) throws(JSONDecodingError) {
        switch json {
        case .integer(let value): self = .integer(value)
        case .string(let text): self = .string(text)
        default: throw JSONDecodingError(.typeMismatch(expected: "integer or string", found: json.typeName))
        }
    }

    /// The value as a tree.
    public var json: JSONValue {
        switch self {
        case .integer(let value): .integer(value)
        case .string(let text): .string(text)
        }
    }
}
