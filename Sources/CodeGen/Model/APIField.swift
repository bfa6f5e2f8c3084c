/// A field of a kind or a struct.
public struct APIField: Sendable, Equatable {
    /// Whether the field has to be there, and what happens if it is not.
    public enum Presence: Sendable, Equatable {
        /// It has to be there.
        case required
        /// It may be absent.
        case optional
        /// It may be absent, and is left out when it is empty, zero or false.
        case omittedWhenEmpty
        /// The server fills the value in.
        case defaulted(LiteralValue)
    }

    /// How lists merge and who owns their elements.
    public enum ListType: Sendable, Equatable {
        case atomic
        case set
        /// Elements are told apart by these keys.
        case map(keys: [String])
    }

    /// Limits on the value, as the markers give them.
    public struct Limits: Sendable, Equatable {
        /// Smallest number.
        public var minimum: Double?
        /// Greatest number.
        public var maximum: Double?
        /// Whether `minimum` itself is not allowed.
        public var exclusiveMinimum = false
        /// Whether `maximum` itself is not allowed.
        public var exclusiveMaximum = false
        /// What a number is a multiple of.
        public var multipleOf: Double?
        /// In Unicode scalars.
        public var minLength: Int?
        /// In Unicode scalars.
        public var maxLength: Int?
        /// Regular expression that a text matches.
        public var pattern: String?
        /// Fewest elements of a list.
        public var minItems: Int?
        /// Most elements of a list.
        public var maxItems: Int?
        /// Whether the elements of a list differ.
        public var uniqueItems = false
        /// Fewest entries of a map.
        public var minProperties: Int?
        /// Most entries of a map.
        public var maxProperties: Int?

        /// Makes limits that allow everything.
        public init() {}
    }

    /// Name of the property in Swift, without back-ticks.
    public var name: String
    /// The key in JSON.
    public var jsonName: String
    /// From the doc comment.
    public var description: String
    /// Its type, without the optional around it.
    public var type: FieldType
    /// Its type as it is written in Swift; empty if only the default says it.
    public var swiftType = ""
    /// Its type as other modules write it; nil if it is not for them to see.
    public var qualifiedType: String?
    /// Whether the property is an optional in Swift.
    public var isOptional: Bool
    /// Whether the property has a value in Swift when nobody gives one.
    public var hasSwiftDefault: Bool
    /// Whether it has to be there.
    public var presence: Presence
    /// Limits on the value.
    public var limits: Limits
    /// For lists.
    public var listType: ListType
    /// Whether a struct or a map is owned as a whole.
    public var isAtomic: Bool
    /// Whether JSON null is a value of its own.
    public var isNullable: Bool
    /// OpenAPI format of a string.
    public var format: String?
    /// Where it is declared.
    public var location: Location

    /// What the server fills in; nil if it does not.
    public var defaultValue: LiteralValue? {
        guard case .defaulted(let value) = presence else { return nil }
        return value
    }
}
