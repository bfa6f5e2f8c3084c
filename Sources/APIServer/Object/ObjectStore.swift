internal import APIMachinery
internal import JSON
internal import Storage

/// The objects of one kind: reads from the cache, writes to the store.
final class ObjectStore: Sendable {
    let kind: ServedKind
    let backend: any StorageBackend
    let cache: WatchCache<ServedObject>

    /// How long a reader waits for a revision that has not come yet.
    static let futureTimeout = Duration.seconds(3)

    init(kind: ServedKind, backend: any StorageBackend, cache: WatchCache<ServedObject>) {
        self.kind = kind
        self.backend = backend
        self.cache = cache
    }

    /// Waits until the cache has everything that was answered before now.
    func catchUp() async throws(StorageError) {
        try await cache.catchUp(timeout: Self.futureTimeout)
    }

    /// The newest state of an object, nil if there is none.
    ///
    /// A store behind a network is asked for the object itself, which costs no more than to ask how far it is.
    func current(_ key: String) async throws -> ServedObject? {
        if backend.isEmbedded {
            try await catchUp()
            return cache.get(key)?.object
        }
        guard let stored = try await backend.get(key) else { return nil }
        do {
            return try served(stored)
        } catch {
            // As the cache has it: it leaves the object out, and knows that it does.
            try await catchUp()
            return nil
        }
    }

    /// Stores a new object.
    func create(_ key: String, _ value: [UInt8]) async throws -> ServedObject {
        try served(try await backend.create(key, value))
    }

    /// Replaces an object at a revision.
    func update(_ key: String, _ value: [UInt8], expecting revision: UInt64) async throws -> ServedObject {
        try served(try await backend.update(key, value, expecting: revision))
    }

    /// Removes an object at a revision; the result carries the revision of the deletion.
    func delete(_ key: String, expecting revision: UInt64) async throws -> ServedObject {
        try served(try await backend.delete(key, expecting: revision))
    }

    /// What the cache holds already, so that the bytes exist once; otherwise made of what was stored.
    func served(_ stored: Stored) throws -> ServedObject {
        if let cached = cache.get(stored.key), cached.revision == stored.revision { return cached.object }
        return try ServedObject(stored, of: kind)
    }
}

/// Reads objects of any served kind; given to admission plug-ins.
public struct ObjectReader: Sendable {
    private let lookup: @Sendable (_ definition: ResourceDefinition) -> ObjectStore?

    /// Makes a reader that finds nothing: for tests of plug-ins.
    public init() { lookup = { _ in nil } }

    init(lookup: @escaping @Sendable (_ definition: ResourceDefinition) -> ObjectStore?) { self.lookup = lookup }

    /// All objects of a type, in key order, as the cache has them now; nothing is waited for.
    ///
    /// - Parameters:
    ///   - type: of the objects; for a type that is not served the answer is empty.
    ///   - namespace: of the objects; empty for all.
    /// - Returns: the objects, decoded anew by each call.
    /// - Throws: what the type throws when a stored object does not fit it.
    public func list<Object: Resource>(_ type: Object.Type, namespace: String = "") throws -> [Object] {
        guard let store = lookup(Object.definition), let version = version(of: Object.definition, store.kind) else {
            return []
        }
        let page = store.cache.snapshot(prefix: store.kind.prefix(namespace: namespace))
        return try page.objects.map { try Object(json: $0.tree(in: version)) }
    }

    /// One object, nil if there is none.
    public func get<Object: Resource>(_ type: Object.Type, namespace: String = "", name: String) throws -> Object? {
        guard let store = lookup(Object.definition), let version = version(of: Object.definition, store.kind),
            let object = store.cache.get(store.kind.key(namespace: namespace, name: name))?.object
        else { return nil }
        return try Object(json: object.tree(in: version))
    }

    private func version(of definition: ResourceDefinition, _ kind: ServedKind) -> Int? {
        kind.versions.firstIndex { $0.definition.version == definition.version }
    }
}
