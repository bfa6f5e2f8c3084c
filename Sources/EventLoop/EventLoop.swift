internal import CLinux

/// One thread with an epoll loop; code that is isolated to it runs there and nowhere else.
///
/// Connections, timers and sessions are plain classes whose methods take `on loop: isolated EventLoop`, so that the
/// compiler proves that only this thread touches them. The thread lives until ``stop()``.
@safe public actor EventLoop {
    private let executor: LoopExecutor
    private var timers = TimerQueue()
    private var slots: [Slot] = []
    private var freeSlots: [Int] = []
    private var nowNanoseconds = apiboot_monotonic_ns()

    /// Values that belong to this loop, by owner.
    ///
    /// For rooms above that keep state per loop.
    package var locals: [ObjectIdentifier: AnyObject] = [:]

    /// The loop's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Waits for a continuation; the task goes on here without a detour.
    ///
    /// A task that waits in `withCheckedContinuation` is resumed by the global pool first, even if it is isolated to
    /// an actor, unless it prefers an executor: that costs two switches of threads.
    package static func wait(
        on loop: isolated EventLoop,
        _ body: (CheckedContinuation<Void, Never>) -> Void
    ) async {
        await withTaskExecutorPreference(loop.executor) {
            _ = loop  // so that the closure is isolated to it
            await withCheckedContinuation(body)
        }
    }

    /// Starts the loop's thread.
    ///
    /// - Throws: `.system` if the process has no descriptors or threads left.
    public init(name: String = "loop") throws(EventLoopError) {
        // Until a program has freed something large, glibc gives the pages of every long body back, and they are faulted in
        // again for the next: up to an eighth of the cost of a proxied list.
        apiboot_keep_freed_memory()
        executor = try LoopExecutor()
        let context = unsafe Unmanaged.passRetained(self)
        let code = unsafe name.withCString { name in
            unsafe apiboot_thread_start(
                name,
                { context in unsafe Unmanaged<EventLoop>.fromOpaque(context).takeRetainedValue().run() },
                context.toOpaque()
            )
        }
        guard code == 0 else {
            unsafe context.release()
            throw .system(call: "pthread_create", code: -code, subject: name)
        }
    }

    /// Ends the thread after the work that it has begun; what is queued later never runs.
    ///
    /// Any thread.
    public nonisolated func stop() { executor.stop() }

    /// Runs `body` on the loop, soon and in the order of the calls.
    ///
    /// Any thread.
    public nonisolated func execute(_ body: @escaping @Sendable (isolated EventLoop) -> Void) {
        executor.add(.body(body))
    }

    /// Whether the caller runs on this loop's thread.
    public nonisolated var isCurrent: Bool { executor.isOnThread }

    // MARK: Timers

    /// The moment of this turn of the loop, in nanoseconds of the monotonic clock.
    ///
    /// Loop only.
    public var now: UInt64 { nowNanoseconds }

    /// Calls `body` once after `delay`, rounded up to a millisecond.
    ///
    /// Loop only.
    @discardableResult
    public func schedule(after delay: Duration, _ body: @escaping (isolated EventLoop) -> Void) -> TimerHandle {
        timers.add(deadline: nowNanoseconds &+ delay.nanosecondsClamped, body)
    }

    func cancelTimer(_ handle: TimerHandle) { timers.cancel(handle) }

    // MARK: Descriptors

    /// Reports readiness of `fd` to `handler`, level-triggered, until ``unregister(_:)``.
    ///
    /// Loop only.
    package func register(
        _ fd: Int32,
        for interest: Readiness,
        _ handler: any DescriptorHandler
    ) throws(EventLoopError) -> Registration {
        let index = freeSlots.popLast() ?? slots.count
        if index == slots.count { slots.append(Slot()) }
        let registration = Registration(fd: fd, slot: UInt32(index), generation: slots[index].generation)
        let code = apiboot_epoll_add(executor.epoll, fd, interest.rawValue, registration.token)
        guard code == 0 else {
            freeSlots.append(index)
            throw .system(call: "epoll_ctl", code: -code, subject: "")
        }
        slots[index].handler = handler
        return registration
    }

    /// Changes what is reported.
    ///
    /// Loop only.
    package func update(_ registration: Registration, for interest: Readiness) {
        _ = apiboot_epoll_modify(executor.epoll, registration.fd, interest.rawValue, registration.token)
    }

    /// Ends the reports; the handler is not called again, not even for events that were collected already.
    ///
    /// Loop only.
    package func unregister(_ registration: Registration) {
        let index = Int(registration.slot)
        guard slots[index].generation == registration.generation else { return }
        _ = apiboot_epoll_remove(executor.epoll, registration.fd)
        slots[index].handler = nil
        slots[index].generation &+= 1
        freeSlots.append(index)
    }

    // MARK: The thread

    private nonisolated func run() {
        executor.adoptThread()
        unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 256) { tokens in
            unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 256) { events in
                while !executor.isStopped {
                    let timeout = assumeIsolated { $0.sleepMilliseconds() }
                    guard let firstToken = tokens.baseAddress, let firstEvent = events.baseAddress else { return }
                    let count = unsafe apiboot_epoll_wait(executor.epoll, firstToken, firstEvent, 256, timeout)
                    assumeIsolated { $0.beginTurn() }
                    for index in 0..<max(0, Int(count)) {
                        let token = unsafe tokens[index]
                        let event = unsafe events[index]
                        assumeIsolated { $0.dispatch(token, Readiness(rawValue: event)) }
                    }
                    assumeIsolated { $0.finishTurn() }
                }
            }
        }
        assumeIsolated { $0.clear() }
    }

    private func sleepMilliseconds() -> Int32 {
        guard executor.prepareToSleep() else { return 0 }
        guard let deadline = timers.nextDeadline else { return -1 }
        let now = apiboot_monotonic_ns()
        return deadline <= now ? 0 : Int32(clamping: (deadline - now + 999_999) / 1_000_000)
    }

    private func beginTurn() { nowNanoseconds = apiboot_monotonic_ns() }

    private func dispatch(_ token: UInt64, _ events: Readiness) {
        guard token != LoopExecutor.wakeupToken else { return }
        let index = Int(token & 0xffff_ffff)
        guard index < slots.count, slots[index].generation == UInt32(token >> 32) else { return }
        slots[index].handler?.ready(events, on: self)
    }

    private func finishTurn() {
        for work in executor.takeWork() {
            switch work {
            case .job(let job): unsafe job.runSynchronously(on: executor.asUnownedSerialExecutor())
            case .body(let body): body(self)
            }
        }
        while let body = timers.takeDue(at: nowNanoseconds) { body(self) }
    }

    private func clear() {
        slots = []
        timers = TimerQueue()
        locals = [:]
    }
}

private struct Slot {
    var handler: (any DescriptorHandler)?
    var generation: UInt32 = 0
}

extension Duration {
    /// Nanoseconds, 0 if negative, at most about 146 years.
    package var nanosecondsClamped: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        return UInt64(min(seconds, 4_600_000_000)) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
    }
}
