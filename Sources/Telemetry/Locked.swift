#if TSAN
#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// State behind a mutex, shared by reference: for short critical sections that synchronous code enters too.
///
/// This variant, for builds with `-D TSAN`, uses a mutex that the thread sanitizer understands.
public final class Locked<State>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var state: State  // guarded by `mutex`

    /// Takes over the state.
    public init(_ state: consuming sending State) {
        self.state = state
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        let code = pthread_mutex_init(mutex, nil)
        precondition(code == 0, "pthread_mutex_init failed")
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Runs `body` while no other thread does; it must not wait, call back or do I/O.
    public func withLock<Result, Failure: Error>(
        _ body: (inout sending State) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&state)
    }
}
#else
public import Synchronization

/// State behind a mutex, shared by reference: for short critical sections that synchronous code enters too.
///
/// Never hold it across `await`, a callback or I/O. Costs about 10 ns when nobody else wants it;
/// inlinable, since a generic call into another module would cost several times that.
public final class Locked<State>: Sendable {
    @usableFromInline let mutex: Mutex<State>

    /// Takes over the state.
    @inlinable
    public init(_ state: consuming sending State) { mutex = Mutex(state) }

    /// Runs `body` while no other thread does; it must not wait, call back or do I/O.
    @inlinable
    public func withLock<Result, Failure: Error>(
        _ body: (inout sending State) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        try mutex.withLock(body)
    }
}
#endif
