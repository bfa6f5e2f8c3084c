public import JSON

/// The shape of an API type, as `CodeGen` reads it from the Swift source.
///
/// Everything that looks inside an object by shape uses this one description: pruning and field validation, defaults,
/// value validation, merging and field ownership, and the OpenAPI documents.
public struct Schema: Sendable, Equatable {
    /// What kind of value it is.
    public indirect enum Kind: Sendable, Equatable {
        case string
        case boolean
        /// Format `int32` or `int64`.
        case integer(Format)
        /// Format `double` or `float`.
        case number(Format)
        case array(Schema)
        /// String keys, all values of one shape.
        case map(Schema)
        /// Named fields; others are unknown.
        case object([Field])
        /// Any JSON at all (`x-kubernetes-preserve-unknown-fields`).
        case any
        /// An integer or a string (`x-kubernetes-int-or-string`).
        case intOrString

        /// Width of a number.
        public enum Format: String, Sendable { case int32, int64, float, double }
    }

    /// How lists merge and who owns their elements (`x-kubernetes-list-type`).
    public enum ListType: Sendable, Equatable {
        case atomic
        case set
        /// Elements are objects told apart by these keys.
        case map(keys: [String])
    }

    /// One field of an object.
    public struct Field: Sendable, Equatable {
        /// The key in JSON.
        public var name: String
        /// Its shape.
        public var schema: Schema
        /// Whether it must be there.
        public var isRequired: Bool
        /// Whether an empty value (`""`, `[]`, `{}` of a map, `0`, `false`) is written as if it were absent.
        public var omitsEmpty: Bool

        /// Makes a field.
        public init(_ name: String, _ schema: Schema, isRequired: Bool = false, omitsEmpty: Bool = false) {
            self.name = name
            self.schema = schema
            self.isRequired = isRequired
            self.omitsEmpty = omitsEmpty
        }
    }

    /// Limits on the value, each nil when there is none.
    public struct Limits: Sendable, Equatable {
        /// Smallest value.
        public var minimum: Double?
        /// Largest value.
        public var maximum: Double?
        /// Whether the minimum itself is too small.
        public var exclusiveMinimum = false
        /// Whether the maximum itself is too large.
        public var exclusiveMaximum = false
        /// What the value must be a multiple of.
        public var multipleOf: Double?
        /// In Unicode scalars.
        public var minLength: Int?
        /// In Unicode scalars.
        public var maxLength: Int?
        /// A regular expression (RE2) that some part of the text must match.
        public var pattern: String?
        /// Fewest elements.
        public var minItems: Int?
        /// Most elements.
        public var maxItems: Int?
        /// Whether elements must differ.
        public var uniqueItems = false
        /// Fewest members.
        public var minProperties: Int?
        /// Most members.
        public var maxProperties: Int?

        /// Makes limits that allow everything.
        public init() {}

        /// Makes limits; every argument may be left out.
        public init(
            minimum: Double? = nil,
            maximum: Double? = nil,
            exclusiveMinimum: Bool = false,
            exclusiveMaximum: Bool = false,
            multipleOf: Double? = nil,
            minLength: Int? = nil,
            maxLength: Int? = nil,
            pattern: String? = nil,
            minItems: Int? = nil,
            maxItems: Int? = nil,
            uniqueItems: Bool = false,
            minProperties: Int? = nil,
            maxProperties: Int? = nil
        ) {
            self.minimum = minimum
            self.maximum = maximum
            self.exclusiveMinimum = exclusiveMinimum
            self.exclusiveMaximum = exclusiveMaximum
            self.multipleOf = multipleOf
            self.minLength = minLength
            self.maxLength = maxLength
            self.pattern = pattern
            self.minItems = minItems
            self.maxItems = maxItems
            self.uniqueItems = uniqueItems
            self.minProperties = minProperties
            self.maxProperties = maxProperties
        }
    }

    /// What kind of value it is.
    public var kind: Kind
    /// What `kubectl explain` shows; empty if nobody wrote a doc comment.
    public var description: String
    /// Name among the definitions of the OpenAPI document, nil for a shape that is written out in place.
    public var definitionName: String?
    /// OpenAPI `format` of a string: `date-time`, `byte`, ...
    public var format: String?
    /// What the server fills in when the field is absent.
    public var defaultValue: JSONValue?
    /// The values that are allowed; empty allows all.
    public var enumValues: [JSONValue]
    /// What values are allowed.
    public var limits: Limits
    /// For arrays; atomic when nobody says otherwise.
    public var listType: ListType
    /// For objects and maps: whether it has one owner as a whole (`x-kubernetes-map-type: atomic`).
    public var isAtomic: Bool
    /// Whether JSON null is a value of its own.
    public var isNullable: Bool
    /// For objects: whether fields that are not named are kept as they are (`x-kubernetes-preserve-unknown-fields`).
    public var keepsUnknownFields = false

    /// Makes a schema; everything but the kind may be left out.
    public init(
        _ kind: Kind,
        description: String = "",
        definitionName: String? = nil,
        format: String? = nil,
        defaultValue: JSONValue? = nil,
        enumValues: [JSONValue] = [],
        limits: Limits = Limits(),
        listType: ListType = .atomic,
        isAtomic: Bool = false,
        isNullable: Bool = false
    ) {
        self.kind = kind
        self.description = description
        self.definitionName = definitionName
        self.format = format
        self.defaultValue = defaultValue
        self.enumValues = enumValues
        self.limits = limits
        self.listType = listType
        self.isAtomic = isAtomic
        self.isNullable = isNullable
    }

    /// The field of an object with that name; nil for a map, any other shape or an unknown field.
    public subscript(field: String) -> Schema? {
        guard case .object(let fields) = kind else { return nil }
        return fields.first { $0.name == field }?.schema
    }
}
