internal import JSON

extension LabelSelector {
    /// Reads `app=x,tier in (a,b),!old,size>3`; an empty text chooses everything.
    ///
    /// - Throws: with the message of upstream.
    public init(parsing text: String) throws(SelectorError) {
        var parser = LabelSelectorParser(text)
        let requirements = try parser.parse()
        self.init(requirements.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
    }
}

/// Recursive descent over the tokens of a selector.
private struct LabelSelectorParser {
    private enum Token {
        case end
        case identifier
        case symbol
        case inKeyword
        case notInKeyword
    }

    private struct Item {
        var token: Token
        var text: String

        func isSymbol(_ symbol: String) -> Bool { token == .symbol && text == symbol }
        /// Keywords are plain words where values are expected.
        var isWord: Bool { token == .identifier || token == .inKeyword || token == .notInKeyword }
    }

    private let items: [Item]
    private var place = 0

    init(_ text: String) { items = Self.scan(Array(text.utf8)) }

    private var next: Item { items[min(place, items.count - 1)] }

    private mutating func take() -> Item {
        let item = next
        place += 1
        return item
    }

    mutating func parse() throws(SelectorError) -> [LabelSelector.Requirement] {
        var requirements: [LabelSelector.Requirement] = []
        while true {
            if next.token == .end { return requirements }
            guard next.isWord || next.isSymbol("!") else {
                throw SelectorError("found '\(next.text)', expected: !, identifier, or 'end of string'")
            }
            do {
                requirements.append(try parseRequirement())
            } catch {
                throw SelectorError("unable to parse requirement: " + error.message)
            }
            let separator = take()
            if separator.token == .end { return requirements }
            guard separator.isSymbol(",") else {
                throw SelectorError("found '\(separator.text)', expected: ',' or 'end of string'")
            }
            guard next.isWord || next.isSymbol("!") else {
                throw SelectorError("found '\(next.text)', expected: identifier after ','")
            }
        }
    }

    private mutating func parseRequirement() throws(SelectorError) -> LabelSelector.Requirement {
        var item = take()
        let isNegated = item.isSymbol("!")
        if isNegated { item = take() }
        guard item.isWord else { throw SelectorError("found '\(item.text)', expected: identifier") }
        let key = item.text
        let problems = NameRule.qualifiedName.problems(with: key)
        guard problems.isEmpty else {
            throw SelectorError("\(FieldError.invalid("<nil>", .string(key), problems.joined(separator: "; ")))")
        }
        if isNegated { return LabelSelector.Requirement(key, .doesNotExist) }
        if next.token == .end || next.isSymbol(",") { return LabelSelector.Requirement(key, .exists) }
        let operation = try parseOperator()
        let values = operation == .in || operation == .notIn ? try parseValues() : try parseExactValue()
        return try checked(LabelSelector.Requirement(key, operation, values))
    }

    private mutating func parseOperator() throws(SelectorError) -> LabelSelector.Operator {
        let item = take()
        switch (item.token, item.text) {
        case (.inKeyword, _): return .in
        case (.notInKeyword, _): return .notIn
        case (.symbol, "="): return .equals
        case (.symbol, "=="): return .doubleEquals
        case (.symbol, "!="): return .notEquals
        case (.symbol, ">"): return .greaterThan
        case (.symbol, "<"): return .lessThan
        default: throw SelectorError("found '\(item.text)', expected: in, notin, =, ==, !=, gt, lt")
        }
    }

    private mutating func parseExactValue() throws(SelectorError) -> [String] {
        if next.token == .end || next.isSymbol(",") { return [""] }
        let item = take()
        guard item.isWord else { throw SelectorError("found '\(item.text)', expected: identifier") }
        return [item.text]
    }

    private mutating func parseValues() throws(SelectorError) -> [String] {
        let opening = take()
        guard opening.isSymbol("(") else { throw SelectorError("found '\(opening.text)' expected: '('") }
        if next.isSymbol(")") {
            place += 1
            return []
        }
        guard next.isWord || next.isSymbol(",") else {
            throw SelectorError("found '\(next.text)', expected: ',', ')' or identifier")
        }
        var values: Set<String> = []
        while true {
            let item = take()
            if item.isWord {
                values.insert(item.text)
                if next.isSymbol(")") { break }
                guard next.isSymbol(",") else { throw SelectorError("found '\(next.text)', expected: ',' or ')'") }
            } else if item.isSymbol(",") {
                if values.isEmpty { values.insert("") }
                if next.isSymbol(")") {
                    values.insert("")
                    break
                }
                if next.isSymbol(",") {
                    place += 1
                    values.insert("")
                }
            } else {
                throw SelectorError("found '\(item.text)', expected: ',', or identifier")
            }
        }
        place += 1
        return values.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private func checked(_ requirement: LabelSelector.Requirement) throws(SelectorError) -> LabelSelector.Requirement {
        var errors: [FieldError] = []
        let values = requirement.values
        switch requirement.operator {
        case .in, .notIn:
            if values.isEmpty {
                errors.append(.invalid("values", [], "for 'in', 'notin' operators, values set can't be empty"))
            }
        case .greaterThan, .lessThan:
            for (place, value) in values.enumerated() where Int64(value) == nil {
                let text = "for 'Gt', 'Lt' operators, the value must be an integer"
                errors.append(.invalid("values[\(place)]", .string(value), text))
            }
        default: break
        }
        for (place, value) in values.enumerated() {
            let problems = NameRule.labelValue.problems(with: value)
            guard !problems.isEmpty else { continue }
            let field = "values[\(place)][\(requirement.key)]"
            errors.append(.invalid(field, .string(value), problems.joined(separator: "; ")))
        }
        let texts = errors.map(\.description)
        switch texts.count {
        case 0: return requirement
        case 1: throw SelectorError(texts[0])
        default: throw SelectorError("[" + texts.joined(separator: ", ") + "]")
        }
    }

    private static func scan(_ bytes: [UInt8]) -> [Item] {
        var items: [Item] = []
        var place = 0
        while true {
            while place < bytes.count, isSpace(bytes[place]) { place += 1 }
            guard place < bytes.count else { break }
            let start = place
            if isSpecial(bytes[place]) {
                place += isPair(bytes[place...].prefix(2)) ? 2 : 1
                items.append(Item(token: .symbol, text: String(decoding: bytes[start..<place], as: UTF8.self)))
                continue
            }
            while place < bytes.count, !isSpace(bytes[place]), !isSpecial(bytes[place]) { place += 1 }
            let text = String(decoding: bytes[start..<place], as: UTF8.self)
            let token: Token = text == "in" ? .inKeyword : text == "notin" ? .notInKeyword : .identifier
            items.append(Item(token: token, text: text))
        }
        items.append(Item(token: .end, text: ""))
        return items
    }

    private static func isSpace(_ byte: UInt8) -> Bool { " \t\r\n".utf8.contains(byte) }

    private static func isSpecial(_ byte: UInt8) -> Bool { "=!(),><".utf8.contains(byte) }

    private static func isPair(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.elementsEqual("==".utf8) || bytes.elementsEqual("!=".utf8)
    }
}
