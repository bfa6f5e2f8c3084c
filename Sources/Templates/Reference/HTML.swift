/// A piece of HTML.
///
/// Whatever is put into it that is no HTML itself is escaped: only what this module writes becomes markup.
struct HTML: Sendable, Equatable {
    let text: String

    /// Nothing.
    static let empty = HTML(markup: "")

    /// Takes a text for HTML.
    init(markup: String) { text = markup }

    /// Pieces one below the other; empty ones leave no line.
    static func lines(_ pieces: [HTML]) -> HTML {
        HTML(markup: pieces.map(\.text).filter { !$0.isEmpty }.joined(separator: "\n"))
    }

    /// Pieces behind each other.
    static func joined(_ pieces: [HTML], by separator: String) -> HTML {
        HTML(markup: pieces.map(\.text).joined(separator: escaped(separator)))
    }

    var isEmpty: Bool { text.isEmpty }

    /// A text as it stands between tags and in attributes with quotation marks around them.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            // Neither of them may stand in HTML, not even as a reference.
            case _ where scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value): result += "\u{fffd}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension HTML: ExpressibleByStringInterpolation {
    init(stringLiteral value: String) { text = value }

    init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

    /// Collects literals as they are and everything else escaped.
    struct Interpolation: StringInterpolationProtocol {
        var text = ""

        init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ html: HTML) { text += html.text }
        mutating func appendInterpolation(_ plain: String) { text += HTML.escaped(plain) }
    }
}
