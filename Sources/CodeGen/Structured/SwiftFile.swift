/// Third stage: one generated file as a structure, not as text.
struct SwiftFile: Equatable, Sendable {
    /// Path below the folder of generated files.
    var path: String
    var imports: [SwiftImport]
    var declarations: [SwiftDeclaration]
}

/// An import; public ones are those that public signatures of the file need.
struct SwiftImport: Equatable, Sendable {
    var module: String
    var isPublic: Bool
}

/// A declaration at the top of a file or inside of a type.
indirect enum SwiftDeclaration: Equatable, Sendable {
    /// `public enum Name { … }`
    case enumeration(doc: String, name: String, members: [SwiftDeclaration])
    /// `extension Name: Protocol { … }`
    case extended(name: String, conformances: [String], members: [SwiftDeclaration])
    /// `static let name: Type = value`
    case staticConstant(doc: String, isPublic: Bool, name: String, type: String?, value: SwiftExpression)
    /// `public init(json: JSONValue) throws(JSONDecodingError) { … }`
    case initializer(doc: String, parameters: String, failure: String, body: [SwiftStatement])
    /// `public var name: Type { … }`
    case computed(doc: String, name: String, type: String, body: [SwiftStatement])
    /// Lines that never differ.
    case fixed([String])
}

/// A statement in a body.
enum SwiftStatement: Equatable, Sendable {
    case constant(String, SwiftExpression)
    case variable(String, SwiftExpression)
    case assignment(String, SwiftExpression)
    case expression(SwiftExpression)
    case result(SwiftExpression)
}
