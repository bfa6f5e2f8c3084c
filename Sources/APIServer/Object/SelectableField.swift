internal import JSON

/// A field of a kind that clients may select objects by.
///
/// Source: apiextensions-apiserver `selectableFields` of custom resources.
struct SelectableField: Sendable {
    /// As selectors name it: `spec.hive`.
    let label: String
    private let path: FieldPath

    /// - Parameter path: of keys, with a dot before each: `.spec.hive`.
    init(path: String) {
        label = String(path.drop { $0 == "." })
        self.path = FieldPath(path)
    }

    /// The value as selectors write it; empty for one that is absent or is none of a string, a boolean and an integer.
    func text(in tree: JSONValue) -> String {
        switch path.value(in: tree) {
        case .string(let text)?: text
        case .bool(let value)?: value ? "true" : "false"
        case .integer(let value)?: String(value)
        default: ""
        }
    }
}
