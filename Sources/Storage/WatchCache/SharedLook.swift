internal import Telemetry

/// One look at a store for all who ask at the same time.
///
/// Whoever asks is served by a look that begins after the question: those who come during a look share the next one. One of
/// those who ask does the looking for the others.
final class SharedLook: Sendable {
    private enum Turn: Sendable {
        case lead
        case done(Result<Void, StorageError>)
    }

    private struct State: Sendable {
        var isLooking = false
        var waiting: [CheckedContinuation<Turn, Never>] = []
    }

    private let state = Locked(State())

    /// How many wait for a look that has not begun.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Returns when `look`, or that of somebody else, has begun after this call and ended well.
    func run(_ look: () async throws(StorageError) -> Void) async throws(StorageError) {
        if case .done(let result) = await turn() { return try result.get() }
        let served = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        let result: Result<Void, StorageError>
        do throws(StorageError) {
            try await look()
            result = .success(())
        } catch {
            result = .failure(error)
        }
        // What ended because its own caller went away says nothing to the others.
        let isLost = Task.isCancelled
        let next = state.withLock { state -> CheckedContinuation<Turn, Never>? in
            if isLost { state.waiting = served + state.waiting }
            guard !state.waiting.isEmpty else {
                state.isLooking = false
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume(returning: .lead)
        if !isLost { for waiter in served { waiter.resume(returning: .done(result)) } }
        try result.get()
    }

    private func turn() async -> Turn {
        await withCheckedContinuation { continuation in
            let leads = state.withLock { state in
                guard state.isLooking else {
                    state.isLooking = true
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if leads { continuation.resume(returning: .lead) }
        }
    }
}
