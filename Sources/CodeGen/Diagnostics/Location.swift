/// A place in a source file.
public struct Location: Sendable, Hashable {
    /// Path as it was given in the input.
    public var file: String
    /// Counted from 1.
    public var line: Int
    /// In UTF-8 bytes, counted from 1.
    public var column: Int

    /// Makes a place.
    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}

extension Location: Comparable {
    /// Whether a place comes before another one, files in the order of their paths.
    public static func < (left: Location, right: Location) -> Bool {
        (left.file, left.line, left.column) < (right.file, right.line, right.column)
    }
}

extension Location: CustomStringConvertible {
    /// `file:line:column`.
    public var description: String { "\(file):\(line):\(column)" }
}
