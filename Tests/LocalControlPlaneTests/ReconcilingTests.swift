import Synchronization
import Telemetry
import Testing

@testable import LocalControlPlane

@Suite(.timeLimit(.minutes(1)))
struct ReconcilingTests {
    /// What passes have seen.
    private struct State {
        var isWanted = true
        var unwanted = 0
    }

    @Test func runsNoPassThatNobodyAskedFor() async {
        let (wakes, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let (passes, passed) = AsyncStream.makeStream(of: Void.self)
        let state = Mutex(State())
        let work = Task {
            try await Reconciling.run("test", wakes, waker, every: .seconds(3_600), log: Logger(level: .error)) {
                state.withLock { state in
                    if !state.isWanted { state.unwanted += 1 }
                    state.isWanted = false
                }
                passed.yield()
                return false
            }
        }
        var iterator = passes.makeAsyncIterator()
        await iterator.next()
        for _ in 0..<200 {
            state.withLock { $0.isWanted = true }
            waker.yield()
            await iterator.next()
        }
        work.cancel()
        waker.finish()
        _ = await work.result
        #expect(state.withLock { $0.unwanted } == 0)
    }

    @Test func runsAPassAfterAWhile() async {
        let (wakes, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let count = Atomic(0)
        let work = Task {
            try await Reconciling.run("test", wakes, waker, every: .milliseconds(1), log: Logger(level: .error)) {
                if count.add(1, ordering: .relaxed).newValue == 3 { waker.finish() }
                return false
            }
        }
        while count.load(ordering: .relaxed) < 3 { await Task.yield() }
        work.cancel()
        _ = await work.result
        #expect(count.load(ordering: .relaxed) >= 3)
    }
}
