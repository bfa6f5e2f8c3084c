import Testing

@testable import Storage

struct SortedMapTests {
    /// A generator whose runs can be repeated.
    ///
    /// Source: SplitMix64.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private func contents(_ map: SortedMap<Int>, _ bounds: KeyBounds? = nil) -> [String: Int] {
        var found: [String: Int] = [:]
        map.forEach(in: bounds ?? KeyBounds(lower: StoreKey(""), upper: nil)) { key, value in
            found[key.text] = value
            return true
        }
        return found
    }

    private func keys(_ map: SortedMap<Int>, _ bounds: KeyBounds) -> [String] {
        var found: [String] = []
        map.forEachRun(in: bounds) { keys, _ in
            found += keys.map(\.text)
            return true
        }
        return found
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func behavesAsASortedDictionary(seed: UInt64) {
        var random = Seeded(state: seed)
        var map = SortedMap<Int>()
        var model: [String: Int] = [:]
        var copies: [(SortedMap<Int>, [String: Int])] = []
        // Growing, then shrinking to nothing, so that nodes split and join on every level.
        for step in 0..<40_000 {
            let key = "/r/\(Int.random(in: 0..<20_000, using: &random))"
            if Int.random(in: 0..<10, using: &random) < (step < 25_000 ? 9 : 2) {
                #expect(map.set(StoreKey(key), step) == model.updateValue(step, forKey: key))
            } else {
                #expect(map.remove(StoreKey(key)) == model.removeValue(forKey: key))
            }
            if step % 8_000 == 0 { copies.append((map, model)) }
            if step % 150 == 149 { removeRun(from: &map, &model, using: &random) }
        }
        copies.append((map, model))
        for (map, model) in copies {
            let sorted = model.keys.sorted()
            #expect(map.count == model.count)
            #expect(contents(map) == model)
            #expect(keys(map, KeyBounds(lower: StoreKey(""), upper: nil)) == sorted)
            for index in stride(from: 0, to: sorted.count, by: 97) {
                #expect(map.rank(of: StoreKey(sorted[index])) == index)
                #expect(map[StoreKey(sorted[index])] == model[sorted[index]])
            }
        }
        for key in model.keys { map.remove(StoreKey(key)) }
        #expect(map.count == 0)
        #expect(contents(map).isEmpty)
    }

    /// Removes neighbours, which empties whole nodes.
    private func removeRun(from map: inout SortedMap<Int>, _ model: inout [String: Int], using random: inout Seeded) {
        let sorted = model.keys.sorted()
        let start = Int.random(in: 0..<max(1, sorted.count), using: &random)
        for key in sorted.dropFirst(start).prefix(Int.random(in: 0..<400, using: &random)) {
            #expect(map.remove(StoreKey(key)) == model.removeValue(forKey: key))
        }
    }

    @Test(
        arguments: [
            ("", nil, 0..<1000), ("0100", "0200", 100..<200), ("0099x", "0100x", 100..<101), ("0999x", nil, 0..<0),
            ("0500", "0500", 0..<0), ("0600", "0500", 0..<0), ("", "0064", 0..<64),
        ] as [(String, String?, Range<Int>)]
    )
    func findsRanges(lower: String, upper: String?, expected: Range<Int>) {
        var map = SortedMap<Int>()
        for number in (0..<1000).shuffled() { map.set(StoreKey(padded(number)), number) }
        let bounds = KeyBounds(lower: StoreKey(lower), upper: upper.map(StoreKey.init))
        #expect(keys(map, bounds) == expected.map(padded))
        #expect(map.count(in: bounds) == expected.count)
    }

    @Test func stopsWhenAsked() {
        var map = SortedMap<Int>()
        for number in 0..<1000 { map.set(StoreKey(padded(number)), number) }
        var seen = 0
        map.forEach(in: KeyBounds(lower: StoreKey("0123"), upper: nil)) { _, _ in
            seen += 1
            return seen < 150
        }
        #expect(seen == 150)
    }

    @Test func changesInPlace() {
        var map = SortedMap<Int>()
        for number in 0..<500 { map.set(StoreKey(padded(number)), number) }
        let copy = map
        map.change(StoreKey(padded(77))) { $0 = -1 }
        map.change(StoreKey("missing")) { $0 = -2 }
        #expect(map[StoreKey(padded(77))] == -1)
        #expect(copy[StoreKey(padded(77))] == 77)
        #expect(map.count == 500)
    }

    private func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
