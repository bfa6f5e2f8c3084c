internal import SwiftParser
internal import SwiftSyntax

/// A value behind `=`, as far as the generator understands it.
indirect enum ParsedDefault: Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([ParsedDefault])
    case dictionary([Entry])
    /// `.fast` or `Mode.fast`; the type is empty if it is left out.
    case member(type: [String], name: String)
    /// `Spec()` or `.init()`; the type is empty if it is left out.
    case construction(type: [String])
    /// Something that has no literal form in JSON, with its text.
    case other(String)

    /// One entry of a dictionary literal.
    struct Entry: Equatable {
        var key: ParsedDefault
        var value: ParsedDefault
    }

    init(_ syntax: ExprSyntax) {
        self =
            Self.scalar(syntax) ?? Self.collection(syntax) ?? Self.reference(syntax)
            ?? .other(syntax.trimmedDescription)
    }

    private static func scalar(_ syntax: ExprSyntax) -> ParsedDefault? {
        switch syntax.as(ExprSyntaxEnum.self) {
        case .nilLiteralExpr: return .null
        case .booleanLiteralExpr(let literal): return .bool(literal.literal.tokenKind == .keyword(.true))
        case .integerLiteralExpr(let literal): return integer(literal.literal.text, isNegative: false)
        case .floatLiteralExpr(let literal): return number(literal.literal.text, isNegative: false)
        case .stringLiteralExpr(let literal): return literal.representedLiteralValue.map(ParsedDefault.string)
        case .prefixOperatorExpr(let prefixed) where prefixed.operator.text == "-":
            if let literal = prefixed.expression.as(IntegerLiteralExprSyntax.self) {
                return integer(literal.literal.text, isNegative: true)
            }
            guard let literal = prefixed.expression.as(FloatLiteralExprSyntax.self) else { return nil }
            return number(literal.literal.text, isNegative: true)
        default: return nil
        }
    }

    private static func collection(_ syntax: ExprSyntax) -> ParsedDefault? {
        if let literal = syntax.as(ArrayExprSyntax.self) {
            return .array(literal.elements.map { ParsedDefault($0.expression) })
        }
        guard let literal = syntax.as(DictionaryExprSyntax.self) else { return nil }
        guard case .elements(let elements) = literal.content else { return .dictionary([]) }
        return .dictionary(elements.map { Entry(key: ParsedDefault($0.key), value: ParsedDefault($0.value)) })
    }

    private static func reference(_ syntax: ExprSyntax) -> ParsedDefault? {
        if let call = syntax.as(FunctionCallExprSyntax.self) { return construction(call) }
        guard let member = syntax.as(MemberAccessExprSyntax.self), let path = path(of: member) else { return nil }
        return .member(type: path.dropLast(), name: path[path.count - 1])
    }

    private static func construction(_ call: FunctionCallExprSyntax) -> ParsedDefault? {
        guard call.arguments.isEmpty, call.trailingClosure == nil else { return nil }
        if call.calledExpression.is(ArrayExprSyntax.self) { return .array([]) }
        if call.calledExpression.is(DictionaryExprSyntax.self) { return .dictionary([]) }
        if let name = call.calledExpression.as(DeclReferenceExprSyntax.self) {
            return .construction(type: [name.baseName.plainName])
        }
        guard let member = call.calledExpression.as(MemberAccessExprSyntax.self), let path = path(of: member) else {
            return nil
        }
        return .construction(type: path.last == "init" ? path.dropLast() : path)
    }

    /// `A.b.c` as its names; empty in front of a leading dot.
    private static func path(of member: MemberAccessExprSyntax) -> [String]? {
        let name = member.declName.baseName.plainName
        guard let base = member.base else { return [name] }
        if let first = base.as(DeclReferenceExprSyntax.self) { return [first.baseName.plainName, name] }
        guard let inner = base.as(MemberAccessExprSyntax.self), let path = path(of: inner) else { return nil }
        return path + [name]
    }

    private static func integer(_ text: String, isNegative: Bool) -> ParsedDefault? {
        let digits = text.filter { $0 != "_" }
        let radixes = ["0x": 16, "0o": 8, "0b": 2]
        let radix = radixes[String(digits.prefix(2))]
        let body = radix == nil ? digits : String(digits.dropFirst(2))
        return Int64((isNegative ? "-" : "") + body, radix: radix ?? 10).map(ParsedDefault.integer)
    }

    private static func number(_ text: String, isNegative: Bool) -> ParsedDefault? {
        Double((isNegative ? "-" : "") + text.filter { $0 != "_" }).map(ParsedDefault.number)
    }
}
