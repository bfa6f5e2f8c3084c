public import Storage

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension EtcdBackend {
    public func get(_ key: String) async throws(StorageError) -> Stored? {
        let response = try await range(RangeRequest(EtcdRange(key: keys.inEtcd(key))))
        return response.keyValues.first.map { stored($0, key: key) }
    }

    public func list(
        prefix: String,
        start: String,
        limit: Int,
        revision: UInt64
    ) async throws(StorageError) -> StoredPage {
        let range = EtcdRange(prefix: keys.inEtcd(prefix), start: start.isEmpty ? "" : keys.inEtcd(start))
        var request = RangeRequest(range)
        request.limit = limit
        request.revision = revision
        let response = try await self.range(request)
        let isBelowRoot = EtcdKeys.isBelowRoot(prefix)
        return StoredPage(
            items: response.keyValues.map { stored($0, key: keys.inStore($0.key, isBelowRoot: isBelowRoot)) },
            revision: revision > 0 ? revision : response.revision,
            remaining: max(0, response.count - response.keyValues.count)
        )
    }

    public func currentRevision() async throws(StorageError) -> UInt64 {
        var request = RangeRequest(EtcdRange(key: keys.health))
        request.countOnly = true
        return try await range(request).revision
    }

    /// A server of etcd that can say how far a watch is needs no more than its revision.
    ///
    /// Of an older one the keys are counted, and those asked for that were changed since: if there are neither more, nor
    /// fewer, nor other ones, nothing is missing.
    public func standing(
        of prefix: String,
        known: UInt64,
        count: Int
    ) async throws(StorageError) -> FollowerStanding {
        if hub.canTellProgress { return FollowerStanding(known: known, now: try await currentRevision()) }
        var request = RangeRequest(EtcdRange(prefix: keys.inEtcd(prefix)))
        request.keysOnly = true
        request.minModRevision = known + 1
        let response = try await range(request)
        let newest = response.keyValues.map(\.modRevision).max()
        let isCurrent = newest == nil && response.count == count
        return FollowerStanding(
            now: response.revision,
            isCurrent: isCurrent,
            next: min(newest ?? known + 1, max(response.revision, known))
        )
    }

    func range(_ request: RangeRequest, limit: Duration? = nil) async throws(StorageError) -> RangeResponse {
        try refuseIfClosed()
        do {
            return try await caller.range(request, limit: limit)
        } catch {
            throw await storageError(error)
        }
    }

    func stored(_ keyValue: EtcdKeyValue, key: String) -> Stored {
        Stored(key: key, value: keyValue.value, revision: keyValue.modRevision)
    }

    /// What the store says of a failed call.
    func storageError(_ failure: GRPCFailure) async -> StorageError {
        guard case .status(_, let message) = failure else { return .unavailable("etcd: \(failure.text)") }
        switch message {
        case EtcdMessage.compacted:
            return await oldestRevision().map { .compacted(oldest: $0) } ?? .unavailable("etcd: \(message)")
        case EtcdMessage.future:
            guard let current = try? await currentRevision() else { return .unavailable("etcd: \(message)") }
            return .future(current: current)
        case EtcdMessage.tooLarge: return .tooLarge(message)
        default:
            let isTooLarge = message.contains("received message larger than max")
            return isTooLarge ? .tooLarge(EtcdMessage.tooLarge) : .unavailable("etcd: \(message)")
        }
    }

    /// The oldest revision that is kept; nil if everything is, or nobody knows.
    ///
    /// etcd says so only to watches that begin too early.
    private func oldestRevision() async -> UInt64? {
        let (ends, end) = AsyncStream.makeStream(of: StorageError.self, bufferingPolicy: .bufferingOldest(1))
        let watch = hub.add(
            EtcdRange(key: keys.health),
            after: 0,
            key: { $0 },
            { signal in
                if case .broken(let error) = signal { end.yield(error) }
            }
        )
        defer { hub.remove(watch) }
        hub.afterAWhile { end.finish() }
        if case .failure(let error) = await watch.started() { end.yield(error) }
        for await error in ends {
            if case .compacted(let oldest) = error { return oldest }
        }
        return nil
    }
}
