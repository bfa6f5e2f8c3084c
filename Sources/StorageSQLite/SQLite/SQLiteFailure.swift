internal import CSQLite
internal import Storage

/// What SQLite said when a call failed.
struct SQLiteFailure: Error, Sendable {
    /// The extended result code.
    let code: Int32
    /// The text of `sqlite3_errmsg`.
    let message: String

    /// The error for the callers of a store: what is wrong with which file, and what to do.
    func storageError(_ path: String) -> StorageError { .unavailable(advice(path)) }

    private func advice(_ path: String) -> String {
        switch code & 0xFF {
        case SQLITE_NOTADB:
            "\(path) is not an SQLite database: move it away, or name another file"
        case SQLITE_CORRUPT:
            "\(path) is damaged (\(message)): restore it from a backup, or move it away to start empty"
        case SQLITE_FULL:
            "no room to write to \(path) (\(message)): free some space; reads go on meanwhile"
        case SQLITE_CANTOPEN:
            "cannot open \(path) (\(message)): check that its folder exists and can be written to"
        case SQLITE_READONLY, SQLITE_PERM:
            "\(path) cannot be written to (\(message)): check the owner and the mode of the file and its folder"
        case SQLITE_BUSY, SQLITE_LOCKED:
            "\(path) is locked by another program (\(message)): close it there"
        default:
            "\(path): SQLite error \(code): \(message)"
        }
    }
}
