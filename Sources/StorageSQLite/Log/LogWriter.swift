internal import Storage
internal import Telemetry

/// Owns the writing connection of a log.
///
/// Lives on the log's thread; all methods are called there.
///
/// All writes that wait go into one transaction, and so share one `fsync`. While it runs the next ones gather.
final class LogWriter {
    let path: String
    let connection: Connection
    let reader: LogReader
    let subscriptions = SubscriptionTable()
    /// What has been committed and told, readable from anywhere.
    let status: Locked<LogStatus>
    var index: LogIndex

    private let statements: LogStatements

    /// Opens the log and reads which keys there are.
    init(path: String, options: SQLiteOptions, status: Locked<LogStatus>) throws(StorageError) {
        let connection: Connection
        do throws(SQLiteFailure) {
            if path != ":memory:" { LogSchema.createFile(path) }
            connection = try Connection(path: path)
        } catch {
            throw error.storageError(path)
        }
        try LogSchema.prepare(connection, path: path, options: options)
        do throws(SQLiteFailure) {
            reader = try LogReader(connection, path: path)
            statements = try LogStatements(connection)
        } catch {
            throw error.storageError(path)
        }
        let revisions = try reader.revisions()
        var index = LogIndex(current: revisions.current)
        do throws(SQLiteFailure) {
            try statements.forEachKey { index.load($0, $1) }
        } catch {
            throw error.storageError(path)
        }
        self.index = index
        self.path = path
        self.connection = connection
        self.status = status
        status.withLock { $0 = LogStatus(current: revisions.current, compacted: revisions.compacted) }
    }

    // MARK: Writing

    /// Commits writes together, tells the subscribers, then answers.
    func commit(_ writes: [LogWrite]) {
        var outcomes: [Result<Stored, StorageError>] = []
        outcomes.reserveCapacity(writes.count)
        var events: [StorageEvent] = []
        do throws(SQLiteFailure) {
            try statements.begin.run()
            for write in writes { outcomes.append(try perform(write, &events)) }
            try statements.commit.run()
        } catch {
            return refuse(writes, error)
        }
        index.commit()
        if !events.isEmpty { subscriptions.deliver(events, upTo: index.current) }
        status.withLock { [current = index.current] in
            $0.current = current
            $0.failure = nil
        }
        for (write, outcome) in zip(writes, outcomes) { write.reply.resume(returning: outcome) }
    }

    /// Nothing of a batch was written: what some would be told about the others is not true, so all hear the same.
    private func refuse(_ writes: [LogWrite], _ failure: SQLiteFailure) {
        if connection.isInTransaction() { try? statements.rollBack.run() }
        index.rollBack()
        let error = failure.storageError(path)
        status.withLock { $0.failure = error }
        for write in writes { write.reply.resume(returning: .failure(error)) }
    }

    private func perform(
        _ write: LogWrite,
        _ events: inout [StorageEvent]
    ) throws(SQLiteFailure) -> Result<Stored, StorageError> {
        let key = StoreKey(write.key)
        let present = index[key]
        switch write.change {
        case .create(let value):
            if let present { return .failure(.exists(try object(key, present))) }
            return .success(try append(key, value, previous: nil, &events))
        case .update(let value, let expected):
            guard let present else { return .failure(.notFound) }
            guard present == expected else { return .failure(.conflict(current: try object(key, present))) }
            return .success(try append(key, value, previous: present, &events))
        case .delete(let expected):
            guard let present else { return .failure(.notFound) }
            guard present == expected else { return .failure(.conflict(current: try object(key, present))) }
            return .success(try append(key, nil, previous: present, &events))
        }
    }

    /// Adds a row to the log and, if somebody wants to hear of it, an event to `events`.
    private func append(
        _ key: StoreKey,
        _ value: [UInt8]?,
        previous: UInt64?,
        _ events: inout [StorageEvent]
    ) throws(SQLiteFailure) -> Stored {
        var old: [UInt8]?
        if let previous, value == nil || subscriptions.wants(key) { old = try statements.value(previous) }
        let revision = index.advance(key, isDeletion: value == nil)
        try statements.append(key.text, value, revision: revision, previous: previous)
        let object = Stored(key: key.text, value: value ?? old ?? [], revision: revision)
        // Without subscribers below the key it tells the others how far the store is, no more.
        events.append(StorageEvent(object: object, previous: old, isDeletion: value == nil))
        return object
    }

    private func object(_ key: StoreKey, _ revision: UInt64) throws(SQLiteFailure) -> Stored {
        Stored(key: key.text, value: try statements.value(revision), revision: revision)
    }

    /// Writes a row onto itself, to see whether writing works again.
    func probe() -> Result<Void, StorageError> {
        do throws(SQLiteFailure) {
            try connection.execute("UPDATE meta SET value = value WHERE name = 'compacted'")
            status.withLock { $0.failure = nil }
            return .success(())
        } catch {
            return .failure(error.storageError(path))
        }
    }

    // MARK: Subscribing

    /// Tells a new subscriber what changed since, and adds it.
    ///
    /// Nothing is committed meanwhile.
    func subscribe(_ request: LogSubscription) -> Result<StorageSubscription, StorageError> {
        let current = index.current
        let oldest = status.withLock { $0.compacted }
        if request.after < oldest { return .failure(.compacted(oldest: oldest)) }
        if request.after > current { return .failure(.future(current: current)) }
        do throws(SQLiteFailure) {
            let backlog = try statements.changes(KeyBounds(prefix: request.prefix), after: request.after)
            return .success(
                subscriptions.add(prefix: request.prefix, backlog: backlog, current: current, request.deliver)
            )
        } catch {
            return .failure(error.storageError(path))
        }
    }
}

/// What everybody may know of a log without asking its thread.
struct LogStatus: Sendable {
    /// Everything up to here is durable and was told to the subscribers.
    var current: UInt64 = 0
    /// Everything before is forgotten.
    var compacted: UInt64 = 0
    /// Why the last commit failed; nil if it did not.
    var failure: StorageError?
}
