internal import JSON

/// Keeps the tree that operations work on from being nested without end: whoever walks it later would run out of stack.
///
/// The exact depth is counted only when it may be too large: counting after every operation would cost too much.
struct PatchDepth {
    /// How deep what comes out may be, as for everything that is read.
    static let limit = 512
    /// How deep it may be between two operations.
    private static let passingLimit = 1_024

    /// The tree is not deeper than this.
    private var bound: Int

    init(of tree: JSONValue) { bound = Self.levels(of: tree) }

    /// Notes that a value now stands at a path.
    mutating func note(_ value: JSONValue, at path: String, in tree: JSONValue) throws(PatchError) {
        bound = max(bound, Self.steps(of: path) + Self.levels(of: value))
        try check(tree)
    }

    /// Notes that a value went from one path to another.
    mutating func noteMove(from: String, to path: String, in tree: JSONValue) throws(PatchError) {
        bound += max(0, Self.steps(of: path) - Self.steps(of: from))
        try check(tree)
    }

    private mutating func check(_ tree: JSONValue) throws(PatchError) {
        guard bound > Self.passingLimit else { return }
        bound = Self.levels(of: tree)
        guard bound <= Self.passingLimit else { throw Self.tooDeep }
    }

    /// Refuses a result that is too deep.
    func checkResult(_ tree: JSONValue) throws(PatchError) {
        guard bound <= Self.limit || Self.levels(of: tree) <= Self.limit else { throw Self.tooDeep }
    }

    private static let tooDeep = PatchError.notApplicable("the result is nested more than \(limit) levels deep")

    private static func steps(of path: String) -> Int {
        path.utf8.reduce(0) { $0 + ($1 == UInt8(ascii: "/") ? 1 : 0) }
    }

    /// How many arrays and objects lie in one another; 0 for anything else.
    private static func levels(of value: JSONValue) -> Int {
        switch value {
        case .array(let elements): 1 + elements.reduce(0) { max($0, levels(of: $1)) }
        case .object(let members): 1 + members.reduce(0) { max($0, levels(of: $1.value)) }
        default: 0
        }
    }
}
