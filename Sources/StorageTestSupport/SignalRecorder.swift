public import Storage
internal import Telemetry

/// Keeps what a subscriber is told.
public final class SignalRecorder: Sendable {
    private struct State: Sendable {
        var events: [StorageEvent] = []
        var progress: [UInt64] = []
        var broken: [StorageError] = []
        var revision: UInt64 = 0
        var isDelivering = false
        var overlaps = 0
        var waiting: [(revision: UInt64, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Locked(State())

    /// The changes, in the order of their arrival.
    public var events: [StorageEvent] { state.withLock { $0.events } }
    /// The revisions of the progress signals.
    public var progress: [UInt64] { state.withLock { $0.progress } }
    /// Why the subscription ended.
    public var broken: [StorageError] { state.withLock { $0.broken } }
    /// How often two signals came at the same time.
    public var overlaps: Int { state.withLock { $0.overlaps } }

    /// Makes an empty recorder.
    public init() {}

    /// Takes a signal.
    public func take(_ signal: StorageSignal) {
        state.withLock { state in
            if state.isDelivering { state.overlaps += 1 }
            state.isDelivering = true
        }
        let due = state.withLock { state in
            switch signal {
            case .event(let event):
                state.events.append(event)
                state.revision = event.revision
            case .progress(let revision):
                state.progress.append(revision)
                state.revision = revision
            case .broken(let error):
                state.broken.append(error)
            }
            state.isDelivering = false
            let due = state.waiting.filter { $0.revision <= state.revision }
            state.waiting.removeAll { $0.revision <= state.revision }
            return due.map(\.continuation)
        }
        for continuation in due { continuation.resume() }
    }

    /// Waits until everything up to a revision was told.
    public func reached(_ revision: UInt64) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.revision >= revision { return true }
                state.waiting.append((revision, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }
}
