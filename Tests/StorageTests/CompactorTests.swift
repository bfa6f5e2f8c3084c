import Storage
import StorageTestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct CompactorTests {
    @Test func compactsToWhatWasNewestAnIntervalAgo() async throws {
        let backend = MemoryBackend()
        let clock = ManualClock()
        let first = try await backend.create("/r/a", [1])
        let failures = Counter()
        let running = Task {
            try await Compactor.run(backend, interval: .seconds(300), clock: clock) { _ in failures.increment() }
        }
        await clock.sleepers(atLeast: 1)
        let second = try await backend.update("/r/a", [2], expecting: first.revision)
        clock.advance(by: .seconds(300))
        await clock.sleepers(atLeast: 1)
        #expect(try await backend.list(prefix: "/r/", start: "", limit: 0, revision: first.revision).items == [first])
        clock.advance(by: .seconds(300))
        await clock.sleepers(atLeast: 1)
        await #expect(throws: StorageError.compacted(oldest: second.revision)) {
            try await backend.list(prefix: "/r/", start: "", limit: 0, revision: first.revision)
        }
        #expect(failures.value == 0)
        running.cancel()
        await #expect(throws: CancellationError.self) { try await running.value }
    }

    @Test func goesOnAfterAFailure() async throws {
        let backend = MemoryBackend()
        await backend.close()
        let clock = ManualClock()
        let failures = Counter()
        let running = Task {
            try await Compactor.run(backend, interval: .seconds(1), clock: clock) { _ in failures.increment() }
        }
        for round in 1...3 {
            await clock.sleepers(atLeast: 1)
            #expect(failures.value == round)
            clock.advance(by: .seconds(1))
        }
        running.cancel()
    }
}
