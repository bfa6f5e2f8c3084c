internal import JSON
internal import Storage
internal import Synchronization

/// What the control plane's own parts read: trees of some kinds, never behind an answered write.
///
/// Any thread.
final class PlaneObjects: ServiceAccountDirectory {
    private let caches: [PlaneResource: WatchCache<PlaneObject>]

    init(backend: any StorageBackend, of resources: [PlaneResource]) {
        var caches: [PlaneResource: WatchCache<PlaneObject>] = [:]
        for resource in resources {
            caches[resource] = WatchCache(
                backend: backend,
                prefix: resource.prefix,
                cost: { _ in 1024 },
                report: { _ in },
                decode: { stored, _ in try PlaneObject(stored) }
            )
        }
        self.caches = caches
    }

    /// Keeps the caches fed until cancelled.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for cache in caches.values { group.addTask { try await cache.run() } }
            try await group.waitForAll()
        }
    }

    /// Returns once all caches have been filled.
    func waitUntilReady() async {
        for cache in caches.values { await cache.waitUntilReady() }
    }

    /// All objects of a kind in key order; of one namespace, if it is given.
    func list(_ resource: PlaneResource, namespace: String = "") -> [JSONValue] {
        let prefix = namespace.isEmpty || !resource.isNamespaced ? nil : resource.prefix + namespace + "/"
        return caches[resource]?.snapshot(prefix: prefix).objects.map(\.tree) ?? []
    }

    /// One object; nil if there is none.
    func get(_ resource: PlaneResource, namespace: String = "", name: String) -> JSONValue? {
        caches[resource]?.get(resource.key(namespace: namespace, name: name))?.object.tree
    }

    func uid(ofServiceAccount name: String, in namespace: String) -> String? {
        get(.serviceAccounts, namespace: namespace, name: name)?.uid
    }

    func uid(ofBound kind: String, name: String, in namespace: String) -> String? {
        kind == "secret" ? get(.secrets, namespace: namespace, name: name)?.uid : nil
    }

    /// Calls `body` after changes of some kinds, until the result goes.
    func changes(of resources: [PlaneResource], _ body: @escaping @Sendable () -> Void) -> PlaneChanges {
        PlaneChanges(caches: resources.compactMap { caches[$0] }, body)
    }
}

/// Tells of changes: once for many that come together, never too late.
///
/// `take` arms it again. Any thread.
final class PlaneChanges: Sendable {
    private let caches: [WatchCache<PlaneObject>]
    private let body: @Sendable () -> Void
    private let cursors = Mutex<[WatchCursor<PlaneObject>?]>([])

    init(caches: [WatchCache<PlaneObject>], _ body: @escaping @Sendable () -> Void) {
        self.caches = caches
        self.body = body
        cursors.withLock { $0 = caches.map { _ in nil } }
    }

    /// Forgets what was told so far; what changes from here on is told anew.
    func take() {
        cursors.withLock { cursors in
            for index in caches.indices {
                if let cursor = cursors[index], !cursor.isExpired {
                    while !cursor.next(max: 256).isEmpty {}
                } else {
                    cursors[index] = try? caches[index].watch()
                    cursors[index]?.onEvents(body)
                    _ = cursors[index]?.next(max: 1)
                }
            }
        }
    }
}
