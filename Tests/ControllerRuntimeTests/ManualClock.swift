import ControllerRuntime
import Telemetry

/// Time that passes when a test says so.
final class ManualClock: Sendable {
    private struct Alarm {
        let id: UInt64
        let due: Duration
        let rings: @Sendable () -> Void
    }

    private struct State {
        var now = Duration.zero
        var alarms: [Alarm] = []
        var lastID: UInt64 = 0

        mutating func nextID() -> UInt64 {
            lastID += 1
            return lastID
        }
    }

    private let state = Locked(State())

    var clock: ControllerClock {
        ControllerClock(
            now: { self.state.withLock { $0.now } },
            after: { delay, body in
                self.state.withLock { $0.alarms.append(Alarm(id: $0.nextID(), due: $0.now + delay, rings: body)) }
            },
            sleep: { try await self.sleep($0) },
            chance: { 0 }
        )
    }

    /// Lets time pass; alarms ring in their order.
    func advance(by time: Duration) {
        let due = state.withLock { state in
            state.now += time
            let due = state.alarms.filter { $0.due <= state.now }.sorted { $0.due < $1.due }
            state.alarms.removeAll { $0.due <= state.now }
            return due
        }
        for alarm in due { alarm.rings() }
    }

    private func sleep(_ delay: Duration) async throws {
        let id = state.withLock { $0.nextID() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let mustWait = state.withLock { state in
                    guard !Task.isCancelled else { return false }
                    state.alarms.append(Alarm(id: id, due: state.now + delay) { continuation.resume() })
                    return true
                }
                if !mustWait { continuation.resume() }
            }
        } onCancel: {
            let alarm = state.withLock { state in
                state.alarms.firstIndex { $0.id == id }.map { state.alarms.remove(at: $0) }
            }
            alarm?.rings()
        }
        try Task.checkCancellation()
    }
}
