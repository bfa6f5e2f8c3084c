/// A place in a tree while it is walked: made into text only when there is something to say about it.
struct FieldPath {
    private enum Part {
        case key(String)
        case index(Int)
    }

    private var parts: [Part] = []

    /// The root.
    init() {}

    /// A place below the given one.
    init(_ root: String) { if !root.isEmpty { parts.append(.key(root)) } }

    mutating func push(_ key: String) { parts.append(.key(key)) }

    mutating func push(_ index: Int) { parts.append(.index(index)) }

    mutating func pop() { parts.removeLast() }

    /// `spec.items[2].name`.
    var text: String {
        parts.reduce(into: "") { text, part in
            switch part {
            case .key(let key): text += text.isEmpty ? key : "." + key
            case .index(let index): text += "[\(index)]"
            }
        }
    }

    /// The place as validation writes it, where `key` is a key of a map: `spec.labels[a]`.
    func text(mapKey key: String) -> String { text + "[" + key + "]" }
}
