internal import JSON

/// A path to a value: `.spec.hive`, `.spec.sizes[0]`, `.status.conditions[?type=Ready].status`.
///
/// Understands of JSONPath what columns of kubectl are made of: `.a.b`, `['a.b']`, `.a\.b`, `[0]`, `[-1]`, `[*]` and
/// `[?(@.type=="Ready")]`. Where several values are at the end, the first one counts.
struct FieldPath: Sendable, Equatable {
    private enum Step: Sendable, Equatable {
        case key(String)
        /// Counted from the end if it is negative.
        case index(Int)
        /// Every element of a list, or every member of an object.
        case each
        /// The elements of a list in which a member has a value, written as text.
        case matching(path: [String], value: String)
    }

    private let steps: [Step]

    /// Reads a path; parts that cannot be read match nothing.
    init(_ text: String) {
        var reader = Reader(text)
        steps = reader.steps()
    }

    /// The value at the path, nil if there is none.
    func value(in tree: JSONValue) -> JSONValue? { Self.first(steps[...], in: tree) }

    private static func first(_ steps: ArraySlice<Step>, in value: JSONValue) -> JSONValue? {
        guard let step = steps.first else { return value }
        let rest = steps.dropFirst()
        switch step {
        case .key(let key): return value[key].flatMap { first(rest, in: $0) }
        case .index(let index):
            guard let elements = value.array else { return nil }
            let place = index < 0 ? elements.count + index : index
            return elements.indices.contains(place) ? first(rest, in: elements[place]) : nil
        case .each:
            let values = value.array ?? value.object.map { Array($0.map(\.1)) } ?? []
            return values.lazy.compactMap { first(rest, in: $0) }.first
        case .matching(let path, let wanted):
            let elements = value.array ?? []
            let found = elements.lazy.filter { element in
                let member = path.reduce(Optional(element)) { $0?[$1] }
                return member.map(text) == wanted
            }
            return found.compactMap { first(rest, in: $0) }.first
        }
    }

    private static func text(_ value: JSONValue) -> String { value.string ?? value.description }

    /// Reads the text of a path from its start to its end.
    private struct Reader {
        private var rest: Substring

        init(_ text: String) { rest = text[...] }

        mutating func steps() -> [Step] {
            var steps: [Step] = []
            while let first = rest.first {
                if first == "[" {
                    steps.append(Self.bracket(bracketed()))
                } else {
                    if first == "." { rest.removeFirst() }
                    let key = key()
                    if !key.isEmpty { steps.append(key == "*" ? .each : .key(key)) }
                }
            }
            return steps
        }

        /// Up to the next dot or bracket; a backslash takes the meaning from what follows it.
        private mutating func key() -> String {
            var key = ""
            while let character = rest.first, character != ".", character != "[" {
                rest.removeFirst()
                if character == "\\", let next = rest.popFirst() { key.append(next) } else { key.append(character) }
            }
            return key
        }

        /// What is between a bracket and the one that closes it; brackets between quotes do not count.
        private mutating func bracketed() -> String {
            rest.removeFirst()
            var inner = ""
            var quote: Character?
            while let character = rest.popFirst() {
                if let open = quote {
                    if character == open { quote = nil }
                } else if character == "\"" || character == "'" {
                    quote = character
                } else if character == "]" {
                    break
                }
                inner.append(character)
            }
            return inner
        }

        private static func bracket(_ inner: String) -> Step {
            if let index = Int(inner) { return .index(index) }
            if inner == "*" { return .each }
            guard inner.hasPrefix("?") else {
                // `[type=Ready]` is what markers of columns may say, too.
                let pair = condition(inner)
                return pair.map { .matching(path: $0.path, value: $0.value) } ?? .key(unquoted(inner))
            }
            let condition = condition(String(inner.dropFirst()))
            return condition.map { .matching(path: $0.path, value: $0.value) } ?? .key(inner)
        }

        /// `type=Ready`, `(@.type=="Ready")`; nil if it is none.
        private static func condition(_ text: String) -> (path: [String], value: String)? {
            if text.hasPrefix("\"") || text.hasPrefix("'") { return nil }
            var text = text[...]
            if text.hasPrefix("("), text.hasSuffix(")") { text = text.dropFirst().dropLast() }
            let pair = text.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { return nil }
            let left = pair[0].drop { $0 == "@" || $0 == " " }.split(separator: ".").map { trimmed(String($0)) }
            let right = pair[1].drop { $0 == "=" }
            return (left, unquoted(trimmed(String(right))))
        }

        private static func trimmed(_ text: String) -> String {
            String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }

        private static func unquoted(_ text: String) -> String {
            guard let first = text.first, first == "\"" || first == "'", text.last == first, text.count > 1 else {
                return text
            }
            return String(text.dropFirst().dropLast())
        }
    }
}
