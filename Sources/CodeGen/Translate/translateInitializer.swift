/// A public initializer with a parameter for each property; none if a property is not for other modules to see.
///
/// The one that the compiler makes is for its own module only, and controllers are in another. A parameter that is left out
/// leaves the property's own default, so that the user's source stays the one place that says it. The unnamed parameter at
/// the end tells it from the compiler's own, which goes first where both can be seen.
func memberwiseInitializer(fields: [APIField], isKind: Bool) -> [SwiftDeclaration] {
    guard fields.allSatisfy({ $0.qualifiedType != nil }) else { return [] }
    var parameters = isKind ? ["metadata: ObjectMeta = ObjectMeta()"] : []
    var body = isKind ? ["self.metadata = metadata"] : []
    for field in fields {
        let (name, type) = (parameterName(field.name), field.qualifiedType ?? "")
        let mayBeLeftOut = field.isOptional || field.hasSwiftDefault
        parameters.append("\(name): \(type)" + (mayBeLeftOut ? "? = nil" : ""))
        body.append(
            field.hasSwiftDefault
                ? "if let \(name) { \(member(field)) = \(name) }" : "\(member(field)) = \(name)"
        )
    }
    parameters.append("_: Void = ()")
    let lines =
        ["/// Makes a value; what is left out has its default.", "@_disfavoredOverload", "public init("]
        + parameters.enumerated().map { "    " + $1 + ($0 == parameters.count - 1 ? "" : ",") }
        + [") {"] + body.map { "    " + $0 } + ["}"]
    return [.fixed(lines)]
}

private let keywords: Set<String> = [
    "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do", "else",
    "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import", "in", "init",
    "inout", "internal", "is", "let", "nil", "operator", "precedencegroup", "private", "protocol", "public", "repeat",
    "rethrows", "return", "self", "Self", "static", "struct", "subscript", "super", "switch", "throw", "throws", "true",
    "try", "typealias", "var", "where", "while", "Any",
]

private func parameterName(_ name: String) -> String { keywords.contains(name) ? "`\(name)`" : name }
