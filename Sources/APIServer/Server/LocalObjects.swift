package import JSON
internal import Storage

/// The objects of one resource for other parts of the same process, read from the server's own cache.
package struct LocalObjects: Sendable {
    let store: ObjectStore

    /// One object that changed.
    package struct Change: Sendable {
        /// The object, in its last state if it is gone.
        package let object: JSONValue
        /// Whether it was deleted.
        package let isDeletion: Bool

        /// Makes a change.
        package init(object: JSONValue, isDeletion: Bool) {
            self.object = object
            self.isDeletion = isDeletion
        }
    }

    /// Whether the cache has been filled.
    package var isReady: Bool { store.cache.isReady }

    /// Returns once the cache has been filled.
    package func waitUntilReady() async throws {
        await store.cache.waitUntilReady()
        try Task.checkCancellation()
    }

    /// Store keys of what lies in the store and cannot be read.
    package var unreadable: [String] { store.cache.undecodable.map(\.key) }

    /// All objects in key order, as the cache has them now; of one namespace unless it is empty.
    package func list(namespace: String = "") -> [JSONValue] {
        store.cache.snapshot(prefix: store.kind.prefix(namespace: namespace)).objects.compactMap { try? $0.tree() }
    }

    /// One object; nil if there is none.
    package func get(namespace: String = "", name: String) -> JSONValue? {
        try? store.cache.get(store.kind.key(namespace: namespace, name: name))?.object.tree()
    }

    /// Tells of every object that there is, and then of every change, until the task is cancelled.
    ///
    /// After a gap, which only a slow reader sees, all objects are told of again, but not which have gone: compare with
    /// `list`.
    package func follow(_ tell: @Sendable ([Change]) async -> Void) async throws {
        while !Task.isCancelled {
            await store.cache.waitUntilReady()
            guard let cursor = try? store.cache.watch(initialState: true) else {
                // The cache has lost its store since, and follows it again soon.
                try await Task.sleep(for: .milliseconds(100))
                continue
            }
            let (wakes, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            cursor.onEvents { waker.yield() }
            var iterator = wakes.makeAsyncIterator()
            while !cursor.isExpired, !Task.isCancelled {
                let events = cursor.next(max: 256)
                guard events.isEmpty else {
                    await tell(events.compactMap(Self.change))
                    continue
                }
                if cursor.isExpired { break }
                await iterator.next()
            }
        }
        try Task.checkCancellation()
    }

    private static func change(_ event: WatchEvent<ServedObject>) -> Change? {
        guard let tree = try? event.object.tree() else { return nil }
        return Change(object: tree, isDeletion: event.type == .deleted)
    }
}
