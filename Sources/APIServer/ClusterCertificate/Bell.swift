internal import Telemetry

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
