public import JSON

/// One thing that is wrong with a field of an object, in the words of Kubernetes.
///
/// Source: apimachinery `field.Error`; extension-apiserver behaviour for `422 Invalid`.
public struct FieldError: Error, Sendable, Equatable {
    /// What is wrong.
    public enum Kind: Sendable, Equatable {
        /// The value is not allowed; it is shown.
        case invalid(JSONValue, String)
        /// The value must be there.
        case required(String)
        /// The value was given twice.
        case duplicate(JSONValue)
        /// The value is none of the supported ones.
        case notSupported(JSONValue, supported: [String])
        /// The field must not be set.
        case forbidden(String)
        /// More bytes than allowed.
        case tooLong(maximumBytes: Int)
        /// More characters (Unicode scalars) than allowed.
        case tooLongCharacters(maximum: Int)
        /// More elements than allowed.
        case tooMany(count: Int, maximum: Int)
        /// The value has the wrong type.
        case typeInvalid(JSONValue, String)
        /// What the value refers to does not exist.
        case notFound(JSONValue)
    }

    /// Path from the root of the object: `spec.items[2].name`.
    public let field: String
    /// What is wrong there.
    public let kind: Kind

    /// Makes an error.
    public init(_ field: String, _ kind: Kind) {
        self.field = field
        self.kind = kind
    }

    /// An error of kind `invalid`.
    public static func invalid(_ field: String, _ value: JSONValue, _ detail: String) -> FieldError {
        FieldError(field, .invalid(value, detail))
    }

    /// An error of kind `required`.
    public static func required(_ field: String, _ detail: String = "") -> FieldError {
        FieldError(field, .required(detail))
    }

    /// An error of kind `forbidden`.
    public static func forbidden(_ field: String, _ detail: String) -> FieldError {
        FieldError(field, .forbidden(detail))
    }
}
