/// Lays expressions out: on one line if it fits, otherwise one argument or element per line.
struct ExpressionLayout {
    /// Longest line.
    let width: Int

    /// The lines of an expression; the first one without indentation, the others with all of theirs.
    ///
    /// `column` is where the expression starts, `indentation` that of the line on which it starts, `trailing` the number
    /// of characters that follow it on its last line.
    func lines(of expression: SwiftExpression, column: Int, indentation: Int, trailing: Int) -> [String] {
        let flat = Self.flat(expression)
        if column + flat.count + trailing <= width { return [flat] }
        switch expression {
        case .call(let name, let arguments):
            return call(name, arguments, column: column, indentation: indentation)
        case .array(let elements):
            let items = elements.map { element in Item(head: "", value: element) }
            return list(open: "[", items, close: "]", indentation: indentation, isCollection: true)
        case .dictionary(let entries):
            let items = entries.map { Item(head: Self.flat($0.key) + ": ", value: $0.value) }
            return list(open: "[", items, close: "]", indentation: indentation, isCollection: true)
        case .trying(let inner):
            var text = lines(of: inner, column: column + 4, indentation: indentation, trailing: trailing)
            text[0] = "try " + text[0]
            return text
        case .string(let text) where text.contains(" "): return paragraph(text, indentation: indentation)
        default: return [flat]
        }
    }

    /// An expression on one line.
    static func flat(_ expression: SwiftExpression) -> String {
        switch expression {
        case .name(let name): name
        case .string(let text): "\"" + escaped(text, isMultiLine: false) + "\""
        case .integer(let value): grouped("\(value)")
        case .number(let value): "\(value)"
        case .bool(let value): "\(value)"
        case .null: "nil"
        case .call(let name, let arguments): name + "(" + arguments.map(flat).joined(separator: ", ") + ")"
        case .array(let elements): "[" + elements.map(flat).joined(separator: ", ") + "]"
        case .dictionary(let entries) where entries.isEmpty: "[:]"
        case .dictionary(let entries):
            "[" + entries.map { flat($0.key) + ": " + flat($0.value) }.joined(separator: ", ") + "]"
        case .trying(let inner): "try " + flat(inner)
        case .coalescing(let left, let right): flat(left) + " ?? " + flat(right)
        }
    }

    private static func flat(_ argument: SwiftArgument) -> String { head(argument) + flat(argument.value) }

    private static func head(_ argument: SwiftArgument) -> String { argument.label.map { $0 + ": " } ?? "" }

    /// One line of a list, before the comma.
    private struct Item {
        var head: String
        var value: SwiftExpression
    }

    private func call(_ name: String, _ arguments: [SwiftArgument], column: Int, indentation: Int) -> [String] {
        if arguments.count == 1, case .array = arguments[0].value {
            // A single literal keeps its bracket beside the parenthesis.
            let head = name + "(" + Self.head(arguments[0])
            var text = lines(of: arguments[0].value, column: width, indentation: indentation, trailing: 1)
            text[0] = head + text[0]
            text[text.count - 1] += ")"
            return text
        }
        let items = arguments.map { Item(head: Self.head($0), value: $0.value) }
        return list(open: name + "(", items, close: ")", indentation: indentation, isCollection: false)
    }

    private func list(
        open: String,
        _ items: [Item],
        close: String,
        indentation: Int,
        isCollection: Bool
    ) -> [String] {
        let inner = indentation + 4
        var text = [open]
        for (index, item) in items.enumerated() {
            let hasComma = index < items.count - 1 || isCollection && items.count > 1
            var own = lines(
                of: item.value,
                column: inner + item.head.count,
                indentation: inner,
                trailing: hasComma ? 1 : 0
            )
            own[0] = Self.spaces(inner) + item.head + own[0]
            if hasComma { own[own.count - 1] += "," }
            text += own
        }
        return text + [Self.spaces(indentation) + close]
    }

    /// A literal of several lines for a text that is too long for one; only newlines of the text itself are in its value.
    private func paragraph(_ text: String, indentation: Int) -> [String] {
        let margin = Self.spaces(indentation + 4)
        var lines = ["\"\"\""]
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var line = ""
            for word in Self.escaped(String(paragraph), isMultiLine: true).split(
                separator: " ",
                omittingEmptySubsequences: false
            ) {
                if !line.isEmpty, margin.count + line.count + word.count + 2 > width {
                    lines.append(margin + line + "\\")
                    line = ""
                }
                line += word + " "
            }
            line.removeLast()
            lines.append(line.isEmpty ? "" : margin + line)
        }
        return lines + [margin + "\"\"\""]
    }

    private static func escaped(_ text: String, isMultiLine: Bool) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
            case "\"": result.append(contentsOf: (isMultiLine ? "\"" : "\\\"").unicodeScalars)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            case "\t": result.append(contentsOf: "\\t".unicodeScalars)
            case "\r": result.append(contentsOf: "\\r".unicodeScalars)
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            default: result.append(scalar)
            }
        }
        let text = String(result)
        return isMultiLine ? text.replacing("\"\"\"", with: "\\\"\\\"\\\"") : text
    }

    /// `1000000` → `1_000_000`.
    private static func grouped(_ digits: String) -> String {
        let sign = digits.hasPrefix("-") ? "-" : ""
        let body = digits.dropFirst(sign.count)
        guard body.count > 6 else { return digits }
        var result = ""
        for (index, digit) in body.enumerated() {
            if index > 0, (body.count - index) % 3 == 0 { result += "_" }
            result.append(digit)
        }
        return sign + result
    }

    private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}
