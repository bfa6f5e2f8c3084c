internal import CSQLite
internal import Glibc
internal import Storage

/// How a log lies in a database: made when new, checked when old.
enum LogSchema {
    /// Marks the file as ours: "absl" for apiserver-boot's storage log.
    private static let applicationID: Int64 = 0x6162_736C
    /// Goes up with every change that an older program cannot read.
    private static let version: Int64 = 1

    /// A store starts above 1, with everything before forgotten, so that resource version 1 is always too old.
    static let firstRevision: UInt64 = 3

    /// One row per change.
    ///
    /// A deletion has no value; a creation's `previous` is 0.
    ///
    /// Keys are blobs, so that they compare by their bytes whatever these are. The index answers what the present state
    /// is, and what it was, without the table.
    private static let tables = """
        CREATE TABLE log (
            revision INTEGER PRIMARY KEY,
            key BLOB NOT NULL,
            created INTEGER NOT NULL,
            previous INTEGER NOT NULL,
            deleted INTEGER NOT NULL,
            value BLOB
        ) STRICT;
        CREATE INDEX log_by_key ON log (key, revision, deleted);
        CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        INSERT INTO meta VALUES ('compacted', \(firstRevision)), ('swept', \(firstRevision));
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(version);
        """

    /// Makes the file with a mode that keeps others out, since it holds secrets; SQLite's own would be 0644.
    static func createFile(_ path: String) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        // What is wrong, if anything, SQLite finds out next.
        if descriptor >= 0 { close(descriptor) }
    }

    /// Prepares the writing connection of a log.
    static func prepare(_ connection: borrowing Connection, path: String, options: SQLiteOptions) throws(StorageError) {
        do {
            // The first look into the file: fails if it is something else.
            let id = try connection.integer("PRAGMA application_id") ?? 0
            let tableCount = try connection.integer("SELECT count(*) FROM sqlite_schema") ?? 0
            if tableCount == 0 { try connection.execute("PRAGMA auto_vacuum = INCREMENTAL") }
            if path != ":memory:" { try useWriteAheadLog(connection, path) }
            try connection.execute(
                "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = \(64 << 20)"
            )
            if let pages = options.maximumPages { try connection.execute("PRAGMA max_page_count = \(pages)") }
            if tableCount == 0 {
                try connection.execute("BEGIN IMMEDIATE; \(tables) COMMIT")
            } else {
                try check(connection, path, applicationID: id)
            }
        } catch let error as SQLiteFailure {
            throw error.storageError(path)
        } catch let error as StorageError {
            throw error
        } catch {
            throw .unavailable("\(path): \(error)")
        }
    }

    private static func useWriteAheadLog(_ connection: borrowing Connection, _ path: String) throws {
        let mode = try connection.text("PRAGMA journal_mode = WAL") ?? ""
        guard mode == "wal" else {
            throw StorageError.unavailable(
                "\(path) cannot have a write-ahead log (SQLite chose \(mode)): put it on a local file system"
            )
        }
    }

    private static func check(_ connection: borrowing Connection, _ path: String, applicationID id: Int64) throws {
        guard id == applicationID else {
            throw StorageError.unavailable("\(path) is a database of another program: name another file")
        }
        let found = try connection.integer("PRAGMA user_version") ?? 0
        guard found <= version else {
            throw StorageError.unavailable(
                "\(path) has format \(found), this program knows up to \(version): use the newer program, or another file"
            )
        }
    }
}
