internal import Telemetry

/// Takes audit events and writes them, before requests are answered or a little later.
///
/// Nothing here blocks a loop: the file has a thread of its own.
final class AuditLog: Sendable {
    /// Whether requests wait for their events.
    enum Mode: String, Sendable, CaseIterable {
        /// They do not; what comes faster than it can be written is lost and counted.
        case batch
        /// They do; events that cannot be written are lost and counted.
        case blocking
        /// They do, and a request whose arrival cannot be recorded is refused.
        case blockingStrict = "blocking-strict"
    }

    /// How events are taken.
    struct Options: Sendable, Equatable {
        var mode = Mode.blocking
        /// Events that may wait to be written.
        var capacity = 10_000
        /// Longer events lose their bodies; nil sets no limit.
        var eventBytes: Int?
    }

    private struct Waiting {
        var lines: [[UInt8]] = []
    }

    private let file: AuditFile
    private let backups: AuditBackups?
    private let options: Options
    private let metrics: AuditMetrics
    private let log: Logger
    private let waiting = Locked(Waiting())
    private let lines = Signal()
    private let rotations = Signal()

    /// Something to do for a loop that sleeps.
    private struct Signal: Sendable {
        let stream: AsyncStream<Void>
        private let continuation: AsyncStream<Void>.Continuation

        init() { (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

        func raise() { continuation.yield() }
    }

    init(file: AuditFile, backups: AuditBackups?, options: Options, metrics: AuditMetrics, log: Logger) {
        self.file = file
        self.backups = backups
        self.options = options
        self.metrics = metrics
        self.log = log
    }

    /// Takes an event; in blocking modes it has been written afterwards.
    ///
    /// - Returns: false if it was lost although requests depend on it.
    func write(_ event: AuditEvent) async -> Bool {
        guard options.mode != .batch else {
            add(event)
            return true
        }
        guard let line = line(event) else { return true }
        return await write([line]) || options.mode != .blockingStrict
    }

    /// Takes an event that nobody waits for.
    func add(_ event: AuditEvent) {
        guard let line = line(event) else { return }
        let isTaken = waiting.withLock { waiting in
            guard waiting.lines.count < options.capacity else { return false }
            waiting.lines.append(line)
            return true
        }
        guard isTaken else { return metrics.lost(1, in: "buffered") }
        lines.raise()
    }

    /// Writes what waits, and keeps the old files in order, until it is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in for await _ in lines.stream { await flush() } }
            group.addTask { [self] in
                await clean()
                for await _ in rotations.stream { await clean() }
            }
        }
    }

    /// Writes what still waits, and closes the file.
    func close() async {
        await flush()
        await file.close()
    }

    private func line(_ event: AuditEvent) -> [UInt8]? {
        metrics.events.increment()
        let line = event.line(limitBytes: options.eventBytes)
        if line == nil { metrics.lost(1, in: "truncate") }
        return line
    }

    private func flush() async {
        let lines = waiting.withLock { waiting in
            defer { waiting.lines = [] }
            return waiting.lines
        }
        if !lines.isEmpty { _ = await write(lines) }
    }

    private func write(_ lines: [[UInt8]]) async -> Bool {
        do {
            if try await file.write(lines) { rotations.raise() }
            return true
        } catch {
            metrics.lost(lines.count, in: "log")
            log.error("audit events were lost", [("count", "\(lines.count)"), ("error", "\(error)")])
            return false
        }
    }

    private func clean() async {
        do {
            try await backups?.clean()
        } catch {
            log.warning("old audit logs could not be tidied up", [("error", "\(error)")])
        }
    }
}
