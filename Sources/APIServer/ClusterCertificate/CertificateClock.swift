internal import Telemetry

/// The time by which certificates are made and renewed: tests bring their own.
struct CertificateClock: Sendable {
    /// Seconds since 1970.
    var now: @Sendable () -> Int64
    /// Waits for a moment in seconds since 1970; returns at once if it has passed.
    var sleepUntil: @Sendable (Int64) async throws -> Void
    /// From 0 to 1, for times that are to differ.
    var chance: @Sendable () -> Double

    /// The time of this machine.
    static let system = CertificateClock(
        now: { Int64(WallTime.now.seconds) },
        sleepUntil: { try await Task.sleep(for: .seconds(max(0, $0 - Int64(WallTime.now.seconds)))) },
        chance: { .random(in: 0...1) }
    )

    /// When to try again after so many failures in a row: after a second, twice as long each time, up to half a minute.
    func next(afterFailures count: Int) -> Int64 {
        let pause = Int64(min(30, 1 << min(count - 1, 5)))
        return now() + pause + Int64(Double(pause) / 4 * chance())
    }
}

/// Something that one task waits for and others ring, also before it waits.
final class Bell: Sendable {
    private struct State {
        var hasRung = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Locked(State())

    /// Wakes who waits, or who waits next.
    func ring() {
        let waiter = state.withLock { state in
            state.hasRung = state.waiter == nil
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    /// Waits for the bell, at most until that moment; returns early if the task is cancelled.
    func wait(until moment: Int64, _ clock: CertificateClock) async {
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try? await clock.sleepUntil(moment) }
            tasks.addTask { await self.wait() }
            await tasks.next()
            tasks.cancelAll()
        }
    }

    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    if state.hasRung || Task.isCancelled {
                        state.hasRung = false
                        return true
                    }
                    state.waiter = continuation
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume()
        }
    }
}
