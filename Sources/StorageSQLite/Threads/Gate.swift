internal import Storage
internal import Telemetry

/// Something that happens once and that tasks may wait for.
final class Gate: Sendable {
    private enum State: Sendable {
        case shut([CheckedContinuation<Void, Never>])
        case open
    }

    private let state = Locked(State.shut([]))

    /// Waits until the gate is open.
    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                guard case .shut(let waiting) = state else { return true }
                state = .shut(waiting + [continuation])
                return false
            }
            if isOpen { continuation.resume() }
        }
    }

    /// Opens the gate.
    func open() {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard case .shut(let waiting) = state else { return [] }
            state = .open
            return waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
