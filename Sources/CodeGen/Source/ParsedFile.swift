internal import SwiftParser
internal import SwiftSyntax

/// A source file with its tree and the means to say where something stands in it.
struct ParsedFile {
    let path: String
    let tree: SourceFileSyntax
    private let converter: SourceLocationConverter

    init(_ source: CodeGenInput.SourceFile) {
        path = source.path
        tree = Parser.parse(source: source.text)
        converter = SourceLocationConverter(fileName: source.path, tree: tree)
    }

    /// Where a position is.
    func location(_ position: AbsolutePosition) -> Location {
        let place = converter.location(for: position)
        return Location(file: path, line: place.line, column: place.column)
    }

    /// Where a node starts, without the comments above it.
    func location(_ node: some SyntaxProtocol) -> Location { location(node.positionAfterSkippingLeadingTrivia) }
}
