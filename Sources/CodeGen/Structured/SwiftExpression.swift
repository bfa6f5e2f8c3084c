/// An expression of generated Swift; how it is laid out is the renderer's business.
indirect enum SwiftExpression: Equatable, Sendable {
    /// A name or a path of names: `fields`, `self.spec`, `.string`.
    case name(String)
    case string(String)
    case integer(Int64)
    case number(Double)
    case bool(Bool)
    case null
    case call(String, [SwiftArgument])
    case array([SwiftExpression])
    case dictionary([SwiftEntry])
    case trying(SwiftExpression)
    /// `left ?? right`.
    case coalescing(SwiftExpression, SwiftExpression)

    /// A JSON value as the literal of a `JSONValue`.
    init(_ value: LiteralValue) {
        switch value {
        case .null: self = .name(".null")
        case .bool(let value): self = .bool(value)
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .number(value)
        case .string(let value): self = .string(value)
        case .array(let elements): self = .array(elements.map(SwiftExpression.init))
        case .object(let members):
            self = .dictionary(members.map { SwiftEntry(key: .string($0.key), value: SwiftExpression($0.value)) })
        }
    }
}

/// An argument of a call, with or without label.
struct SwiftArgument: Equatable, Sendable {
    var label: String?
    var value: SwiftExpression

    init(_ label: String? = nil, _ value: SwiftExpression) {
        self.label = label
        self.value = value
    }
}

/// An entry of a dictionary literal.
struct SwiftEntry: Equatable, Sendable {
    var key: SwiftExpression
    var value: SwiftExpression
}
