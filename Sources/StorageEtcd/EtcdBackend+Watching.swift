public import Storage

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension EtcdBackend {
    /// Changes are told as they come from the server, which may be after the write that made them was answered.
    public func subscribe(
        prefix: String,
        after revision: UInt64,
        _ deliver: @escaping @Sendable (StorageSignal) -> Void
    ) async throws(StorageError) -> StorageSubscription {
        let range = EtcdRange(prefix: keys.inEtcd(prefix))
        // A watch says late that it began too early, and never that it began in the future.
        var request = RangeRequest(range)
        request.countOnly = true
        request.revision = revision
        _ = try await self.range(request)
        let (keys, isBelowRoot) = (keys, EtcdKeys.isBelowRoot(prefix))
        let watch = hub.add(range, after: revision, key: { keys.inStore($0, isBelowRoot: isBelowRoot) }, deliver)
        let hub = hub
        let subscription = StorageSubscription(onCancel: { hub.remove(watch) }, onProgress: { hub.requestProgress() })
        try await watch.started().get()
        return subscription
    }
}
