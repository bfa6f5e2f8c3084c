internal import CSQLite
internal import Storage

/// The statements of a log's writing connection, prepared once.
final class LogStatements {
    let begin: Statement
    let commit: Statement
    let rollBack: Statement
    private let insertFirst: Statement
    private let insertNext: Statement
    private let readValue: Statement
    private let readKeys: Statement
    private let readChanges: Statement

    /// Prepares the statements.
    init(_ connection: borrowing Connection) throws(SQLiteFailure) {
        begin = try connection.prepare("BEGIN IMMEDIATE")
        commit = try connection.prepare("COMMIT")
        rollBack = try connection.prepare("ROLLBACK")
        insertFirst = try connection.prepare(
            "INSERT INTO log (revision, key, created, previous, deleted, value) VALUES (?1, ?2, ?1, 0, 0, ?3)"
        )
        insertNext = try connection.prepare(
            """
            INSERT INTO log (revision, key, created, previous, deleted, value)
            SELECT ?1, ?2, created, ?4, ?5, ?3 FROM log WHERE revision = ?4
            """
        )
        readValue = try connection.prepare("SELECT value FROM log WHERE revision = ?1")
        readKeys = try connection.prepare("SELECT key, revision, deleted FROM log INDEXED BY log_by_key")
        readChanges = try connection.prepare(
            """
            SELECT l.revision, l.key, l.deleted, l.value, p.value, l.previous
            FROM log AS l LEFT JOIN log AS p ON p.revision = l.previous
            WHERE l.revision > ?1 AND l.key >= ?2 AND l.key < ?3 ORDER BY l.revision
            """
        )
    }

    /// Adds a row; no value stands for a deletion.
    func append(
        _ key: String,
        _ value: [UInt8]?,
        revision: UInt64,
        previous: UInt64?
    ) throws(SQLiteFailure) {
        guard let previous else {
            insertFirst.bind(revision, at: 1)
            try insertFirst.bind(key, at: 2)
            try insertFirst.bind(value ?? [], at: 3)
            return try insertFirst.run()
        }
        insertNext.bind(revision, at: 1)
        try insertNext.bind(key, at: 2)
        if let value { try insertNext.bind(value, at: 3) }
        insertNext.bind(previous, at: 4)
        insertNext.bind(value == nil ? 1 : 0, at: 5)
        try insertNext.run()
        guard insertNext.changes() == 1 else { throw Self.missing(previous) }
    }

    /// The value that a change wrote.
    func value(_ revision: UInt64) throws(SQLiteFailure) -> [UInt8] {
        defer { readValue.reset() }
        readValue.bind(revision, at: 1)
        guard try readValue.step() else { throw Self.missing(revision) }
        return readValue.bytes(0)
    }

    /// Every row's key and revision, nil for a deletion; revisions rise within a key.
    func forEachKey(_ body: (StoreKey, UInt64?) -> Void) throws(SQLiteFailure) {
        defer { readKeys.reset() }
        while try readKeys.step() {
            body(StoreKey(readKeys.text(0)), readKeys.integer(2) == 0 ? readKeys.revision(1) : nil)
        }
    }

    /// The changes of a range of keys after a revision.
    func changes(_ range: KeyBounds, after revision: UInt64) throws(SQLiteFailure) -> [StorageEvent] {
        defer { readChanges.reset() }
        readChanges.bind(revision, at: 1)
        try readChanges.bind(range.lower.text, at: 2)
        try readChanges.bind(range.upper.map { Array($0.text.utf8) } ?? [0xFF], at: 3)
        var events: [StorageEvent] = []
        while try readChanges.step() {
            let isDeletion = readChanges.integer(2) != 0
            let previous = readChanges.integer(5) == 0 ? nil : readChanges.bytes(4)
            let object = Stored(
                key: readChanges.text(1),
                value: isDeletion ? previous ?? [] : readChanges.bytes(3),
                revision: readChanges.revision(0)
            )
            events.append(StorageEvent(object: object, previous: previous, isDeletion: isDeletion))
        }
        return events
    }

    private static func missing(_ revision: UInt64) -> SQLiteFailure {
        SQLiteFailure(code: SQLITE_CORRUPT, message: "the row of revision \(revision) is missing")
    }
}
