internal import Storage

/// Reads a log through one connection, on that connection's thread.
///
/// Not Sendable: made, used and dropped on one thread.
final class LogReader {
    private let path: String
    private let beginRead: Statement
    private let endRead: Statement
    private let newest: Statement
    private let bounds: Statement
    private let page: Statement
    private let rest: Statement

    /// What of a range was there at a revision: not deleted, and not followed by another version until then.
    private static let condition = """
        FROM log AS l INDEXED BY log_by_key
        WHERE l.key >= ?1 AND l.key < ?2 AND l.revision <= ?3 AND l.deleted = 0 AND NOT EXISTS (
            SELECT 1 FROM log AS n INDEXED BY log_by_key
            WHERE n.key = l.key AND n.revision > l.revision AND n.revision <= ?3)
        """

    /// Prepares the statements.
    init(_ connection: borrowing Connection, path: String) throws(SQLiteFailure) {
        self.path = path
        beginRead = try connection.prepare("SAVEPOINT reading")
        endRead = try connection.prepare("RELEASE reading")
        newest = try connection.prepare(
            "SELECT revision, deleted, value FROM log WHERE key = ?1 ORDER BY revision DESC LIMIT 1"
        )
        bounds = try connection.prepare(
            """
            SELECT value, max(value, coalesce((SELECT max(revision) FROM log), 0)) FROM meta WHERE name = 'compacted'
            """
        )
        page = try connection.prepare("SELECT l.key, l.revision, l.value \(Self.condition) ORDER BY l.key LIMIT ?4")
        rest = try connection.prepare("SELECT count(*) \(Self.condition)")
    }

    /// The object now.
    func object(at key: String) throws(StorageError) -> Stored? {
        do throws(SQLiteFailure) {
            defer { newest.reset() }
            try newest.bind(key, at: 1)
            guard try newest.step(), newest.integer(1) == 0 else { return nil }
            return Stored(key: key, value: newest.bytes(2), revision: newest.revision(0))
        } catch {
            throw error.storageError(path)
        }
    }

    /// The objects of a range as they stood at a revision; 0 for now.
    func page(_ range: KeyBounds, limit: Int, at revision: UInt64) throws(StorageError) -> StoredPage {
        do throws(SQLiteFailure) {
            // All statements see one state of the file.
            try beginRead.run()
        } catch {
            throw error.storageError(path)
        }
        defer { try? endRead.run() }
        let (compacted, current) = try revisions()
        let revision = revision == 0 ? current : revision
        if revision < compacted { throw .compacted(oldest: compacted) }
        if revision > current { throw .future(current: current) }
        do throws(SQLiteFailure) {
            return try page(range, limit: limit, existingAt: revision)
        } catch {
            throw error.storageError(path)
        }
    }

    private func page(_ range: KeyBounds, limit: Int, existingAt revision: UInt64) throws(SQLiteFailure) -> StoredPage {
        var items: [Stored] = []
        defer { page.reset() }
        try bind(range, revision, to: page)
        page.bind(limit == 0 ? -1 : limit, at: 4)
        while try page.step() {
            items.append(Stored(key: page.text(0), value: page.bytes(2), revision: page.revision(1)))
        }
        var remaining = 0
        if limit > 0, items.count == limit, let last = items.last {
            let after = KeyBounds(lower: StoreKey(last.key + "\0"), upper: range.upper)
            defer { rest.reset() }
            try bind(after, revision, to: rest)
            if try rest.step() { remaining = Int(rest.integer(0)) }
        }
        return StoredPage(items: items, revision: revision, remaining: remaining)
    }

    /// The oldest revision that can be read, and the newest.
    func revisions() throws(StorageError) -> (compacted: UInt64, current: UInt64) {
        do throws(SQLiteFailure) {
            defer { bounds.reset() }
            if try bounds.step() { return (bounds.revision(0), bounds.revision(1)) }
        } catch {
            throw error.storageError(path)
        }
        throw .unavailable("\(path) is damaged (a row of its meta table is missing): restore it from a backup")
    }

    private func bind(_ range: KeyBounds, _ revision: UInt64, to statement: borrowing Statement) throws(SQLiteFailure) {
        try statement.bind(range.lower.text, at: 1)
        // Nothing in UTF-8 comes after this.
        if let upper = range.upper { try statement.bind(upper.text, at: 2) } else { try statement.bind([0xFF], at: 2) }
        statement.bind(revision, at: 3)
    }
}
