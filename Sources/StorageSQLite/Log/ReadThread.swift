internal import Storage

/// A thread with a connection of its own that only reads, so that reads do not wait for a commit's `fsync`.
final class ReadThread: Sendable {
    private let queue = WorkQueue<@Sendable (LogReader) -> Void>()
    private let ended = Gate()

    /// Opens a second connection to the log at `path`, which exists.
    init(path: String) async throws(StorageError) {
        let opened: Result<Void, StorageError> = await withCheckedContinuation { opened in
            let isStarted = WorkerThread.run { [queue, ended] in
                Self.serve(path, queue, opened)
                ended.open()
            }
            if !isStarted { opened.resume(returning: .failure(.unavailable("no thread for \(path)"))) }
        }
        try opened.get()
    }

    deinit { queue.close() }

    /// Runs a read on the thread; false if it is closed.
    func push(_ read: @escaping @Sendable (LogReader) -> Void) -> Bool { queue.push(read) }

    /// Does the reads that were asked for, then closes the connection.
    func close() async {
        queue.close()
        await ended.wait()
    }

    private static func serve(
        _ path: String,
        _ queue: WorkQueue<@Sendable (LogReader) -> Void>,
        _ opened: LogJob.Reply<Void>
    ) {
        do throws(SQLiteFailure) {
            let connection = try Connection(path: path)
            try connection.execute("PRAGMA query_only = ON")
            let reader = try LogReader(connection, path: path)
            opened.resume(returning: .success(()))
            while true {
                let reads = queue.takeAll()
                if reads.isEmpty { break }
                for read in reads { read(reader) }
            }
        } catch {
            opened.resume(returning: .failure(error.storageError(path)))
        }
    }
}
