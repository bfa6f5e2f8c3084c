/// The type of a field, names looked up.
public indirect enum FieldType: Sendable, Equatable {
    /// Width of an integer.
    public enum IntegerWidth: String, Sendable { case int32, int64 }
    /// Width of a floating-point number.
    public enum NumberWidth: String, Sendable { case float, double }

    case string
    case boolean
    case integer(IntegerWidth)
    case number(NumberWidth)
    case array(FieldType)
    /// String keys.
    case map(FieldType)
    /// A struct of the module by its path in Swift.
    case structure(String)
    /// An enum of the module by its path in Swift.
    case enumeration(String)
    /// Any JSON at all.
    case any
    case intOrString
    /// A type that `APIMachinery` brings.
    case known(KnownType)

    /// What it is called in messages.
    var text: String {
        switch self {
        case .string: "a string"
        case .boolean: "a boolean"
        case .integer: "an integer"
        case .number: "a number"
        case .array: "an array"
        case .map: "a map"
        case .structure(let name): "the struct \(name)"
        case .enumeration(let name): "the enum \(name)"
        case .any: "any JSON"
        case .intOrString: "an integer or a string"
        case .known(let type): "a \(type.rawValue)"
        }
    }
}
