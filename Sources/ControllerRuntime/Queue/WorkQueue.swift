internal import Telemetry

/// Keys that are to be worked on, each by one worker at a time.
///
/// Any thread. Workers wait in ``next()`` until there is work or the queue is shut down.
final class WorkQueue<Key: Hashable & Sendable>: Sendable {
    private struct State {
        var keys = QueueState<Key>()
        var backoff = FailureBackoff<Key>()
        var workers: [(id: UInt64, continuation: CheckedContinuation<Void, Never>)] = []
        var lastWorker: UInt64 = 0
        var isShutDown = false
    }

    private let clock: ControllerClock
    private let metrics: QueueMetrics
    private let state = Locked(State())

    /// Makes an empty queue.
    ///
    /// - Parameters:
    ///   - clock: when keys are due.
    ///   - metrics: where it counts.
    init(clock: ControllerClock, metrics: QueueMetrics) {
        self.clock = clock
        self.metrics = metrics
    }

    /// How many keys wait.
    var depth: Int { state.withLock { $0.keys.depth } }

    // MARK: Adding

    /// Lets a key wait, unless it does already.
    func add(_ key: Key) {
        let now = clock.now()
        change { $0.keys.add(key, now: now) ? 1 : 0 }
    }

    /// Lets a key wait after a time.
    func add(_ key: Key, after delay: Duration) {
        guard delay > .zero else { return add(key) }
        let due = clock.now() + delay
        guard state.withLock({ $0.keys.add(key, at: due) }) else { return }
        clock.after(delay) { [weak self] in self?.advance() }
    }

    /// Lets a key that has failed wait after a time that grows with its failures.
    func retry(_ key: Key) {
        let now = clock.now()
        metrics.retried()
        add(key, after: state.withLock { $0.backoff.failed(key, now: now) })
    }

    /// Forgets that a key has failed.
    func succeeded(_ key: Key) { state.withLock { $0.backoff.succeeded(key) } }

    private func advance() {
        let now = clock.now()
        change { $0.keys.advance(to: now) }
    }

    /// Changes what waits and wakes as many workers as there is new work for.
    private func change(_ body: (inout State) -> Int) {
        let (added, depth, woken) = state.withLock { state in
            let added = state.isShutDown ? 0 : body(&state)
            let woken = state.workers.prefix(added)
            state.workers.removeFirst(woken.count)
            return (added, state.keys.depth, Array(woken))
        }
        guard added > 0 else { return }
        metrics.added(added)
        metrics.isDeep(depth)
        for worker in woken { worker.continuation.resume() }
    }

    // MARK: Working

    /// Waits for a key; whoever gets one calls ``done(_:)``.
    ///
    /// - Returns: nil once the queue is shut down or the task cancelled.
    func next() async -> Key? {
        while !Task.isCancelled {
            let now = clock.now()
            let (item, isShutDown, depth) = state.withLock { state in
                (state.isShutDown ? nil : state.keys.take(now: now), state.isShutDown, state.keys.depth)
            }
            if let item {
                metrics.taken(after: now - item.since)
                metrics.isDeep(depth)
                return item.key
            }
            guard !isShutDown else { return nil }
            await waitForWork()
        }
        return nil
    }

    /// Ends the work on a key; it waits again if it was added meanwhile.
    func done(_ key: Key) {
        let now = clock.now()
        change { state in
            guard let (began, waitsAgain) = state.keys.done(key, now: now) else { return 0 }
            metrics.done(after: now - began)
            return waitsAgain ? 1 : 0
        }
    }

    /// Ends the queue: no key is handed out any more.
    func shutDown() {
        let workers = state.withLock { state in
            state.isShutDown = true
            defer { state.workers = [] }
            return state.workers
        }
        for worker in workers { worker.continuation.resume() }
    }

    private func waitForWork() async {
        let id = state.withLock { state in
            state.lastWorker += 1
            return state.lastWorker
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let mustWait = state.withLock { state in
                    guard state.keys.depth == 0, !state.isShutDown, !Task.isCancelled else { return false }
                    state.workers.append((id, continuation))
                    return true
                }
                if !mustWait { continuation.resume() }
            }
        } onCancel: {
            let worker = state.withLock { state in
                state.workers.firstIndex { $0.id == id }.map { state.workers.remove(at: $0) }
            }
            worker?.continuation.resume()
        }
    }
}
