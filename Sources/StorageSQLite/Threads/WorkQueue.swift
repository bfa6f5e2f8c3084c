internal import Glibc

/// Jobs on their way to one thread, which takes all that are there at once.
///
/// The guard of all state is `mutex`, a pthread mutex because the condition needs one.
@safe
final class WorkQueue<Job: Sendable>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let filled = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var jobs: [Job] = []
    private var isWaiting = false
    private var isClosed = false

    /// Makes an open queue.
    init() {
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(filled, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(filled)
        unsafe pthread_mutex_destroy(mutex)
        unsafe filled.deallocate()
        unsafe mutex.deallocate()
    }

    /// Adds a job; false, and the job is dropped, if the queue is closed.
    func push(_ job: Job) -> Bool {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        guard !isClosed else { return false }
        jobs.append(job)
        if isWaiting { unsafe pthread_cond_signal(filled) }
        return true
    }

    /// Takes no more jobs; those that are there are still done.
    func close() {
        unsafe pthread_mutex_lock(mutex)
        isClosed = true
        unsafe pthread_cond_signal(filled)
        unsafe pthread_mutex_unlock(mutex)
    }

    /// All waiting jobs, perhaps none; does not wait.
    ///
    /// Nil: the queue is closed and everything was done.
    func takeAvailable() -> [Job]? {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        if jobs.isEmpty, isClosed { return nil }
        defer { jobs = [] }
        return jobs
    }

    /// All waiting jobs; waits for the first one.
    ///
    /// Empty: the queue is closed and everything was done.
    func takeAll() -> [Job] {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while jobs.isEmpty, !isClosed {
            isWaiting = true
            unsafe pthread_cond_wait(filled, mutex)
            isWaiting = false
        }
        defer { jobs = [] }
        return jobs
    }
}
