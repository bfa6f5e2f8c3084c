/// Makes the steps of an automaton out of an expression.
struct PatternCompiler {
    private var program: [Pattern.Instruction] = []

    private static let mostInstructions = 50_000

    mutating func compile(_ node: PatternNode) throws(PatternError) -> [Pattern.Instruction] {
        try emit(node)
        program.append(.accept)
        return program
    }

    private mutating func emit(_ node: PatternNode) throws(PatternError) {
        guard program.count < Self.mostInstructions else { throw PatternError(offset: 0, cause: "too large") }
        switch node {
        case .set(let set): program.append(.scalar(set, program.count + 1))
        case .assertion(let assertion): program.append(.assert(assertion, program.count + 1))
        case .sequence(let nodes): for node in nodes { try emit(node) }
        case .alternatives(let nodes): try emitAlternatives(nodes[...])
        case .repeated(let node, let minimum, let maximum):
            for _ in 0..<minimum { try emit(node) }
            guard let maximum else { return try emitLoop(node) }
            try emitOptional(node, count: maximum - minimum)
        }
    }

    private mutating func emitAlternatives(_ nodes: ArraySlice<PatternNode>) throws(PatternError) {
        var ends: [Int] = []
        for (place, node) in nodes.enumerated() {
            guard place < nodes.count - 1 else {
                try emit(node)
                break
            }
            let split = reserve()
            try emit(node)
            ends.append(reserve())
            program[split] = .split(split + 1, program.count)
        }
        for end in ends { program[end] = .jump(program.count) }
    }

    private mutating func emitLoop(_ node: PatternNode) throws(PatternError) {
        let split = reserve()
        try emit(node)
        program.append(.jump(split))
        program[split] = .split(split + 1, program.count)
    }

    private mutating func emitOptional(_ node: PatternNode, count: Int) throws(PatternError) {
        var splits: [Int] = []
        for _ in 0..<count {
            splits.append(reserve())
            try emit(node)
        }
        for split in splits { program[split] = .split(split + 1, program.count) }
    }

    private mutating func reserve() -> Int {
        program.append(.jump(0))
        return program.count - 1
    }
}
