/// A type that can be made from a JSON tree and turned into one.
///
/// `apiserver-boot build generated` writes the conformance of API types; nobody writes it by hand.
public protocol JSONCodable: Sendable {
    /// Makes the value from a tree. Members that the type does not know are ignored.
    init(json: JSONValue) throws(JSONDecodingError)

    /// The tree of this value; absent optionals and members that are left out when empty are not in it.
    var json: JSONValue { get }
}

/// Why a tree does not fit a type.
public struct JSONDecodingError: Error, Equatable, Sendable {
    /// What was wrong at the place.
    public enum Reason: Equatable, Sendable {
        /// The value has another type: what was expected and what was found, in the words of `JSONValue.typeName`.
        case typeMismatch(expected: String, found: String)
        /// A required member is missing.
        case missing
        /// The value has the right type but cannot be represented, with the cause.
        case invalid(String)
    }

    /// Where: keys and `[index]` parts from the root of the tree, such as `spec`, `items`, `[2]`.
    public var path: [String]
    /// What was wrong there.
    public let reason: Reason

    /// Makes an error at the root.
    public init(_ reason: Reason, path: [String] = []) {
        self.reason = reason
        self.path = path
    }

    /// The same error seen from one level further up.
    public func under(_ key: String) -> JSONDecodingError { JSONDecodingError(reason, path: [key] + path) }

    /// The place as Kubernetes writes it: `spec.items[2].name`.
    public var field: String {
        path.reduce(into: "") { text, part in
            text += part.hasPrefix("[") || text.isEmpty ? part : "." + part
        }
    }
}

extension JSONDecodingError: CustomStringConvertible {
    /// What is wrong and where, in one sentence.
    public var description: String {
        let place = field.isEmpty ? "" : field + ": "
        return switch reason {
        case .typeMismatch(let expected, let found): "\(place)expected \(expected), found \(found)"
        case .missing: "\(place)required value is missing"
        case .invalid(let cause): "\(place)\(cause)"
        }
    }
}
