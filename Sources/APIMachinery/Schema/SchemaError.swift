/// A tree that does not fit a schema: at some place there is a value of another type.
public struct SchemaError: Error, Sendable, Equatable {
    /// Where: `spec.items[2].name`; empty for the whole object.
    public let field: String
    /// What should be there, in the words of Go: `string`, `int32`, `map[string]string`.
    public let expected: String
    /// What is there: `null`, `bool`, `number`, `string`, `array`, `object`, with the value where it says more.
    public let found: String

    /// Makes an error.
    public init(field: String, expected: String, found: String) {
        self.field = field
        self.expected = expected
        self.found = found
    }
}

/// As Go's decoder says it.
extension SchemaError: CustomStringConvertible {
    /// The value as text.
    public var description: String {
        "json: cannot unmarshal \(found) into Go struct field \(field) of type \(expected)"
    }
}
