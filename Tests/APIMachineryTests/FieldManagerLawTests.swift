import APIMachinery
import JSON
import Testing

/// Laws that hold for any configurations.
struct FieldManagerLawTests {
    private static func randomConfig(_ keys: [String]) -> JSONValue {
        var spec = JSONObject()
        var notes = JSONObject()
        var parts: [JSONValue] = []
        for key in keys {
            if Bool.random() { notes[key] = .string(["x", "y"].randomElement() ?? "") }
            if Bool.random() { parts.append(["name": .string(key), "size": .integer(.random(in: 1...2))]) }
        }
        if !notes.isEmpty { spec["notes"] = .object(notes) }
        if !parts.isEmpty { spec["parts"] = .array(parts.shuffled()) }
        let hosts = keys.filter { _ in Bool.random() }
        if !hosts.isEmpty { spec["hosts"] = .array(hosts.shuffled().map { .string($0) }) }
        return spec.isEmpty ? [:] : ["spec": .object(spec)]
    }

    /// The content with all lists sorted.
    private static func unordered(_ ledger: Ledger) -> JSONValue {
        var tree = ledger.content
        for key in ["parts", "hosts"] {
            guard let list = tree.at("spec", key)?.array else { continue }
            tree["spec"]?[key] = .array(list.sorted { $0.description < $1.description })
        }
        return tree
    }

    @Test
    func applyingTwiceIsApplyingOnce() throws {
        for _ in 0..<200 {
            var ledger = Ledger()
            try ledger.create("creator", Self.randomConfig(["a", "b", "c"]))
            let config = Self.randomConfig(["b", "c", "d"])
            try ledger.apply("m", isForced: true, config)
            let once = ledger.live
            try ledger.apply("m", config)
            #expect(ledger.live == once)
        }
    }

    @Test
    func disjointConfigurationsCommute() throws {
        for _ in 0..<200 {
            let (first, second) = (Self.randomConfig(["a", "b"]), Self.randomConfig(["c", "d"]))
            var one = Ledger()
            var other = Ledger()
            let start = Self.randomConfig(["e"])
            try one.create("creator", start)
            try other.create("creator", start)
            try one.apply("m1", first)
            try one.apply("m2", second)
            try other.apply("m2", second)
            try other.apply("m1", first)
            #expect(Self.unordered(one) == Self.unordered(other))
            #expect(one.books == other.books)
        }
    }

    @Test
    func givingEverythingUpRestoresTheObject() throws {
        for _ in 0..<200 {
            var ledger = Ledger()
            try ledger.create("creator", Self.randomConfig(["a", "b"]))
            let content = Self.unordered(ledger)
            let books = ledger.books
            try ledger.apply("m", Self.randomConfig(["c", "d"]))
            try ledger.apply("m", [:])
            #expect(Self.unordered(ledger) == content)
            #expect(ledger.books == books)
        }
    }

    @Test
    func theResultHasAllThatWasApplied() throws {
        for _ in 0..<200 {
            var ledger = Ledger()
            try ledger.create("creator", Self.randomConfig(["a", "b", "c"]))
            try ledger.apply("m", isForced: true, Self.randomConfig(["a", "b", "c"]))
            let config = Self.randomConfig(["a", "b", "c"])
            try ledger.apply("m", isForced: true, config)
            let wanted = FieldSet.of(config, TestSchemas.flunder)
            let live = try #require(ledger.live)
            #expect(wanted.subtracting(FieldSet.of(live, TestSchemas.flunder)).isEmpty)
            for (key, value) in config.at("spec", "notes")?.object ?? [:] {
                #expect(live.at("spec", "notes", key) == value)
            }
            let order = config.at("spec", "hosts")?.array ?? []
            #expect(live.at("spec", "hosts")?.array?.filter(order.contains) ?? [] == order)
        }
    }
}
