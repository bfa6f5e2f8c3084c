public import Storage

/// What every store must do, as cases that a test target runs against its back end.
///
/// Free of any test library: a case throws `ContractViolation` when the store does something else.
public enum StorageContract {
    /// One thing that a store must do.
    public struct Case: Sendable, CustomStringConvertible {
        /// The statement that the case checks.
        public let description: String
        /// Throws if it does not hold for an empty store that nobody else writes to.
        public let run: @Sendable (any StorageBackend) async throws -> Void

        init(_ description: String, _ run: @escaping @Sendable (any StorageBackend) async throws -> Void) {
            self.description = description
            self.run = run
        }
    }

    /// For every store.
    public static let cases = writing + listing + compacting + subscribing + caching
    /// For stores in the process, which tell their subscribers of every write, before it is answered.
    public static let embeddedCases = cases + embedded
}

/// Something that a store did against the contract.
public struct ContractViolation: Error, CustomStringConvertible {
    /// What was expected, what happened and where it was checked.
    public let description: String
}

/// Refuses a state of affairs.
func require(_ holds: Bool, _ what: String, file: String = #fileID, line: Int = #line) throws {
    if !holds { throw ContractViolation(description: "\(what) (\(file):\(line))") }
}

/// Refuses two different values.
func requireEqual<Value: Equatable>(
    _ found: Value,
    _ expected: Value,
    file: String = #fileID,
    line: Int = #line
) throws {
    try require(found == expected, "found \(found), expected \(expected)", file: file, line: line)
}

/// Refuses anything but this error.
func requireError(
    _ expected: StorageError,
    file: String = #fileID,
    line: Int = #line,
    _ body: () async throws(StorageError) -> Void
) async throws {
    do throws(StorageError) {
        try await body()
    } catch {
        return try requireEqual(error, expected, file: file, line: line)
    }
    throw ContractViolation(description: "expected \(expected), but it worked (\(file):\(line))")
}

extension StorageBackend {
    /// Everything below a prefix.
    func list(
        _ prefix: String,
        start: String = "",
        limit: Int = 0,
        at revision: UInt64 = 0
    ) async throws(StorageError) -> StoredPage {
        try await list(prefix: prefix, start: start, limit: limit, revision: revision)
    }
}
