internal import Storage
internal import Telemetry

extension LogWriter {
    /// How many revisions one transaction sweeps; keeps writes from waiting long.
    private static var sweepStep: UInt64 { 500 }

    /// Begins a compaction: from here on older reads are refused.
    ///
    /// Does nothing if as much was compacted before.
    func beginCompaction(to revision: UInt64) throws(StorageError) {
        if revision > index.current { throw .future(current: index.current) }
        guard revision > status.withLock({ $0.compacted }) else { return }
        try executeForCompaction("UPDATE meta SET value = \(revision) WHERE name = 'compacted'")
        status.withLock { $0.compacted = revision }
    }

    /// Deletes one piece of what the state at the compacted revision does not need; false if nothing is left.
    ///
    /// Every row names the one that it replaced, so the superfluous rows are those named by rows up to the compacted
    /// revision, and deletions. How far this came is in the file: after a crash it goes on there.
    func sweep() throws(StorageError) -> Bool {
        let compacted = status.withLock { $0.compacted }
        let swept: UInt64
        do throws(SQLiteFailure) {
            swept = UInt64(clamping: try connection.integer("SELECT value FROM meta WHERE name = 'swept'") ?? 0)
        } catch {
            throw error.storageError(path)
        }
        guard swept < compacted else { return false }
        let end = min(compacted, swept + Self.sweepStep)
        let piece = "revision > \(swept) AND revision <= \(end)"
        try executeForCompaction(
            """
            BEGIN IMMEDIATE;
            DELETE FROM log WHERE revision IN (SELECT previous FROM log WHERE \(piece) AND previous > 0);
            DELETE FROM log WHERE \(piece) AND deleted = 1;
            UPDATE meta SET value = \(end) WHERE name = 'swept';
            COMMIT
            """
        )
        return true
    }

    /// Gives a piece of the free pages back to the file system; false if few enough are left.
    ///
    /// An eighth of the file stays free, since the next writes would only make it grow again.
    func vacuum() throws(StorageError) -> Bool {
        do throws(SQLiteFailure) {
            let free = try connection.integer("PRAGMA freelist_count") ?? 0
            let all = try connection.integer("PRAGMA page_count") ?? 0
            guard free > max(256, all / 8) else { return false }
            try connection.execute("PRAGMA incremental_vacuum(256)")
            return try connection.integer("PRAGMA freelist_count") ?? 0 < free
        } catch {
            throw error.storageError(path)
        }
    }

    private func executeForCompaction(_ sql: String) throws(StorageError) {
        do throws(SQLiteFailure) {
            try connection.execute(sql)
        } catch {
            if connection.isInTransaction() { try? connection.execute("ROLLBACK") }
            throw error.storageError(path)
        }
    }
}
