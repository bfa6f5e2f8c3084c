import Testing

@testable import ControllerRuntime

@Suite struct QueueStateTests {
    @Test func aKeyWaitsOnce() {
        var queue = QueueState<String>()
        let additions = [queue.add("a", now: .zero), queue.add("a", now: .seconds(1))]
        #expect(additions == [true, false])
        #expect(queue.depth == 1)
        let taken = [queue.take(now: .seconds(2)), queue.take(now: .seconds(2))]
        #expect(taken == [QueueState.Item(key: "a", since: .zero), nil])
    }

    @Test func aKeyThatIsWorkedOnWaitsAgainOnlyWhenThatIsDone() {
        var queue = QueueState<String>()
        _ = queue.add("a", now: .zero)
        _ = queue.take(now: .zero)
        #expect(queue.add("a", now: .seconds(1)) == false)
        #expect(queue.add("a", now: .seconds(1)) == false)
        #expect(queue.take(now: .seconds(1)) == nil)
        let done = queue.done("a", now: .seconds(3))
        #expect(done?.began == .zero)
        #expect(done?.waitsAgain == true)
        #expect(queue.take(now: .seconds(3))?.key == "a")
        #expect(queue.done("a", now: .seconds(4))?.waitsAgain == false)
        #expect(queue.done("a", now: .seconds(4)) == nil)
    }

    @Test func keysAreTakenInTheirOrder() {
        var queue = QueueState<Int>()
        for key in 0..<1000 { _ = queue.add(key, now: .zero) }
        var taken: [Int] = []
        while let item = queue.take(now: .zero) { taken.append(item.key) }
        #expect(taken == Array(0..<1000))
        #expect(queue.depth == 0)
    }

    @Test func theEarliestTimeCounts() {
        var queue = QueueState<String>()
        #expect(queue.add("a", at: .seconds(10)) == true)
        #expect(queue.add("a", at: .seconds(20)) == false)
        #expect(queue.add("a", at: .seconds(5)) == true)
        #expect(queue.advance(to: .seconds(4)) == 0)
        #expect(queue.advance(to: .seconds(5)) == 1)
        #expect(queue.advance(to: .seconds(20)) == 0)
        #expect(queue.depth == 1)
    }

    /// Whatever happens in whatever order: nobody works twice on one key, and no addition is forgotten.
    @Test(arguments: 0..<50) func holdsForRandomOrders(seed: Int) {
        var random = SplitMix(state: UInt64(seed))
        var queue = QueueState<Int>()
        var working: Set<Int> = []
        var owed: Set<Int> = []
        var now = Duration.zero
        for _ in 0..<500 {
            now += .milliseconds(Int.random(in: 0..<20, using: &random))
            let key = Int.random(in: 0..<8, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                _ = queue.add(key, now: now)
                owed.insert(key)
            case 1:
                _ = queue.add(key, at: now + .milliseconds(5))
                owed.insert(key)
                _ = queue.advance(to: now)
            case 2:
                guard let item = queue.take(now: now) else { continue }
                let isNew = working.insert(item.key).inserted
                #expect(isNew)
                owed.remove(item.key)
            default:
                guard let key = working.randomElement(using: &random) else { continue }
                working.remove(key)
                #expect(queue.done(key, now: now) != nil)
            }
        }
        for key in working { _ = queue.done(key, now: now) }
        _ = queue.advance(to: now + .seconds(1))
        while let item = queue.take(now: now) { owed.remove(item.key) }
        #expect(owed.isEmpty)
    }
}

/// Numbers that are the same in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
