internal import CLinux
internal import Telemetry

/// A serial executor with its own thread, for an actor around C calls that block, such as a database or files.
///
/// The actor stores it and returns `executor.asUnownedSerialExecutor()` from `unownedExecutor`. The thread ends after
/// the executor is released.
@safe public final class BlockingExecutor: SerialExecutor {
    private let queue: BlockingQueue

    /// Starts the thread.
    ///
    /// - Parameter name: shown by `ps` and debuggers, 15 bytes at the most.
    /// - Throws: `.system` if the process has no descriptors or threads left.
    public init(name: String) throws(EventLoopError) {
        queue = try BlockingQueue()
        let context = unsafe Unmanaged.passRetained(queue)
        let code = unsafe name.withCString { name in
            unsafe apiboot_thread_start(
                name,
                { context in unsafe Unmanaged<BlockingQueue>.fromOpaque(context).takeRetainedValue().run() },
                context.toOpaque()
            )
        }
        guard code == 0 else {
            unsafe context.release()
            throw .system(call: "pthread_create", code: -code, subject: name)
        }
    }

    deinit { queue.stop() }

    /// Adds a job from any thread.
    public func enqueue(_ job: consuming ExecutorJob) {
        unsafe queue.add(UnownedJob(job), on: asUnownedSerialExecutor())
    }

    /// What an actor returns from `unownedExecutor`.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor { unsafe UnownedSerialExecutor(ordinary: self) }

    /// Stops the process if the caller is on another thread.
    public func checkIsolated() { precondition(queue.isOnThread, "not on the thread of this executor") }

    /// Whether the caller is on this thread.
    public func isIsolatingCurrentContext() -> Bool? { queue.isOnThread }
}

/// An actor with a thread of its own that runs closures which block.
public actor BlockingThread {
    private let executor: BlockingExecutor

    /// The actor's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Starts the thread.
    ///
    /// - Throws: `.system` if the process has no descriptors or threads left.
    public init(name: String) throws(EventLoopError) { executor = try BlockingExecutor(name: name) }

    /// Runs `body` on the thread, one call after the other.
    public func run<Value: Sendable, Failure: Error>(
        _ body: @Sendable () throws(Failure) -> Value
    ) throws(Failure) -> Value { try body() }
}

/// Jobs for one thread that sleeps in `read` of an eventfd when there are none.
@safe private final class BlockingQueue: Sendable {
    @safe private struct Item {
        var job: UnownedJob
        var executor: UnownedSerialExecutor
    }

    private struct State {
        var items: [Item] = []
        var isAsleep = false
        var isStopped = false
        var threadID: UInt64 = 0
    }

    private let state = Locked(State())
    private let wakeup: Int32

    init() throws(EventLoopError) {
        wakeup = apiboot_eventfd(1)
        guard wakeup >= 0 else { throw .system(call: "eventfd", code: -wakeup, subject: "") }
    }

    deinit { _ = apiboot_close(wakeup) }

    var isOnThread: Bool {
        let own = apiboot_thread_self()
        return state.withLock { $0.threadID == own }
    }

    func add(_ job: UnownedJob, on executor: UnownedSerialExecutor) {
        let mustWake = state.withLock { state in
            unsafe state.items.append(Item(job: job, executor: executor))
            defer { state.isAsleep = false }
            return state.isAsleep
        }
        if mustWake { _ = apiboot_eventfd_add(wakeup) }
    }

    func stop() {
        state.withLock { $0.isStopped = true }
        _ = apiboot_eventfd_add(wakeup)
    }

    func run() {
        let own = apiboot_thread_self()
        state.withLock { $0.threadID = own }
        while true {
            let (items, isStopped) = state.withLock { state in
                let items = state.items
                state.items = []
                state.isAsleep = items.isEmpty
                return (items, state.isStopped)
            }
            for item in items { unsafe item.job.runSynchronously(on: item.executor) }
            guard items.isEmpty else { continue }
            if isStopped { return }
            _ = apiboot_eventfd_take(wakeup)
        }
    }
}
