/// Turns structured Swift into text as `swift format` would lay it out; decides nothing else.
struct SwiftRenderer {
    /// Longest line.
    static let width = 120

    private var lines: [String] = []
    private var level = 0

    /// The text of a whole file.
    static func text(of file: SwiftFile) -> String {
        var renderer = SwiftRenderer()
        renderer.write(file)
        return renderer.lines.joined(separator: "\n") + "\n"
    }

    private mutating func write(_ file: SwiftFile) {
        line(CodeGenerator.header)
        if !file.imports.isEmpty { line("") }
        for item in file.imports.sorted(by: { $0.module < $1.module }) {
            line((item.isPublic ? "public import " : "import ") + item.module)
        }
        for declaration in file.declarations {
            line("")
            write(declaration)
        }
    }

    private mutating func write(_ declaration: SwiftDeclaration) {
        switch declaration {
        case .enumeration(let doc, let name, let members):
            comment(doc)
            block("public enum \(name)", members)
        case .extended(let name, let conformances, let members):
            block(
                "extension \(name)" + (conformances.isEmpty ? "" : ": " + conformances.joined(separator: ", ")),
                members
            )
        case .staticConstant(let doc, let isPublic, let name, let type, let value):
            comment(doc)
            let head = (isPublic ? "public " : "") + "static let \(name)" + (type.map { ": " + $0 } ?? "") + " = "
            write(head, value)
        case .initializer(let doc, let parameters, let failure, let body):
            comment(doc)
            block("public init(\(parameters)) throws(\(failure))", body)
        case .computed(let doc, let name, let type, let body):
            comment(doc)
            block("public var \(name): \(type)", body)
        case .fixed(let text):
            for each in text { line(each) }
        }
    }

    private mutating func write(_ statement: SwiftStatement) {
        switch statement {
        case .constant(let name, let value): write("let \(name) = ", value)
        case .variable(let name, let value): write("var \(name) = ", value)
        case .assignment(let name, let value): write("\(name) = ", value)
        case .expression(let value): write("", value)
        case .result(let value): write("return ", value)
        }
    }

    private mutating func block(_ head: String, _ members: [SwiftDeclaration]) {
        guard !members.isEmpty else { return line(head + " {}") }
        line(head + " {")
        level += 1
        for (index, member) in members.enumerated() {
            if index > 0 { line("") }
            write(member)
        }
        level -= 1
        line("}")
    }

    private mutating func block(_ head: String, _ body: [SwiftStatement]) {
        if body.count == 1, case .result(let value) = body[0] {
            let text = ExpressionLayout.flat(value)
            if level * 4 + head.count + text.count + 5 <= Self.width { return line("\(head) { \(text) }") }
        }
        line(head + " {")
        level += 1
        for statement in body { write(statement) }
        level -= 1
        line("}")
    }

    private mutating func write(_ head: String, _ value: SwiftExpression) {
        let layout = ExpressionLayout(width: Self.width)
        let text = layout.lines(of: value, column: level * 4 + head.count, indentation: level * 4, trailing: 0)
        line(head + text[0])
        lines += text.dropFirst()
    }

    private mutating func comment(_ text: String) {
        for each in text.split(separator: "\n", omittingEmptySubsequences: false) {
            line(each.isEmpty ? "///" : "/// " + each)
        }
    }

    private mutating func line(_ text: String) {
        lines.append(text.isEmpty ? "" : String(repeating: " ", count: level * 4) + text)
    }
}
