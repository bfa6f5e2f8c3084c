internal import CSQLite

/// One connection to a database.
///
/// Stays on the thread that made it: it is opened without SQLite's own mutex.
@safe
struct Connection: ~Copyable {
    private let handle: OpaquePointer

    /// Opens or makes the database at `path`.
    ///
    /// The C function is `sqlite3_open_v2`.
    init(path: String) throws(SQLiteFailure) {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
        guard let opened = unsafe opened else { throw SQLiteFailure(code: code, message: "out of memory") }
        guard code == SQLITE_OK else {
            // A failed open gives a handle too, which holds the message and must be closed.
            let failure = unsafe SQLiteFailure(code: code, message: String(cString: sqlite3_errmsg(opened)))
            unsafe sqlite3_close_v2(opened)
            throw failure
        }
        // Somebody may look into the file with other programs; wait for their locks a while.
        unsafe sqlite3_busy_timeout(opened, 10_000)
        unsafe handle = opened
    }

    // Statements may be finalized later: the C function waits for them.
    deinit { unsafe sqlite3_close_v2(handle) }

    /// Whether a transaction is open.
    ///
    /// A failed statement may have rolled it back.
    func isInTransaction() -> Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    /// Runs statements that give no rows.
    func execute(_ sql: String) throws(SQLiteFailure) {
        let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// Prepares a statement that is used again and again.
    func prepare(_ sql: String) throws(SQLiteFailure) -> Statement {
        var prepared: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let prepared = unsafe prepared else { throw failure(code) }
        return unsafe Statement(prepared)
    }

    /// The number that a statement gives, such as a pragma; nil if it gives no row.
    func integer(_ sql: String) throws(SQLiteFailure) -> Int64? {
        let statement = try prepare(sql)
        return try statement.step() ? statement.integer(0) : nil
    }

    /// The text that a statement gives; nil if it gives no row.
    func text(_ sql: String) throws(SQLiteFailure) -> String? {
        let statement = try prepare(sql)
        return try statement.step() ? statement.text(0) : nil
    }

    private func failure(_ code: Int32) -> SQLiteFailure {
        unsafe SQLiteFailure(code: code, message: String(cString: sqlite3_errmsg(handle)))
    }
}
