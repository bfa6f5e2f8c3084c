internal import Telemetry

extension WatchCache {
    /// Fills the cache and follows the store, until cancelled.
    ///
    /// When the store breaks off, the cache goes on from where it was, so that watchers notice nothing; only if the store
    /// has forgotten what came since are all objects listed again, and the watchers of before expire.
    public func run() async throws {
        defer { stop() }
        var failures = 0
        while true {
            try Task.checkCancellation()
            let error = await follow { failures = 0 }
            state.withLock { $0.isReady = false }
            try Task.checkCancellation()
            report(.interrupted(error))
            if case .compacted = error { state.withLock { $0.isFilled = false } }
            if case .future = error { state.withLock { $0.isFilled = false } }
            try await clock.sleep(min(.milliseconds(100) * (1 << min(failures, 7)), .seconds(10)))
            failures += 1
        }
    }

    /// Waits until the cache is filled and follows its store.
    ///
    /// Returns early when cancelled.
    public func waitUntilReady() async { _ = await park(until: .ready) }

    /// Waits until the cache holds everything up to `revision`.
    ///
    /// - Throws: `future` with the revision that the cache has reached, after the time-out or when cancelled.
    public func wait(for revision: UInt64, timeout: Duration) async throws(StorageError) {
        if state.withLock({ $0.isReached(.revision(revision)) }) { return }
        let isReached = await withTaskGroup(of: Bool.self) { group in
            group.addTask { await self.park(until: .revision(revision)) }
            group.addTask {
                try? await self.clock.sleep(timeout)
                return false
            }
            if !backend.isEmbedded { group.addTask { await self.press(for: revision) } }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
        if !isReached { throw .future(current: self.revision) }
    }

    /// Waits until the cache shows everything that was answered before the call.
    ///
    /// A store behind a network is asked once for all who come at the same time.
    ///
    /// - Throws: `future` with the revision that the cache has reached, after the time-out or when cancelled.
    public func catchUp(timeout: Duration) async throws(StorageError) {
        if backend.isEmbedded { return try await look(timeout: timeout) }
        try await shared.run { () async throws(StorageError) in try await look(timeout: timeout) }
    }

    private func look(timeout: Duration) async throws(StorageError) {
        let start = clock.elapsed()
        while true {
            let known = state.withLock { $0.known }
            let standing = try await backend.standing(of: prefix, known: known.revision, count: known.count)
            if standing.isCurrent {
                // What was like the present may have become a state on the way to it meanwhile.
                let revision = self.revision
                if revision == known.revision || revision >= standing.now { return }
            } else {
                try await wait(for: standing.next, timeout: timeout - (clock.elapsed() - start))
                if standing.next == standing.now { return }
            }
            if clock.elapsed() - start >= timeout { throw .future(current: self.revision) }
        }
    }

    /// Asks a store that does not tell of changes elsewhere by itself, until the cache has a revision or all that there
    /// was then; false if it was cancelled first.
    private func press(for revision: UInt64) async -> Bool {
        while !Task.isCancelled {
            let (known, subscription) = state.withLock { ($0.known, $0.subscription) }
            if subscription?.requestProgress() != true,
                let standing = try? await backend.standing(of: prefix, known: known.revision, count: known.count),
                standing.isCurrent, standing.now >= revision, self.revision == known.revision
            {
                return true
            }
            try? await clock.sleep(.milliseconds(100))
        }
        return false
    }

    // MARK: Following

    /// Follows the store until it breaks off; returns why.
    private func follow(_ started: () -> Void) async -> StorageError {
        let (breaks, broken) = AsyncStream.makeStream(of: StorageError.self, bufferingPolicy: .bufferingOldest(1))
        do throws(StorageError) {
            if !state.withLock({ $0.isFilled }) { try await fill() }
            let (revision, generation) = state.withLock { ($0.revision, $0.generation) }
            let subscription = try await backend.subscribe(prefix: prefix, after: revision) { [self] signal in
                if case .broken(let error) = signal { broken.yield(error) }
                take(signal, of: generation)
            }
            state.withLock { $0.subscription = subscription }
            defer {
                state.withLock { $0.subscription = nil }
                subscription.cancel()
            }
            becomeReady()
            started()
            for await error in breaks { return error }
            return .unavailable("cancelled")
        } catch {
            return error
        }
    }

    /// Lists everything, page by page at one revision.
    private func fill() async throws(StorageError) {
        var content = CacheContent()
        var start = ""
        while true {
            let page = try await backend.list(prefix: prefix, start: start, limit: 1000, revision: content.revision)
            content.revision = page.revision
            for stored in page.items { add(stored, to: &content) }
            guard page.remaining > 0, let last = page.items.last else { break }
            start = last.key + "\0"
        }
        let wakers = state.withLock { [content] in $0.fill(content) }
        for waker in wakers { waker() }
    }

    private func add(_ stored: Stored, to content: inout CacheContent) {
        let key = StoreKey(stored.key)
        if let known = state.withLock({ $0.entry(key) }), known.revision == stored.revision {
            return content.add(known.object, key, revision: stored.revision)
        }
        do {
            content.add(try decode(stored, nil), key, revision: stored.revision)
        } catch {
            let unreadable = UndecodableObject(stored, error)
            content.undecodable[key] = unreadable
            report(.undecodable(unreadable))
        }
    }

    private func becomeReady() {
        let (revision, reached) = state.withLock { state in
            state.isReady = true
            return (state.revision, state.takeReachedWaiters())
        }
        report(.following(revision: revision))
        for waiter in reached { waiter.continuation.resume(returning: true) }
    }

    private func stop() {
        let wakers = state.withLock { $0.empty() }
        for waker in wakers { waker() }
    }

    // MARK: Signals of the store, one at a time

    private func take(_ signal: StorageSignal, of generation: Int) {
        switch signal {
        case .event(let event):
            let key = StoreKey(event.object.key)
            let (isNew, previous) = state.withLock { state in
                (state.generation == generation && state.isNew(event, key), state.entry(key)?.object)
            }
            if isNew { take(event, key, replacing: previous.map(Self.typed), generation) }
        case .progress(let revision):
            let now = clock.elapsed()
            note(generation) { $0.advance(to: revision, at: now) }
        case .broken:
            note(generation) { $0.isReady = false }
        }
    }

    private func take(_ event: StorageEvent, _ key: StoreKey, replacing previous: Object?, _ generation: Int) {
        do {
            let object = try decode(event.object, previous)
            switch (event.isDeletion, previous) {
            case (true, .some): publish(.deleted, key, event.revision, object, previous, generation)
            case (true, nil): note(generation) { $0.forget(key, at: event.revision) }
            case (false, .some): publish(.modified, key, event.revision, object, previous, generation)
            case (false, nil): publish(.added, key, event.revision, object, nil, generation)
            }
        } catch {
            takeUndecodable(UndecodableObject(event.object, error), event, replacing: previous, generation)
        }
    }

    /// An object that becomes unreadable goes away for watchers.
    private func takeUndecodable(
        _ unreadable: UndecodableObject,
        _ event: StorageEvent,
        replacing previous: Object?,
        _ generation: Int
    ) {
        let key = StoreKey(event.object.key)
        if let previous {
            let last = Stored(key: event.object.key, value: event.previous ?? [], revision: event.revision)
            let object = (try? decode(last, previous)) ?? previous
            publish(.deleted, key, event.revision, object, previous, generation)
        }
        if event.isDeletion {
            note(generation) { $0.forget(key, at: event.revision) }
        } else {
            note(generation) { $0.remember(unreadable) }
            report(.undecodable(unreadable))
        }
    }

    private func publish(
        _ type: WatchEventType,
        _ key: StoreKey,
        _ revision: UInt64,
        _ object: Object,
        _ previous: Object?,
        _ generation: Int
    ) {
        let event = WatchEvent(type: type, key: key.text, object: object, previous: previous, revision: revision)
        let kept = type == .deleted ? nil : object
        let change = CacheChange(key: key, revision: revision, object: kept, event: event, bytes: cost(object))
        let now = clock.elapsed()
        self.change(generation) { $0.apply(change, at: now) }
    }

    /// Changes the state in a way that no watcher is told of.
    private func note(_ generation: Int, _ body: (inout CacheState) -> Void) {
        change(generation) { state in
            body(&state)
            return []
        }
    }

    /// Changes the state, then wakes whoever waited for it.
    private func change(
        _ generation: Int,
        _ body: (inout CacheState) -> [@Sendable () -> Void]
    ) {
        let (wakers, reached) = state.withLock { state -> ([@Sendable () -> Void], [CacheState.Waiter]) in
            if generation != state.generation { return ([], []) }
            let wakers = body(&state)
            return (wakers, state.takeReachedWaiters())
        }
        for waker in wakers { waker() }
        for waiter in reached { waiter.continuation.resume(returning: true) }
    }

    // MARK: Waiting

    /// Waits for a goal; false if the task was cancelled first.
    private func park(until goal: CacheState.Goal) async -> Bool {
        let id = state.withLock { $0.newWaiterID() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known: Bool? = state.withLock { state in
                    if state.isReached(goal) { return true }
                    // A cancellation sets the flag first and then asks for the lock, so none is missed.
                    if Task.isCancelled { return false }
                    state.add(CacheState.Waiter(goal: goal, continuation: continuation), id: id)
                    return nil
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            state.withLock { $0.removeWaiter(id) }?.continuation.resume(returning: false)
        }
    }
}
