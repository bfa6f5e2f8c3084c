internal import Storage

/// What the thread of a log is asked to do.
enum LogJob: Sendable {
    /// How a job without a result is answered.
    typealias Reply<Value: Sendable> = CheckedContinuation<Result<Value, StorageError>, Never>

    case write(LogWrite)
    case subscribe(LogSubscription)
    /// Deletes what a compaction to the revision makes superfluous, a piece at a time.
    case compact(UInt64, Reply<Void>)
    /// Writes something that changes nothing, to see whether it can.
    case probe(Reply<Void>)
    /// A read of a database that only one connection can see.
    case read(@Sendable (LogReader) -> Void)
}

/// One write that waits to be committed.
struct LogWrite: Sendable {
    enum Change: Sendable {
        case create([UInt8])
        case update([UInt8], expecting: UInt64)
        case delete(expecting: UInt64)
    }

    let key: String
    let change: Change
    let reply: LogJob.Reply<Stored>
}

/// A subscription that waits to be made.
struct LogSubscription: Sendable {
    let prefix: String
    let after: UInt64
    let deliver: @Sendable (StorageSignal) -> Void
    let reply: LogJob.Reply<StorageSubscription>
}
