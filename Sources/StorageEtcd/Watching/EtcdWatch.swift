internal import Storage
internal import Synchronization
internal import Telemetry

/// One watch of a range of keys, which outlives the streams that serve it.
final class EtcdWatch: Sendable {
    private struct State: Sendable {
        /// Everything up to this revision was told.
        var told: UInt64
        /// The revision of the server when the watch was made on the present stream; nil while it is not.
        var created: UInt64?
        /// Whether a question for progress was open when the watch was made on the present stream.
        var wasAsking = false
        /// The first parts of a message that was too large to come at once.
        var parts: [WatchResponse.Event] = []
        /// How the first attempt to make it came out; nil while that is not known.
        var outcome: Result<Void, StorageError>?
        var waiter: CheckedContinuation<Result<Void, StorageError>, Never>?
    }

    let id: Int64
    let range: EtcdRange
    private let key: @Sendable (String) -> String
    private let deliver: @Sendable (StorageSignal) -> Void
    private let isCancelled = Atomic(false)
    private let state: Locked<State>

    /// Makes a watch that no stream serves yet.
    ///
    /// - Parameters:
    ///   - id: its number.
    ///   - range: the keys.
    ///   - revision: the first change told is the one after it.
    ///   - key: what the store calls a key of etcd.
    ///   - deliver: told of the changes.
    init(
        id: Int64,
        range: EtcdRange,
        after revision: UInt64,
        key: @escaping @Sendable (String) -> String,
        _ deliver: @escaping @Sendable (StorageSignal) -> Void
    ) {
        self.id = id
        self.range = range
        self.key = key
        self.deliver = deliver
        state = Locked(State(told: revision))
    }

    /// What asks a new stream for the watch, from where it was.
    func request() -> WatchRequest {
        let next = state.withLock { state in
            state.created = nil
            state.parts = []
            return state.told + 1
        }
        return .create(id: id, range: range, startRevision: next)
    }

    func cancel() { isCancelled.store(true, ordering: .releasing) }

    // MARK: The beginning

    /// Waits until a stream serves the watch.
    ///
    /// - Returns: why none does, if so.
    func started() async -> Result<Void, StorageError> {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state in
                if state.outcome == nil { state.waiter = continuation }
                return state.outcome
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    /// Notes how the beginning came out; whether somebody hears of it who does not know yet.
    @discardableResult
    func begin(_ outcome: Result<Void, StorageError>) -> Bool {
        let (isFirst, waiter) = state.withLock { state in
            let isFirst = state.outcome == nil
            if isFirst { state.outcome = outcome }
            return (isFirst, state.waiter.take())
        }
        waiter?.resume(returning: outcome)
        return isFirst
    }

    // MARK: Messages of the stream, one at a time

    /// Takes a message in that is for this watch.
    ///
    /// - Parameters:
    ///   - response: the message.
    ///   - isAsking: whether a question for progress is open.
    /// - Returns: whether the watch goes on.
    func take(_ response: WatchResponse, isAsking: Bool) -> Bool {
        if response.isCreated {
            state.withLock { state in
                state.created = response.revision
                state.wasAsking = isAsking
            }
        }
        if response.isCanceled {
            end(with: response)
            return false
        }
        if response.isCreated {
            begin(.success(()))
        } else if response.isProgress {
            advance(to: response.revision)
        } else {
            take(response.events, isComplete: !response.isFragment)
        }
        return true
    }

    /// Everything up to a revision was sent on the whole stream.
    ///
    /// The answer may have been on its way when the watch was made, and then says nothing about it: the server treats
    /// requests in their order, so an answer that is newer than the watch is one to a question after it.
    /// Source: etcd, `api/v3rpc/watch.go`, `recvLoop`.
    func takeBroadcast(_ revision: UInt64) {
        let isMeant = state.withLock { state in
            guard let created = state.created else { return false }
            return revision > created || revision == created && !state.wasAsking
        }
        if isMeant { advance(to: revision) }
    }

    private func advance(to revision: UInt64) {
        let isNews = state.withLock { state in
            guard revision > state.told else { return false }
            state.told = revision
            return true
        }
        if isNews { tell(.progress(revision)) }
    }

    private func take(_ events: [WatchResponse.Event], isComplete: Bool) {
        // A message holds whole revisions; its parts do not. What was not complete comes again on the next stream.
        let news = state.withLock { state -> [WatchResponse.Event] in
            state.parts += events
            guard isComplete else { return [] }
            defer { state.parts = [] }
            let news = state.parts.filter { $0.current.modRevision > state.told }
            state.told = max(state.told, news.last?.current.modRevision ?? 0)
            return news
        }
        for event in news { tell(.event(storageEvent(event))) }
    }

    private func storageEvent(_ event: WatchResponse.Event) -> StorageEvent {
        let current = event.current
        let value = event.isDeletion ? event.previous?.value ?? [] : current.value
        return StorageEvent(
            object: Stored(key: key(current.key), value: value, revision: current.modRevision),
            previous: event.isDeletion || current.version > 1 ? event.previous?.value ?? [] : nil,
            isDeletion: event.isDeletion
        )
    }

    private func end(with response: WatchResponse) {
        let error: StorageError =
            response.compactRevision > 0
            ? .compacted(oldest: response.compactRevision)
            : .unavailable("etcd ended a watch: \(response.cancelReason)")
        if !begin(.failure(error)) { tell(.broken(error)) }
    }

    /// Tells that nothing more will come.
    func breakOff(_ error: StorageError) {
        if !begin(.failure(error)) { tell(.broken(error)) }
    }

    private func tell(_ signal: StorageSignal) {
        if !isCancelled.load(ordering: .acquiring) { deliver(signal) }
    }
}
