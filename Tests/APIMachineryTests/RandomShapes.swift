import APIMachinery
import JSON

/// Makes the same shapes and objects from the same seed.
///
/// Source: SplitMix64.
struct RandomShapes: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &self) }

    mutating func bool() -> Bool { Bool.random(using: &self) }

    // MARK: Shapes

    /// A kind with lists, maps and objects of every merge type below `spec`.
    mutating func kind() -> Schema {
        .resource(
            definitionName: "com.example.v1.Thing",
            description: "A thing.",
            fields: [.init("spec", object(depth: 3, atomic: false))]
        )
    }

    private mutating func object(depth: Int, atomic: Bool) -> Schema {
        let names = ["a", "b", "c", "d", "e", "f"].prefix(number(2..<7))
        return Schema(.object(names.map { .init($0, shape(depth: depth - 1)) }), isAtomic: atomic)
    }

    private mutating func shape(depth: Int) -> Schema {
        switch number(0..<(depth > 0 ? 14 : 5)) {
        case 0: Schema(.string)
        case 1: Schema(.integer(.int64))
        case 2: Schema(.intOrString)
        case 3: Schema(.array(Schema(.string)), listType: .set)
        case 4: Schema(.array(Schema(.integer(.int32))), listType: .set)
        case 5: Schema(.array(shape(depth: depth - 1)))
        case 6, 7: Schema(.array(element(depth: depth, keys: ["k"])), listType: .map(keys: ["k"]))
        case 8: Schema(.array(element(depth: depth, keys: ["k", "l"])), listType: .map(keys: ["k", "l"]))
        case 9: Schema(.map(shape(depth: depth - 1)))
        case 10: Schema(.map(Schema(.string)), isAtomic: true)
        case 11: object(depth: depth, atomic: true)
        case 12: Schema(.any)
        default: object(depth: depth, atomic: false)
        }
    }

    private mutating func element(depth: Int, keys: [String]) -> Schema {
        let fields = keys.map { Schema.Field($0, Schema(.string), isRequired: true) }
        return Schema(.object(fields + ["x", "y"].map { .init($0, shape(depth: depth - 1)) }))
    }

    // MARK: Objects

    /// A configuration that sets some of what a kind has.
    mutating func config(_ kind: Schema) -> JSONValue {
        guard let spec = kind["spec"] else { return [:] }
        let value = value(spec)
        return value == [:] ? [:] : ["spec": value]
    }

    private mutating func value(_ schema: Schema) -> JSONValue {
        switch schema.kind {
        case .integer: return .integer(Int64(number(0..<4)))
        case .intOrString: return bool() ? .integer(Int64(number(0..<3))) : .string(word())
        case .array(let element): return .array(elements(element, schema.listType))
        case .map(let element): return .object(members(["m", "n", "o"].map { ($0, element, false) }))
        case .object(let fields): return .object(members(fields.map { ($0.name, $0.schema, $0.isRequired) }))
        case .any: return .object(["p": .string(word()), "q": [.integer(1), .string(word())]])
        case .string, .boolean, .number: return .string(word())
        }
    }

    private mutating func word() -> String { ["", "u", "v", "w"][number(1..<4)] }

    /// At least one of the members.
    private mutating func members(_ all: [(String, Schema, Bool)]) -> JSONObject {
        let always = number(0..<all.count)
        var result = JSONObject()
        for (place, (name, schema, isRequired)) in all.enumerated() where isRequired || place == always || bool() {
            result[name] = value(schema)
        }
        return result
    }

    private mutating func elements(_ element: Schema, _ type: Schema.ListType) -> [JSONValue] {
        var result: [JSONValue] = []
        var seen: Set<JSONValue> = []
        for _ in 0..<number(1..<4) {
            let value = value(element)
            var identity = value
            if case .map(let keys) = type { identity = .array(keys.map { value[$0] ?? .null }) }
            if type == .atomic || seen.insert(identity).inserted { result.append(value) }
        }
        return result
    }

    /// Deals the parts of an object out: whatever has an owner of its own goes to one of the shares; what tells elements
    /// apart goes along.
    mutating func dealt(_ object: JSONValue, _ schema: Schema, among count: Int) -> [JSONValue] {
        shares(object, schema, count).map { $0 ?? [:] }
    }

    private mutating func shares(_ value: JSONValue, _ schema: Schema, _ count: Int) -> [JSONValue?] {
        switch (schema.kind, value) {
        case (.object(let fields), .object(let members)) where !schema.isAtomic:
            return shares(members, count) { name in fields.first { $0.name == name }?.schema }
        case (.map(let element), .object(let members)) where !schema.isAtomic:
            return shares(members, count) { _ in element }
        case (.array, .array(let elements)) where schema.listType != .atomic:
            // Elements stay whole: the keys of one that is shared would have several owners.
            var lists: [[JSONValue]] = Array(repeating: [], count: count)
            for element in elements { lists[number(0..<count)].append(element) }
            return lists.map { $0.isEmpty ? .none : .some(.array($0)) }
        default:
            let owner = number(0..<count)
            return (0..<count).map { $0 == owner ? .some(value) : .none }
        }
    }

    private mutating func shares(
        _ members: JSONObject,
        _ count: Int,
        _ schema: (String) -> Schema?
    ) -> [JSONValue?] {
        var objects = Array(repeating: JSONObject(), count: count)
        for (name, value) in members {
            guard let schema = schema(name) else { continue }
            for (place, share) in shares(value, schema, count).enumerated() {
                if let share { objects[place][name] = share }
            }
        }
        return objects.map { $0.isEmpty ? .none : .some(.object($0)) }
    }

    // MARK: Comparing

    /// An object with the elements of sets and maps sorted: their order depends on who came first.
    static func unordered(_ value: JSONValue, _ schema: Schema) -> JSONValue {
        switch (schema.kind, value) {
        case (.object(let fields), .object(let members)):
            .object(
                members.reduce(into: JSONObject()) { result, member in
                    let shape = fields.first { $0.name == member.key }?.schema
                    result[member.key] = shape.map { unordered(member.value, $0) } ?? member.value
                }
            )
        case (.map(let element), .object(let members)):
            .object(members.reduce(into: JSONObject()) { $0[$1.key] = unordered($1.value, element) })
        case (.array(let element), .array(let items)) where schema.listType != .atomic:
            .array(items.map { unordered($0, element) }.sorted { $0.description < $1.description })
        default: value
        }
    }
}
