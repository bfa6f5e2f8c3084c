internal import CSQLite

/// A prepared statement.
///
/// Indexes of parameters begin with 1, those of columns with 0.
@safe
struct Statement: ~Copyable {
    private let handle: OpaquePointer

    /// Takes over a statement made by `sqlite3_prepare_v3`.
    @unsafe
    init(_ handle: OpaquePointer) { unsafe self.handle = handle }

    deinit { unsafe sqlite3_finalize(handle) }

    // MARK: Parameters. A parameter that cannot be bound makes the step fail, which is checked.

    func bind(_ number: UInt64, at index: Int32) { unsafe sqlite3_bind_int64(handle, index, Int64(clamping: number)) }

    func bind(_ number: Int, at index: Int32) { unsafe sqlite3_bind_int64(handle, index, Int64(number)) }

    func bind(_ bytes: [UInt8], at index: Int32) throws(SQLiteFailure) {
        let code = unsafe bytes.withUnsafeBytes { bytes in
            unsafe apiboot_sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(clamping: bytes.count))
        }
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// Binds the UTF-8 bytes of a text as a blob.
    func bind(_ text: String, at index: Int32) throws(SQLiteFailure) {
        var text = text
        let code = text.withUTF8 { bytes in
            unsafe apiboot_sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(clamping: bytes.count))
        }
        guard code == SQLITE_OK else { throw failure(code) }
    }

    // MARK: Running

    /// Goes to the next row; false if there is none.
    func step() throws(SQLiteFailure) -> Bool {
        let code = unsafe sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure(code)
        }
    }

    /// Makes the statement ready for its next use.
    ///
    /// Errors of the last step were reported by it.
    func reset() {
        unsafe sqlite3_reset(handle)
        unsafe sqlite3_clear_bindings(handle)
    }

    /// Runs a statement without rows, and makes it ready again.
    func run() throws(SQLiteFailure) {
        defer { reset() }
        while try step() {}
    }

    /// Rows that the last run changed, of the whole connection.
    func changes() -> Int { unsafe Int(sqlite3_changes(sqlite3_db_handle(handle))) }

    // MARK: Columns of the present row

    func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

    func revision(_ column: Int32) -> UInt64 { UInt64(clamping: integer(column)) }

    func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_NULL }

    func bytes(_ column: Int32) -> [UInt8] {
        // The memory lives until the next step: it is copied at once.
        let start = unsafe sqlite3_column_blob(handle, column)
        let count = unsafe Int(sqlite3_column_bytes(handle, column))
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    func text(_ column: Int32) -> String {
        let start = unsafe sqlite3_column_blob(handle, column)
        let count = unsafe Int(sqlite3_column_bytes(handle, column))
        return unsafe String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    }

    private func failure(_ code: Int32) -> SQLiteFailure {
        unsafe SQLiteFailure(code: code, message: String(cString: sqlite3_errmsg(sqlite3_db_handle(handle))))
    }
}
