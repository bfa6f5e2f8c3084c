/// Lets one task sleep until somebody rings; a ring that comes early is not lost.
///
/// Any thread may ring; one task at a time may wait.
package final class Bell: Sendable {
    private struct State {
        var isRung = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Locked(State())

    /// Makes one that has not rung.
    package init() {}

    /// Wakes who waits, or who waits next.
    package func ring() {
        let waiter = state.withLock { state in
            state.isRung = state.waiter == nil
            return state.waiter.take()
        }
        waiter?.resume()
    }

    /// Returns after a ring since the last wait, or when the task is cancelled.
    package func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    guard !state.isRung, !Task.isCancelled else {
                        state.isRung = false
                        return true
                    }
                    state.waiter = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiter.take() }?.resume()
        }
    }

    /// The same, or after `alarm`, which sleeps for a while, has returned.
    package func wait(orFor alarm: @escaping @Sendable () async throws -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await alarm() }
            group.addTask { await self.wait() }
            await group.next()
            group.cancelAll()
        }
    }
}
