internal import Project
internal import SwiftSyntax

/// The comments above a declaration: its documentation and its markers.
struct LeadingComments {
    /// Lines of the doc comment without `///`, markers among them left out.
    var doc: [String] = []
    /// The markers directly above the declaration, in order.
    var markers: [Marker] = []
    /// Markers that an empty line or code separates from the declaration; they have no effect.
    var strayMarkers: [Marker] = []

    /// The code in the doc comment that has not ended yet: in it nothing is a marker.
    private var fence: CodeFence?

    /// Reads the trivia in front of a declaration.
    ///
    /// What comes before the first newline stands behind the declaration before, but for the start of the file.
    init(_ node: some SyntaxProtocol, in file: ParsedFile) {
        var position = node.position
        var newlines = position.utf8Offset == 0 ? 1 : 0
        for piece in node.leadingTrivia {
            switch piece {
            case .newlines(let count), .carriageReturns(let count), .carriageReturnLineFeeds(let count):
                newlines += count
            case .lineComment(let text), .docLineComment(let text):
                read(text, isDoc: piece.isDocComment, newlines: newlines, at: file.location(position))
                newlines = 0
            case .docBlockComment(let text):
                separate(newlines)
                doc = Self.blockLines(text)
                newlines = 0
            case .blockComment:
                separate(newlines)
                newlines = 0
            default: break
            }
            position += piece.sourceLength
        }
        separate(newlines)
        readTrailing(node, in: file)
    }

    private mutating func readTrailing(_ node: some SyntaxProtocol, in file: ParsedFile) {
        var position = node.endPositionBeforeTrailingTrivia
        for piece in node.trailingTrivia {
            if case .lineComment(let text) = piece {
                read(text, isDoc: false, newlines: 0, at: file.location(position))
            }
            position += piece.sourceLength
        }
    }

    private mutating func read(_ text: String, isDoc: Bool, newlines: Int, at location: Location) {
        separate(newlines)
        let body = text.drop { $0 == "/" }
        let line = body.trimmedSpaces
        let indentation = text.utf8.prefix { $0 != UInt8(ascii: "+") }.count
        if isDoc, let fence {
            doc.append(String(body.first == " " ? body.dropFirst() : body))
            if fence.isClosed(by: line) { self.fence = nil }
        } else if line.hasPrefix("+"), let marker = Marker(line.dropFirst(), at: location, indentedBy: indentation) {
            if newlines == 0 { strayMarkers.append(marker) } else { markers.append(marker) }
        } else if isDoc {
            doc.append(String(body.first == " " ? body.dropFirst() : body))
            fence = CodeFence(line)
        }
    }

    /// An empty line ends a block of comments: what stood above does not belong to the declaration.
    private mutating func separate(_ newlines: Int) {
        guard newlines > 1 else { return }
        strayMarkers += markers
        markers = []
        doc = []
        fence = nil
    }

    private static func blockLines(_ text: String) -> [String] {
        let body = text.dropFirst(3).dropLast(2)
        var lines = body.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        let first = lines.removeFirst().trimmedSpaces
        let written = lines.filter { !$0.trimmedSpaces.isEmpty }
        if written.allSatisfy({ $0.trimmedSpaces.hasPrefix("*") }) {
            lines = lines.map { line in
                let text = line.drop { $0 == " " || $0 == "\t" }.dropFirst()
                return String(text.first == " " ? text.dropFirst() : text)
            }
        } else {
            let margin = written.map { $0.prefix { $0 == " " || $0 == "\t" }.count }.min() ?? 0
            lines = lines.map { String($0.dropFirst(margin)) }
        }
        lines.insert(first, at: 0)
        return Array(lines.drop { $0.isEmpty }.reversed().drop { $0.trimmedSpaces.isEmpty }.reversed())
    }
}

extension TriviaPiece {
    fileprivate var isDocComment: Bool {
        if case .docLineComment = self { true } else { false }
    }
}

extension StringProtocol {
    /// The text without spaces and tabs at both ends.
    var trimmedSpaces: String {
        let start = drop { $0 == " " || $0 == "\t" || $0 == "\r" }
        return String(String(start.reversed().drop { $0 == " " || $0 == "\t" || $0 == "\r" }).reversed())
    }
}
