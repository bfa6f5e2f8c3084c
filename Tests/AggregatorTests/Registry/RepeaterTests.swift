import Synchronization
import Testing

@testable import Aggregator

@Suite(.timeLimit(.minutes(1)))
struct RepeaterTests {
    /// A clock on which every sleep is over at once; it notes how long sleepers wanted to sleep.
    private final class EagerClock: Clock {
        struct Instant: InstantProtocol {
            var offset: Duration
            func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
            func duration(to other: Instant) -> Duration { other.offset - offset }
            static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
        }

        private let sleeps = Mutex<[Duration]>([])
        var all: [Duration] { sleeps.withLock { $0 } }
        var now: Instant { Instant(offset: .zero) }
        var minimumResolution: Duration { .zero }

        func sleep(until deadline: Instant, tolerance: Duration?) async throws {
            sleeps.withLock { $0.append(deadline.offset) }
        }
    }

    @Test
    func waitsAsLongAsEachTurnAsks() async {
        let clock = EagerClock()
        let repeater = Repeater(clock: clock)
        let turns = Mutex(0)
        await repeater.run {
            let turn = turns.withLock { turns in
                turns += 1
                return turns
            }
            if turn == 3 { repeater.stop() }
            return .seconds(turn)
        }
        #expect(clock.all == [.seconds(1), .seconds(2)])
    }

    @Test
    func takesAnotherTurnWhenItIsPoked() async {
        let repeater = Repeater(clock: ContinuousClock())
        let turns = Mutex(0)
        await repeater.run {
            let turn = turns.withLock { turns in
                turns += 1
                return turns
            }
            // Without the poke nothing would ever come after this turn.
            if turn == 1 { repeater.poke() } else { repeater.stop() }
            return Repeater.forever
        }
        #expect(turns.withLock { $0 } == 2)
    }

    @Test
    func endsWithItsTask() async {
        let repeater = Repeater(clock: ContinuousClock())
        let (started, source) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            await repeater.run {
                source.yield()
                return Repeater.forever
            }
        }
        for await _ in started { break }
        task.cancel()
        await task.value
    }

    @Test
    func letsAllThroughAGateThatOpens() async throws {
        let gate = Gate()
        async let first: Void = gate.wait()
        async let second: Void = gate.wait()
        gate.open()
        _ = try await (first, second)
        try await gate.wait()
        #expect(gate.isOpen)
    }

    @Test
    func letsNobodyThroughAGateWhoIsCancelled() async {
        let gate = Gate()
        let task = Task { try await gate.wait() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
