/// Where the value of a column is, taken apart.
struct ColumnPath {
    /// One step down.
    enum Step: Equatable {
        case key(String)
        case index(Int)
        /// The first element whose field has that value.
        case filter(key: String, value: String)
    }

    var steps: [Step]

    /// Reads `.status.conditions[?type=Ready].status`.
    ///
    /// JSONPath's `[?(@.type=="Ready")]` means the same; nil if it is neither.
    init?(_ text: String) {
        guard text.hasPrefix(".") || text.hasPrefix("[") else { return nil }
        steps = []
        var rest = text[...]
        while let first = rest.first {
            rest.removeFirst()
            if first == "." {
                let name = rest.prefix { $0 != "." && $0 != "[" }
                guard !name.isEmpty else { return nil }
                steps.append(.key(String(name)))
                rest = rest.dropFirst(name.count)
            } else if first == "[", let end = rest.firstIndex(of: "]"), let step = Self.bracket(rest[..<end]) {
                steps.append(step)
                rest = rest[rest.index(after: end)...]
            } else {
                return nil
            }
        }
    }

    private static func bracket(_ text: Substring) -> Step? {
        if let index = Int(text) { return index >= 0 ? .index(index) : nil }
        if let key = unquoted(text) { return .key(key) }
        guard text.hasPrefix("?") else { return nil }
        var filter = text.dropFirst()
        if filter.hasPrefix("(@."), filter.hasSuffix(")") { filter = filter.dropFirst(3).dropLast() }
        guard let sign = filter.firstIndex(of: "=") else { return nil }
        let value = filter[sign...].drop { $0 == "=" }.trimmedSpaces
        let key = filter[..<sign].trimmedSpaces
        guard !key.isEmpty, !value.isEmpty else { return nil }
        return .filter(key: key, value: unquoted(value[...]) ?? value)
    }

    private static func unquoted(_ text: Substring) -> String? {
        guard text.count > 2, let quote = text.first, quote == text.last, quote == "'" || quote == "\"" else {
            return nil
        }
        return String(text.dropFirst().dropLast())
    }
}

/// In the short form.
extension ColumnPath: CustomStringConvertible {
    var description: String {
        steps.reduce(into: "") { text, step in
            switch step {
            case .key(let key): text += Self.text(ofKey: key)
            case .index(let index): text += "[\(index)]"
            case .filter(let key, let value): text += "[?\(key)=\(value)]"
            }
        }
    }

    /// A step to a field: `.hive`, or `['a.b']` for a key that a dot cannot stand before.
    static func text(ofKey key: String) -> String {
        key.contains(".") || key.contains("[") ? "['\(key)']" : "." + key
    }
}
