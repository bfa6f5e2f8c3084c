/// A regular expression that is matched in linear time, so that no value of a client can stall the server.
///
/// The syntax is that of RE2 without look-around, back-references and flags other than `(?i)` and `(?s)` at the start:
/// literals, `.`, classes with `\d \w \s` and `[:alpha:]`, groups, `|`, `* + ? {n,m}` (lazy forms too), `^ $ \A \z \b \B`.
/// Source: RE2 syntax; Thompson's simulation of automata.
public struct Pattern: Sendable {
    /// The text that it was made from.
    public let text: String

    private let program: [Instruction]

    /// Reads an expression.
    ///
    /// - Throws: what cannot be understood, and where.
    public init(_ text: String) throws(PatternError) {
        self.text = text
        var compiler = PatternCompiler()
        program = try compiler.compile(try PatternParser.parse(text))
    }

    /// Whether some part of a text matches.
    ///
    /// - Complexity: O(length of the text · length of the pattern).
    public func matches(_ value: String) -> Bool {
        let scalars = Array(value.unicodeScalars)
        var current = States(count: program.count)
        var next = States(count: program.count)
        for place in 0...scalars.count {
            let previous = place > 0 ? scalars[place - 1] : nil
            let following = place < scalars.count ? scalars[place] : nil
            if add(0, to: &current, previous, following) { return true }
            guard let following else { return false }
            let afterNext = place + 1 < scalars.count ? scalars[place + 1] : nil
            next.removeAll()
            for state in current.list {
                guard case .scalar(let set, let target) = program[state], set.contains(following) else { continue }
                if add(target, to: &next, following, afterNext) { return true }
            }
            swap(&current, &next)
        }
        return false
    }

    /// Follows all steps that take no character; true if the end is reached.
    private func add(
        _ start: Int,
        to states: inout States,
        _ previous: Unicode.Scalar?,
        _ following: Unicode.Scalar?
    ) -> Bool {
        var waiting = [start]
        while let state = waiting.popLast() {
            guard states.insert(state) else { continue }
            switch program[state] {
            case .accept: return true
            case .scalar: break
            case .jump(let target): waiting.append(target)
            case .split(let first, let second): waiting += [second, first]
            case .assert(let assertion, let target):
                if assertion.holds(previous, following) { waiting.append(target) }
            }
        }
        return false
    }

    /// A set of states that is emptied in one step.
    private struct States {
        private(set) var list: [Int] = []
        private var isIn: [Bool]

        init(count: Int) { isIn = Array(repeating: false, count: count) }

        mutating func insert(_ state: Int) -> Bool {
            guard !isIn[state] else { return false }
            isIn[state] = true
            list.append(state)
            return true
        }

        mutating func removeAll() {
            for state in list { isIn[state] = false }
            list.removeAll(keepingCapacity: true)
        }
    }

    /// One step of the automaton.
    enum Instruction: Sendable {
        case accept
        case jump(Int)
        case split(Int, Int)
        case scalar(PatternSet, Int)
        case assert(PatternAssertion, Int)
    }
}

/// A text that is no regular expression, or one that is not supported.
public struct PatternError: Error, Sendable, Equatable {
    /// In Unicode scalars from the start.
    public let offset: Int
    /// What is wrong.
    public let cause: String
}

/// A condition on the place between two characters.
enum PatternAssertion: Sendable, Equatable {
    case start
    case end
    case wordBoundary
    case noWordBoundary

    func holds(_ previous: Unicode.Scalar?, _ following: Unicode.Scalar?) -> Bool {
        switch self {
        case .start: previous == nil
        case .end: following == nil
        case .wordBoundary: Self.isWord(previous) != Self.isWord(following)
        case .noWordBoundary: Self.isWord(previous) == Self.isWord(following)
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool { scalar.map(PatternSet.word.contains) ?? false }
}

/// A set of characters.
struct PatternSet: Sendable, Equatable {
    private(set) var ranges: [ClosedRange<UInt32>] = []
    var isNegated = false

    init(_ ranges: [ClosedRange<UInt32>], isNegated: Bool = false) {
        self.ranges = ranges
        self.isNegated = isNegated
    }

    init(_ scalar: Unicode.Scalar) { ranges = [scalar.value...scalar.value] }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        ranges.contains { $0.contains(scalar.value) } != isNegated
    }

    /// Adds all of another set, the negation of which is resolved.
    mutating func formUnion(_ other: PatternSet) { ranges += other.resolved }

    /// Adds the other case of ASCII letters.
    mutating func foldCase() {
        for range in ranges {
            for (start, other) in [(UInt32(0x41), UInt32(0x61)), (0x61, 0x41)] {
                let letters = range.clamped(to: start...start + 25)
                guard range.overlaps(start...start + 25) else { continue }
                ranges.append(letters.lowerBound - start + other...letters.upperBound - start + other)
            }
        }
    }

    private var resolved: [ClosedRange<UInt32>] {
        guard isNegated else { return ranges }
        var gaps: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { gaps.append(next...range.lowerBound - 1) }
            next = max(next, range.upperBound + 1)
        }
        if next <= 0x10FFFF { gaps.append(next...0x10FFFF) }
        return gaps
    }

    static let digit = PatternSet([0x30...0x39])
    static let word = PatternSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let space = PatternSet([0x09...0x0A, 0x0C...0x0D, 0x20...0x20])
    static let anything = PatternSet([], isNegated: true)
    static let notNewline = PatternSet([0x0A...0x0A], isNegated: true)

    /// `[:alpha:]` and the like.
    static func named(_ name: String) -> PatternSet? {
        switch name {
        case "alnum": PatternSet([0x30...0x39, 0x41...0x5A, 0x61...0x7A])
        case "alpha": PatternSet([0x41...0x5A, 0x61...0x7A])
        case "ascii": PatternSet([0...0x7F])
        case "blank": PatternSet([0x09...0x09, 0x20...0x20])
        case "cntrl": PatternSet([0...0x1F, 0x7F...0x7F])
        case "digit": digit
        case "graph": PatternSet([0x21...0x7E])
        case "lower": PatternSet([0x61...0x7A])
        case "print": PatternSet([0x20...0x7E])
        case "punct": PatternSet([0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E])
        case "space": PatternSet([0x09...0x0D, 0x20...0x20])
        case "upper": PatternSet([0x41...0x5A])
        case "word": word
        case "xdigit": PatternSet([0x30...0x39, 0x41...0x46, 0x61...0x66])
        default: nil
        }
    }
}
