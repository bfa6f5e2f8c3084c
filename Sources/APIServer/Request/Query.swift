internal import Transport

/// The query of a request, decoded.
struct Query: Sendable, Equatable {
    private let items: [(name: String, value: String)]

    /// Reads `a=1&b=2`; `+` is a space.
    ///
    /// Pieces that do not decode are left out, as Go does.
    init(_ text: Substring) {
        items = text.isEmpty ? [] : QueryItems.parse(String(text)).map { (name: $0.0, value: $0.1) }
    }

    /// The first value of a parameter, nil if it is not there.
    subscript(name: String) -> String? { items.first { $0.name == name }?.value }

    /// All values of a parameter.
    func all(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

    /// Whether the query has no parameter at all.
    var isEmpty: Bool { items.isEmpty }

    /// A boolean as Go servers read it: `false` in any case and `0` are false, everything else that is there is true.
    func isTrue(_ name: String) -> Bool {
        guard let value = self[name] else { return false }
        return value != "0" && value.lowercased() != "false"
    }

    /// The name that the field selector demands, read without judging the selector.
    var requiredName: String? {
        guard let selector = self["fieldSelector"] else { return nil }
        for term in selector.split(separator: ",") {
            let pair = term.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, pair[0] == "metadata.name" else { continue }
            return String(pair[1].hasPrefix("=") ? pair[1].dropFirst() : pair[1])
        }
        return nil
    }

    static func == (left: Query, right: Query) -> Bool { left.items.elementsEqual(right.items) { $0 == $1 } }
}
