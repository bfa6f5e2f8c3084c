/// Pieces of Swift source.
enum SwiftText {
    /// A string literal with that value.
    static func literal(_ text: String) -> String {
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": literal += "\\" + String(scalar)
            case "\n": literal += "\\n"
            case let scalar where scalar.value < 0x20: literal += "\\u{\(String(scalar.value, radix: 16))}"
            default: literal.unicodeScalars.append(scalar)
            }
        }
        return literal + "\""
    }

    /// A kind as the name of a variable: `bee`; `object` where that would be a word of the language, or an abbreviation.
    static func variable(_ kind: String) -> String {
        let name = kind.prefix(1).lowercased() + kind.dropFirst()
        let isAbbreviation = kind.dropFirst().first?.isUppercase == true
        return isAbbreviation || keywords.contains(name) ? "object" : name
    }

    /// Words of the language that a kind may be called, and names that stand beside the variable.
    private static let keywords: Set<String> = [
        "as", "break", "case", "catch", "class", "continue", "context", "default", "defer", "do", "else", "enum",
        "extension", "false", "for", "func", "generation", "guard", "if", "import", "in", "init", "inout", "internal",
        "is", "let", "nil", "operator", "private", "protocol", "public", "repeat", "return", "self", "static", "status",
        "struct", "subscript", "super", "switch", "throw", "true", "try", "typealias", "var", "where", "while",
    ]
}
