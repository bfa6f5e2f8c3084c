public import Storage
internal import Telemetry

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// A store in one SQLite file: the default for a single server.
///
/// An append-only log of changes, in write-ahead mode with `synchronous=FULL`: an answered write survives the end of the
/// process and of the machine. Writes that come together are committed together. One thread writes, another reads. The
/// keys with their revisions are held in memory, the values are not.
///
/// One process at a time may use a file; a lock file beside it (`<path>.lock`) sees to that.
public final class SQLiteBackend: StorageBackend {
    public let name = "sqlite"

    /// The file, or `:memory:`.
    public let path: String

    private let log: LogThread
    /// Nil for `:memory:`, which one connection alone can see.
    private let reader: ReadThread?

    /// Opens the store at `path`, and makes it if there is none.
    ///
    /// Blocks no thread of the caller.
    ///
    /// - Parameters:
    ///   - path: a file in a folder that exists, or `:memory:` for a store that goes with the process.
    ///   - options: choices for the file.
    /// - Throws: `unavailable`, saying what is wrong with the file and what can be done, if it is in use by another
    ///   process, damaged, something else, or written by a newer program.
    public init(path: String, options: SQLiteOptions = SQLiteOptions()) async throws(StorageError) {
        self.path = path
        log = try await LogThread(path: path, options: options)
        reader = path == ":memory:" ? nil : try await ReadThread(path: path)
    }

    // MARK: Reading

    public func get(_ key: String) async throws(StorageError) -> Stored? {
        try await read { reader throws(StorageError) in try reader.object(at: key) }
    }

    public func list(
        prefix: String,
        start: String,
        limit: Int,
        revision: UInt64
    ) async throws(StorageError) -> StoredPage {
        let range = KeyBounds(prefix: prefix, start: start)
        return try await read { reader throws(StorageError) in
            try reader.page(range, limit: limit, at: revision)
        }
    }

    public func currentRevision() async throws(StorageError) -> UInt64 { log.status.withLock { $0.current } }

    public func check() async throws(StorageError) {
        _ = try await read { reader throws(StorageError) in try reader.revisions() }
        if log.status.withLock({ $0.failure != nil }) { try await log.ask { .probe($0) } }
    }

    // MARK: Writing

    public func create(_ key: String, _ value: [UInt8]) async throws(StorageError) -> Stored {
        try await log.ask { .write(LogWrite(key: key, change: .create(value), reply: $0)) }
    }

    public func update(
        _ key: String,
        _ value: [UInt8],
        expecting expected: UInt64
    ) async throws(StorageError) -> Stored {
        try await log.ask { .write(LogWrite(key: key, change: .update(value, expecting: expected), reply: $0)) }
    }

    public func delete(_ key: String, expecting expected: UInt64) async throws(StorageError) -> Stored {
        try await log.ask { .write(LogWrite(key: key, change: .delete(expecting: expected), reply: $0)) }
    }

    public func compact(to revision: UInt64) async throws(StorageError) {
        try await log.ask { .compact(revision, $0) }
    }

    public func close() async {
        await reader?.close()
        await log.close()
    }

    // MARK: Watching

    public func subscribe(
        prefix: String,
        after revision: UInt64,
        _ deliver: @escaping @Sendable (StorageSignal) -> Void
    ) async throws(StorageError) -> StorageSubscription {
        try await log.ask { reply in
            .subscribe(LogSubscription(prefix: prefix, after: revision, deliver: deliver, reply: reply))
        }
    }

    private func read<Value: Sendable>(
        _ body: @escaping @Sendable (LogReader) throws(StorageError) -> Value
    ) async throws(StorageError) -> Value {
        guard let reader else {
            return try await log.ask { reply in
                .read { reader in
                    reply.resume(returning: Result { () throws(StorageError) in try body(reader) })
                }
            }
        }
        let answer: Result<Value, StorageError> = await withCheckedContinuation { reply in
            let isTaken = reader.push { reader in
                reply.resume(returning: Result { () throws(StorageError) in try body(reader) })
            }
            if !isTaken { reply.resume(returning: .failure(.unavailable("\(path) is closed"))) }
        }
        return try answer.get()
    }
}
