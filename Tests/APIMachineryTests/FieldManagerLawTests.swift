import APIMachinery
import JSON
import Testing

/// Laws that hold for any kind and any configurations.
struct FieldManagerLawTests {
    private static let seeds: Range<UInt64> = 0..<200

    /// Runs a law for many seeds; says which one broke it.
    private func forAll(_ law: (inout RandomShapes, Schema) throws -> Void) {
        for seed in Self.seeds {
            var random = RandomShapes(seed: seed)
            let kind = random.kind()
            #expect(throws: Never.self, "seed \(seed)") { try law(&random, kind) }
        }
    }

    /// Ends a law with what it found.
    private struct Broken: Error { let what: String }

    private func hold(_ condition: Bool, _ what: @autoclosure () -> String) throws {
        if !condition { throw Broken(what: what()) }
    }

    @Test
    func applyingTwiceIsApplyingOnce() {
        forAll { random, kind in
            var ledger = RandomLedger(kind)
            try ledger.update("creator", random.config(kind))
            let config = random.config(kind)
            try ledger.apply("m", isForced: true, config)
            let once = ledger.live
            try ledger.apply("m", config)
            try hold(ledger.live == once, "\(once ?? nil) became \(ledger.live ?? nil)")
        }
    }

    @Test
    func disjointConfigurationsCommute() {
        forAll { random, kind in
            let shares = random.dealt(random.config(kind), kind, among: 3)
            var one = RandomLedger(kind)
            var other = RandomLedger(kind)
            try one.update("creator", shares[0])
            try other.update("creator", shares[0])
            try one.apply("m1", shares[1])
            try one.apply("m2", shares[2])
            try other.apply("m2", shares[2])
            try other.apply("m1", shares[1])
            try hold(one.content == other.content, "\(one.content) and \(other.content)")
            try hold(one.books == other.books, "\(one.books) and \(other.books)")
        }
    }

    @Test
    func givingEverythingUpRestoresTheObject() {
        forAll { random, kind in
            let shares = random.dealt(random.config(kind), kind, among: 2)
            var ledger = RandomLedger(kind)
            try ledger.update("creator", shares[0])
            let (content, books) = (ledger.content, ledger.books)
            try ledger.apply("m", shares[1])
            try ledger.apply("m", [:])
            try hold(ledger.content == content, "\(content) became \(ledger.content)")
            try hold(ledger.books == books, "\(books) became \(ledger.books)")
        }
    }

    @Test
    func replacingAConfigurationIsGivingItUpFirst() {
        forAll { random, kind in
            let shares = random.dealt(random.config(kind), kind, among: 3)
            var one = RandomLedger(kind)
            var other = RandomLedger(kind)
            try one.update("creator", shares[0])
            try other.update("creator", shares[0])
            try one.apply("m", shares[1])
            try one.apply("m", shares[2])
            try other.apply("m", shares[2])
            try hold(one.content == other.content, "\(one.content) and \(other.content)")
            try hold(one.books == other.books, "\(one.books) and \(other.books)")
        }
    }

    @Test
    func theResultHasAllThatWasApplied() {
        forAll { random, kind in
            var ledger = RandomLedger(kind)
            try ledger.update("creator", random.config(kind))
            try ledger.apply("m", isForced: true, random.config(kind))
            let config = random.config(kind)
            try ledger.apply("m", isForced: true, config)
            let live = ledger.live ?? nil
            let missing = FieldSet.of(config, kind).subtracting(FieldSet.of(live, kind))
            try hold(missing.isEmpty, "\(missing.json) is missing")
            // Whoever applies it, too, finds nothing to change and nothing to fight about.
            let before = ledger.content
            try ledger.apply("n", config)
            try hold(ledger.content == before, "\(before) became \(ledger.content)")
        }
    }

    @Test
    func aValueHasOneOwnerUnlessAllAgree() {
        forAll { random, kind in
            var ledger = RandomLedger(kind)
            try ledger.update("creator", random.config(kind))
            try ledger.apply("m", isForced: true, random.config(kind))
            let config = random.config(kind)
            let before = ledger
            let wasRefused: Bool
            do {
                try ledger.apply("n", config)
                wasRefused = false
            } catch is ApplyError {
                wasRefused = true
                ledger = before
            }
            try ledger.apply("n", isForced: true, config)
            // A conflict takes something from somebody; without one nobody loses anything.
            let lost = before.books.contains { name, set in
                !set.subtracting(ledger.books[name] ?? FieldSet()).isEmpty
            }
            try hold(lost == wasRefused, "refused: \(wasRefused), lost: \(lost)")
        }
    }

    /// Updaters own objects as such, also those that end up without anything in them and are left out.
    @Test
    func whoAppliesOwnsOnlyWhatIsThere() {
        forAll { random, kind in
            var ledger = RandomLedger(kind)
            for step in 0..<6 {
                let name = ["m", "n", "o"][random.number(0..<3)]
                if step == 0 || random.number(0..<4) == 0 {
                    var tree = random.config(kind)
                    if let entries = ledger.live?.at("metadata", "managedFields") {
                        tree["metadata"] = ["managedFields": entries]
                    }
                    try ledger.update(name, tree)
                } else {
                    try ledger.apply(name, isForced: true, random.config(kind))
                }
                for (name, set) in ledger.books where name.hasSuffix("/Apply") {
                    let absent = set.paths.first { !ledger.has($0) }
                    try hold(absent == nil, "\(name) owns \(absent ?? [])")
                }
            }
        }
    }
}
