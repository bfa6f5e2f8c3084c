/// A struct or an enum that kinds use in their fields.
public struct APIType: Sendable, Equatable {
    /// What it is made of.
    public enum Shape: Sendable, Equatable {
        case structure([APIField])
        case enumeration([Case])
    }

    /// A case of an enum.
    public struct Case: Sendable, Equatable {
        /// Name in Swift.
        public var name: String
        /// The text in JSON.
        public var value: String
        /// From the doc comment.
        public var description: String
    }

    /// The path in Swift: `["Insect", "V1beta1", "Bee", "Spec"]`.
    public var path: [String]
    /// Name among the definitions of OpenAPI, nil for enums: `com.example.insect.v1beta1.BeeSpec`.
    public var definitionName: String?
    /// From the doc comment.
    public var description: String
    /// What it is made of.
    public var shape: Shape
    /// Whether it is owned as a whole (`+structType=atomic`).
    public var isAtomic: Bool
    /// Whether the user wrote the conformance to `JSONCodable`.
    public var hasOwnCoding: Bool
    /// Where it is declared.
    public var location: Location

    /// The path joined with dots.
    public var name: String { path.joined(separator: ".") }
    /// The fields of a struct; none for an enum.
    public var fields: [APIField] {
        guard case .structure(let fields) = shape else { return [] }
        return fields
    }
    /// The cases of an enum; none for a struct.
    public var cases: [Case] {
        guard case .enumeration(let cases) = shape else { return [] }
        return cases
    }
}
