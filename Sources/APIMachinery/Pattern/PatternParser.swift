/// What a regular expression means.
indirect enum PatternNode {
    case set(PatternSet)
    case assertion(PatternAssertion)
    case sequence([PatternNode])
    case alternatives([PatternNode])
    /// At least `minimum` times, at most `maximum` times (nil: any number).
    case repeated(PatternNode, minimum: Int, maximum: Int?)
}

/// Reads the syntax of regular expressions.
struct PatternParser {
    private let scalars: [Unicode.Scalar]
    private var place = 0
    private var depth = 0
    private var isFoldingCase = false
    private var dotMatchesNewline = false

    private static let deepestNesting = 200
    private static let mostRepetitions = 1000

    static func parse(_ text: String) throws(PatternError) -> PatternNode {
        var parser = PatternParser(scalars: Array(text.unicodeScalars))
        try parser.readFlags()
        let node = try parser.alternatives()
        guard parser.place == parser.scalars.count else { throw parser.error("unexpected ')'") }
        return node
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    private func error(_ cause: String) -> PatternError { PatternError(offset: place, cause: cause) }

    private mutating func skip(_ text: String) -> Bool {
        let wanted = Array(text.unicodeScalars)
        guard scalars[place...].starts(with: wanted) else { return false }
        place += wanted.count
        return true
    }

    private mutating func readFlags() throws(PatternError) {
        guard skip("(?"), next == "i" || next == "s" else {
            place = 0
            return
        }
        while let flag = next, flag != ")" {
            switch flag {
            case "i": isFoldingCase = true
            case "s": dotMatchesNewline = true
            default: throw error("unsupported flag")
            }
            place += 1
        }
        guard skip(")") else { throw error("missing ')'") }
    }

    private mutating func alternatives() throws(PatternError) -> PatternNode {
        var choices = [try sequence()]
        while skip("|") { choices.append(try sequence()) }
        return choices.count == 1 ? choices[0] : .alternatives(choices)
    }

    private mutating func sequence() throws(PatternError) -> PatternNode {
        var nodes: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            var node = try atom()
            while let (minimum, maximum) = try quantifier() {
                node = .repeated(node, minimum: minimum, maximum: maximum)
            }
            nodes.append(node)
        }
        return .sequence(nodes)
    }

    private mutating func quantifier() throws(PatternError) -> (minimum: Int, maximum: Int?)? {
        let result: (Int, Int?)
        switch next {
        case "*": result = (0, nil)
        case "+": result = (1, nil)
        case "?": result = (0, 1)
        case "{":
            guard let counts = try counts() else { return nil }
            _ = skip("?")
            return counts
        default: return nil
        }
        place += 1
        _ = skip("?")
        return result
    }

    /// `{n}`, `{n,}` or `{n,m}`; nil if the brace is a character of its own.
    private mutating func counts() throws(PatternError) -> (minimum: Int, maximum: Int?)? {
        let start = place
        place += 1
        guard let minimum = number() else {
            place = start
            return nil
        }
        var maximum: Int? = minimum
        if skip(",") { maximum = next == "}" ? nil : number() ?? -1 }
        guard maximum != -1, skip("}") else {
            place = start
            return nil
        }
        guard minimum <= Self.mostRepetitions, maximum ?? 0 <= Self.mostRepetitions, minimum <= maximum ?? minimum
        else {
            throw error("bad repetition")
        }
        return (minimum, maximum)
    }

    private mutating func number() -> Int? {
        var digits = ""
        while let scalar = next, PatternSet.digit.contains(scalar), digits.utf8.count < 6 {
            digits.unicodeScalars.append(scalar)
            place += 1
        }
        return Int(digits)
    }

    private mutating func atom() throws(PatternError) -> PatternNode {
        guard let scalar = next else { return .sequence([]) }
        let start = place
        place += 1
        switch scalar {
        case "^": return .assertion(.start)
        case "$": return .assertion(.end)
        case ".": return .set(dotMatchesNewline ? .anything : .notNewline)
        case "[": return .set(try set())
        case "(": return try group()
        case "\\": return try escape()
        case "*", "+", "?":
            place = start
            throw error("nothing to repeat")
        default: return .set(folded(PatternSet(scalar)))
        }
    }

    private func folded(_ set: PatternSet) -> PatternSet {
        guard isFoldingCase else { return set }
        var set = set
        set.foldCase()
        return set
    }

    private mutating func group() throws(PatternError) -> PatternNode {
        if skip("?") {
            if skip("P<")
                || (next == "<" && place + 1 < scalars.count && scalars[place + 1] != "=" && scalars[place + 1] != "!")
            {
                while let scalar = next, scalar != ">" {
                    _ = scalar
                    place += 1
                }
                guard skip(">") else { throw error("missing '>'") }
            } else if !skip(":") {
                throw error("unsupported group")
            }
        }
        depth += 1
        guard depth <= Self.deepestNesting else { throw error("nested too deeply") }
        let node = try alternatives()
        depth -= 1
        guard skip(")") else { throw error("missing ')'") }
        return node
    }

    private mutating func escape() throws(PatternError) -> PatternNode {
        switch next {
        case "A": return assertion(.start)
        case "z": return assertion(.end)
        case "b": return assertion(.wordBoundary)
        case "B": return assertion(.noWordBoundary)
        default: return .set(folded(try escapedSet()))
        }
    }

    private mutating func assertion(_ assertion: PatternAssertion) -> PatternNode {
        place += 1
        return .assertion(assertion)
    }

    /// What stands after a backslash, inside a class or outside.
    private mutating func escapedSet() throws(PatternError) -> PatternSet {
        guard let scalar = next else { throw error("trailing backslash") }
        place += 1
        switch scalar {
        case "d", "D": return PatternSet(PatternSet.digit.ranges, isNegated: scalar == "D")
        case "w", "W": return PatternSet(PatternSet.word.ranges, isNegated: scalar == "W")
        case "s", "S": return PatternSet(PatternSet.space.ranges, isNegated: scalar == "S")
        case "n": return PatternSet("\n")
        case "r": return PatternSet("\r")
        case "t": return PatternSet("\t")
        case "f": return PatternSet("\u{0C}")
        case "v": return PatternSet("\u{0B}")
        case "a": return PatternSet("\u{07}")
        case "x": return PatternSet(try hexadecimal())
        default:
            guard !PatternSet.word.contains(scalar) || scalar == "_" else { throw error("unsupported escape") }
            return PatternSet(scalar)
        }
    }

    private mutating func hexadecimal() throws(PatternError) -> Unicode.Scalar {
        let isBraced = skip("{")
        var digits = ""
        while let scalar = next, scalar.properties.isASCIIHexDigit, digits.utf8.count < (isBraced ? 6 : 2) {
            digits.unicodeScalars.append(scalar)
            place += 1
        }
        guard let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value), !isBraced || skip("}") else {
            throw error("bad escape")
        }
        return scalar
    }

    private mutating func set() throws(PatternError) -> PatternSet {
        let isNegated = skip("^")
        var set = PatternSet([])
        var isFirst = true
        while let scalar = next, isFirst || scalar != "]" {
            isFirst = false
            if skip("[:") {
                set.formUnion(try namedSet())
                continue
            }
            let low = try setItem()
            guard next == "-", place + 1 < scalars.count, scalars[place + 1] != "]", let start = low.ranges.first,
                !low.isNegated, low.ranges.count == 1, start.count == 1
            else {
                set.formUnion(low)
                continue
            }
            place += 1
            guard let end = try setItem().ranges.first, start.lowerBound <= end.lowerBound else {
                throw error("bad range")
            }
            set.formUnion(PatternSet([start.lowerBound...end.lowerBound]))
        }
        guard skip("]") else { throw error("missing ']'") }
        set = folded(set)
        set.isNegated = isNegated
        return set
    }

    private mutating func setItem() throws(PatternError) -> PatternSet {
        guard let scalar = next else { throw error("missing ']'") }
        place += 1
        return scalar == "\\" ? try escapedSet() : PatternSet(scalar)
    }

    private mutating func namedSet() throws(PatternError) -> PatternSet {
        let isNegated = skip("^")
        var name = ""
        while let scalar = next, scalar != ":" {
            name.unicodeScalars.append(scalar)
            place += 1
        }
        guard skip(":]"), var set = PatternSet.named(name) else { throw error("unknown class") }
        set.isNegated = isNegated
        return set
    }
}
