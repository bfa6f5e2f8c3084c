public import Storage

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension EtcdBackend {
    public func create(_ key: String, _ value: [UInt8]) async throws(StorageError) -> Stored {
        let answer = try await transact(key, .modRevision(0), .put(value))
        if answer.response.hasSucceeded { return Stored(key: key, value: value, revision: answer.response.revision) }
        guard let found = answer.response.found else {
            throw .unavailable("etcd: \(key) came and went while it was created")
        }
        if answer.isRepeated { return try Self.own(found, key, value) }
        throw .exists(stored(found, key: key))
    }

    public func update(
        _ key: String,
        _ value: [UInt8],
        expecting expected: UInt64
    ) async throws(StorageError) -> Stored {
        let answer = try await transact(key, .modRevision(expected), .put(value))
        if answer.response.hasSucceeded { return Stored(key: key, value: value, revision: answer.response.revision) }
        guard let found = answer.response.found else {
            if answer.isRepeated { throw Self.unknown(key) }
            throw .notFound
        }
        if answer.isRepeated { return try Self.own(found, key, value) }
        throw .conflict(current: stored(found, key: key))
    }

    public func delete(_ key: String, expecting expected: UInt64) async throws(StorageError) -> Stored {
        let answer = try await transact(key, .modRevision(expected), .delete)
        let found = answer.response.found
        if answer.response.hasSucceeded {
            return Stored(key: key, value: found?.value ?? [], revision: answer.response.revision)
        }
        guard let found else {
            if answer.isRepeated { throw Self.unknown(key) }
            throw .notFound
        }
        throw .conflict(current: stored(found, key: key))
    }

    public func compact(to revision: UInt64) async throws(StorageError) {
        try refuseIfClosed()
        do throws(GRPCFailure) {
            _ = try await caller.call(
                CompactionRequest.method,
                CompactionRequest(revision: revision).bytes,
                .harmless
            )
        } catch {
            if case .status(_, EtcdMessage.compacted) = error { return }
            throw await storageError(error)
        }
    }

    /// Several servers agree on who compacts by a key that whoever was faster has written.
    ///
    /// Source: apiserver `storage/etcd3/compact.go`.
    public func compactionTurn(
        after turn: UInt64,
        revision: UInt64
    ) async throws(StorageError) -> CompactionTurn {
        let request = TxnRequest(
            key: "compact_rev_key",
            condition: .version(turn),
            change: .put(Array(String(revision).utf8))
        )
        let answer = try await transact(request)
        let response = answer.response
        let number = response.hasSucceeded ? turn + 1 : response.found?.version ?? 0
        return CompactionTurn(number: number, isOurs: response.hasSucceeded, current: response.revision)
    }

    private func transact(
        _ key: String,
        _ condition: TxnRequest.Condition,
        _ change: TxnRequest.Change
    ) async throws(StorageError) -> EtcdCaller.TxnAnswer {
        try await transact(TxnRequest(key: keys.inEtcd(key), condition: condition, change: change))
    }

    private func transact(_ request: TxnRequest) async throws(StorageError) -> EtcdCaller.TxnAnswer {
        try refuseIfClosed()
        do {
            return try await caller.transact(request)
        } catch {
            throw await storageError(error)
        }
    }

    /// What an attempt that got no answer has written, if it is there.
    ///
    /// Whether a value that is there is that of an earlier attempt shows by its bytes: objects have a UID of their own.
    /// Otherwise nobody knows whether the attempt was made and overwritten, or never made.
    static func own(_ found: EtcdKeyValue, _ key: String, _ value: [UInt8]) throws(StorageError) -> Stored {
        guard found.value == value else { throw unknown(key) }
        return Stored(key: key, value: value, revision: found.modRevision)
    }

    private static func unknown(_ key: String) -> StorageError {
        .unavailable("etcd: a member failed while \(key) was written, and somebody else has changed it since")
    }
}
