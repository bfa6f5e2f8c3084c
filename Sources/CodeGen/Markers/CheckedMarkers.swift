/// A marker whose value fits its definition.
struct CheckedMarker {
    /// What was behind the name.
    enum Value {
        case none
        case integer(Int)
        case number(Double)
        case text(String)
        case json(LiteralValue)
        case boolean(Bool)
        case pairs([String: String])
    }

    var definition: MarkerDefinition
    var value: Value
    var location: Location
}

/// The markers of one declaration by name, aliases resolved.
struct CheckedMarkers {
    private(set) var all: [CheckedMarker] = []

    mutating func add(_ marker: CheckedMarker) { all.append(marker) }

    /// The first marker with that name.
    subscript(name: String) -> CheckedMarker? { all.first { $0.definition.name == name } }

    /// Every marker with that name.
    func every(_ name: String) -> [CheckedMarker] { all.filter { $0.definition.name == name } }

    func contains(_ name: String) -> Bool { self[name] != nil }

    func integer(_ name: String) -> Int? {
        guard case .integer(let value)? = self[name]?.value else { return nil }
        return value
    }

    func number(_ name: String) -> Double? {
        guard case .number(let value)? = self[name]?.value else { return nil }
        return value
    }

    func text(_ name: String) -> String? {
        guard case .text(let value)? = self[name]?.value else { return nil }
        return value
    }

    func boolean(_ name: String) -> Bool {
        guard case .boolean(let value)? = self[name]?.value else { return false }
        return value
    }

    func json(_ name: String) -> LiteralValue? {
        guard case .json(let value)? = self[name]?.value else { return nil }
        return value
    }
}

extension CheckedMarker {
    /// The value of a key; nil if it was not given.
    subscript(key: String) -> String? {
        guard case .pairs(let pairs) = value else { return nil }
        return pairs[key]
    }

    /// The parts of a list that is separated by semicolons.
    func list(_ key: String) -> [String] {
        (self[key] ?? "").split(separator: ";").map(\.trimmedSpaces).filter { !$0.isEmpty }
    }
}
