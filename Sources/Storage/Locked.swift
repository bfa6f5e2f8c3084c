#if TSAN
internal import Glibc
#else
internal import Synchronization
#endif

#if TSAN
/// State behind a lock; see the other branch.
///
/// TSan cannot see `Mutex`, so this one is a pthread mutex.
package final class Locked<State: Sendable>: @unchecked Sendable {
    // Guard of `state`: `mutex`.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private var state: State

    /// Puts `state` behind a lock.
    package init(_ state: State) {
        self.state = state
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Runs `body` with the state, alone.
    package func withLock<Result: Sendable, Failure: Error>(
        _ body: (inout State) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&state)
    }
}

#else
/// State behind a lock, for critical sections of a few lines.
///
/// Not recursive. Nothing that waits, and no callback, belongs inside, unless the lock exists to order callbacks.
package final class Locked<State: Sendable>: Sendable {
    private let mutex: Mutex<State>

    /// Puts `state` behind a lock.
    package init(_ state: State) { mutex = Mutex(state) }

    /// Runs `body` with the state, alone.
    package func withLock<Result: Sendable, Failure: Error>(
        _ body: (inout State) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try mutex.withLock { state throws(Failure) -> Result in try body(&state) }
    }
}

#endif
