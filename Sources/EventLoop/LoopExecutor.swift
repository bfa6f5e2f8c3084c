internal import CLinux
internal import Synchronization
internal import Telemetry

/// The thread of a loop and the queue of what it has to run.
///
/// `local` belongs to the loop's thread alone; all else is immutable or locked, hence `@unchecked Sendable`.
@safe final class LoopExecutor: SerialExecutor, TaskExecutor, @unchecked Sendable {
    enum Work {
        case job(UnownedJob)
        case body(@Sendable (isolated EventLoop) -> Void)
    }

    private struct Shared {
        var work: [Work] = []
        var isAsleep = false
        var isStopped = false
    }

    let epoll: Int32
    private let wakeup: Int32
    private let shared = Locked(Shared())
    private let threadID = Atomic<UInt64>(0)
    private var local: [Work] = []

    /// The token that the wake-up descriptor reports.
    static let wakeupToken = UInt64.max

    init() throws(EventLoopError) {
        let epoll = apiboot_epoll_create()
        guard epoll >= 0 else { throw .system(call: "epoll_create1", code: -epoll, subject: "") }
        let wakeup = apiboot_eventfd(0)
        guard wakeup >= 0 else {
            _ = apiboot_close(epoll)
            throw .system(call: "eventfd", code: -wakeup, subject: "")
        }
        self.epoll = epoll
        self.wakeup = wakeup
        // Edge-triggered, so that the counter never needs to be read.
        _ = apiboot_epoll_add(epoll, wakeup, apiboot_EPOLLIN | apiboot_EPOLLET, Self.wakeupToken)
        _ = apiboot_ignore_sigpipe()
    }

    deinit {
        _ = apiboot_close(wakeup)
        _ = apiboot_close(epoll)
    }

    // MARK: Executor

    func enqueue(_ job: consuming ExecutorJob) { add(.job(UnownedJob(job))) }

    func checkIsolated() { precondition(isOnThread, "not on the thread of this loop") }

    func isIsolatingCurrentContext() -> Bool? { isOnThread }

    /// Jobs of tasks that prefer this loop run as if they were isolated to it, so that going on there costs no hop.
    func asUnownedTaskExecutor() -> UnownedTaskExecutor { unsafe UnownedTaskExecutor(ordinary: self) }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor { unsafe UnownedSerialExecutor(ordinary: self) }

    // MARK: Queue

    var isOnThread: Bool { apiboot_thread_self() == threadID.load(ordering: .relaxed) }

    /// Adds work from any thread; the loop's own thread needs no lock.
    func add(_ work: Work) {
        if isOnThread {
            local.append(work)
            return
        }
        let mustWake = shared.withLock { shared in
            shared.work.append(work)
            defer { shared.isAsleep = false }
            return shared.isAsleep
        }
        if mustWake { _ = apiboot_eventfd_add(wakeup) }
    }

    /// Asks the thread to end after what it does now.
    func stop() {
        shared.withLock { $0.isStopped = true }
        _ = apiboot_eventfd_add(wakeup)
    }

    // MARK: The loop's thread

    /// Notes the thread that runs the loop.
    func adoptThread() { threadID.store(apiboot_thread_self(), ordering: .relaxed) }

    /// Takes all work that waits; marks the loop as awake.
    ///
    /// Loop thread only.
    func takeWork() -> [Work] {
        var taken = local
        local.removeAll(keepingCapacity: false)
        shared.withLock { shared in
            shared.isAsleep = false
            guard !shared.work.isEmpty else { return }
            if taken.isEmpty {
                swap(&taken, &shared.work)
            } else {
                taken += shared.work
                shared.work.removeAll(keepingCapacity: true)
            }
        }
        return taken
    }

    /// Whether the loop may block; from then on new work wakes it.
    ///
    /// Loop thread only.
    func prepareToSleep() -> Bool {
        guard local.isEmpty else { return false }
        return shared.withLock { shared in
            guard shared.work.isEmpty, !shared.isStopped else { return false }
            shared.isAsleep = true
            return true
        }
    }

    var isStopped: Bool { shared.withLock { $0.isStopped } }
}
