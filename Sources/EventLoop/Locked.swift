internal import Synchronization

#if TSAN
internal import Glibc

/// A value behind a lock; a pthread mutex here, because the thread sanitizer cannot see `Mutex`.
@safe final class Locked<State>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var state: State  // guarded by `mutex`

    init(_ state: State) {
        unsafe mutex = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        self.state = state
    }

    deinit {
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    func withLock<Result>(_ body: (inout State) -> Result) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body(&state)
    }
}
#else
/// A value behind a lock, for critical sections of a few lines.
@safe final class Locked<State>: @unchecked Sendable {
    private let mutex = Mutex<Void>(())
    private var state: State  // guarded by `mutex`

    init(_ state: State) { self.state = state }

    func withLock<Result>(_ body: (inout State) -> Result) -> Result {
        mutex.withLock { _ in body(&state) }
    }
}
#endif
