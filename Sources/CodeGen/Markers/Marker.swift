/// A comment that starts with `+` above a declaration, as it is written.
struct Marker: Equatable {
    /// What stands behind the `+`, up to the end of the line.
    var text: String
    /// Of the `+`.
    var location: Location

    /// Makes a marker of the text behind the `+`, which stands that many bytes after `location`.
    ///
    /// nil if no name follows the `+`.
    init?(_ text: some StringProtocol, at location: Location, indentedBy indentation: Int = 0) {
        guard let first = text.first, first.isLetter else { return nil }
        self.text = String(text)
        self.location = location
        self.location.column += indentation
    }

    /// What stands in front of the first `=`.
    var head: String { String(text.prefix { $0 != "=" }).trimmedSpaces }

    /// What stands behind the first `=`; nil if there is none.
    var value: String? {
        text.firstIndex(of: "=").map { text[text.index(after: $0)...].trimmedSpaces }
    }
}
