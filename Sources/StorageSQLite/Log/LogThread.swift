internal import Storage
internal import Telemetry

/// The thread that owns a log and does all that writes to it.
final class LogThread: Sendable {
    /// What may be known of the log without asking the thread.
    let status = Locked(LogStatus())

    private let path: String
    private let options: SQLiteOptions
    private let queue = WorkQueue<LogJob>()
    private let ended = Gate()

    /// Opens the log at `path` on a new thread.
    init(path: String, options: SQLiteOptions) async throws(StorageError) {
        self.path = path
        self.options = options
        let opened: Result<Void, StorageError> = await withCheckedContinuation { opened in
            let isStarted = WorkerThread.run { [path, options, status, queue, ended] in
                Self.own(path, options, status, queue, opened)
                ended.open()
            }
            if !isStarted { opened.resume(returning: .failure(.unavailable("no thread for \(path)"))) }
        }
        try opened.get()
    }

    deinit { queue.close() }

    /// Hands a job to the thread and waits for its answer.
    func ask<Value: Sendable>(_ job: (LogJob.Reply<Value>) -> LogJob) async throws(StorageError) -> Value {
        let answer: Result<Value, StorageError> = await withCheckedContinuation { reply in
            if !queue.push(job(reply)) { reply.resume(returning: .failure(.unavailable("\(path) is closed"))) }
        }
        return try answer.get()
    }

    /// Does what was asked for, then closes the file.
    func close() async {
        queue.close()
        await ended.wait()
    }

    // MARK: On the thread

    /// Holds the lock file around everything that touches the database.
    private static func own(
        _ path: String,
        _ options: SQLiteOptions,
        _ status: Locked<LogStatus>,
        _ queue: WorkQueue<LogJob>,
        _ opened: LogJob.Reply<Void>
    ) {
        do throws(StorageError) {
            guard path != ":memory:" else {
                return LogLoop(try LogWriter(path: path, options: options, status: status), queue).run(opened)
            }
            let lock = try FileLock(for: path)
            LogLoop(try LogWriter(path: path, options: options, status: status), queue).run(opened)
            lock.release()
        } catch {
            opened.resume(returning: .failure(error))
        }
    }
}

/// What the thread of a log does until its queue is closed.
private final class LogLoop {
    private let writer: LogWriter
    private let queue: WorkQueue<LogJob>
    /// Who waits for the running compaction; empty if none runs.
    private var compactions: [LogJob.Reply<Void>] = []

    init(_ writer: LogWriter, _ queue: WorkQueue<LogJob>) {
        self.writer = writer
        self.queue = queue
    }

    func run(_ opened: LogJob.Reply<Void>) {
        opened.resume(returning: .success(()))
        while true {
            // A compaction is done in pieces, with whatever else is asked for in between.
            let jobs = compactions.isEmpty ? queue.takeAll() : queue.takeAvailable() ?? []
            if jobs.isEmpty, compactions.isEmpty { break }
            perform(jobs)
            if !compactions.isEmpty { goOnCompacting() }
        }
        writer.subscriptions.breakAll(.unavailable("\(writer.path) is closed"))
    }

    private func perform(_ jobs: [LogJob]) {
        var writes: [LogWrite] = []
        for job in jobs {
            if case .write(let write) = job { writes.append(write) }
        }
        if !writes.isEmpty { writer.commit(writes) }
        for job in jobs { performAlone(job) }
    }

    private func performAlone(_ job: LogJob) {
        switch job {
        case .write:
            break
        case .subscribe(let request):
            request.reply.resume(returning: writer.subscribe(request))
        case .probe(let reply):
            reply.resume(returning: writer.probe())
        case .read(let body):
            body(writer.reader)
        case .compact(let revision, let reply):
            do throws(StorageError) {
                try writer.beginCompaction(to: revision)
                compactions.append(reply)
            } catch {
                reply.resume(returning: .failure(error))
            }
        }
    }

    private func goOnCompacting() {
        let outcome: Result<Void, StorageError>
        do throws(StorageError) {
            if try writer.sweep() { return }
            if try writer.vacuum() { return }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        for reply in compactions { reply.resume(returning: outcome) }
        compactions = []
    }
}
