internal import Glibc

/// A thread of its own for calls that block.
enum WorkerThread {
    /// What a new thread runs; handed to it with one reference of its own.
    private final class Start: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Runs `body` on a new, detached thread.
    ///
    /// False if the system has none to give.
    static func run(_ body: @escaping @Sendable () -> Void) -> Bool {
        var thread = pthread_t()
        // Balanced by `takeRetainedValue` on the thread, or by `release` when there is no thread.
        let start = unsafe Unmanaged.passRetained(Start(body))
        let code = unsafe pthread_create(&thread, nil, { unsafe WorkerThread.enter($0) }, start.toOpaque())
        guard code == 0 else {
            unsafe start.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    private static func enter(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        // Signals are for the threads that wait for them.
        var all = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<Start>.fromOpaque(context).takeRetainedValue().body()
        return nil
    }
}
