/// What a memory store knows: every kept version of every key, and the order of the changes.
struct MemoryLog: Sendable {
    /// A store starts above 1, with everything before forgotten, so that resource version 1 is always too old.
    static let firstRevision: UInt64 = 3

    private(set) var current = firstRevision
    private(set) var compacted = firstRevision
    private var versions = SortedMap<[Version]>()
    private var events: [StorageEvent] = []
    /// Changes that subscribers were not told yet.
    private var untold: [StorageEvent] = []
    var isClosed = false

    /// A key at a time.
    private struct Version: Sendable {
        let revision: UInt64
        /// Nil: there was none.
        let value: [UInt8]?
    }

    // MARK: Reading

    /// The object now.
    func object(at key: String) -> Stored? { object(key, versions[StoreKey(key)], at: current) }

    /// The objects of a range as things stood at a revision.
    func page(_ bounds: KeyBounds, limit: Int, at revision: UInt64) throws(StorageError) -> StoredPage {
        let revision = revision == 0 ? current : revision
        if revision < compacted { throw .compacted(oldest: compacted) }
        if revision > current { throw .future(current: current) }
        var items: [Stored] = []
        var remaining = 0
        versions.forEach(in: bounds) { key, versions in
            guard let object = object(key.text, versions, at: revision) else { return true }
            if limit == 0 || items.count < limit { items.append(object) } else { remaining += 1 }
            return true
        }
        return StoredPage(items: items, revision: revision, remaining: remaining)
    }

    /// The changes below a prefix after a revision.
    func changes(below prefix: String, after revision: UInt64) throws(StorageError) -> [StorageEvent] {
        if revision < compacted { throw .compacted(oldest: compacted) }
        if revision > current { throw .future(current: current) }
        let prefix = StoreKey(prefix)
        return events.filter { $0.revision > revision && StoreKey($0.object.key).hasPrefix(prefix) }
    }

    private func object(_ key: String, _ versions: [Version]?, at revision: UInt64) -> Stored? {
        guard let version = versions?.last(where: { $0.revision <= revision }), let value = version.value else {
            return nil
        }
        return Stored(key: key, value: value, revision: version.revision)
    }

    // MARK: Writing

    mutating func create(_ key: String, _ value: [UInt8]) throws(StorageError) -> Stored {
        if let present = object(at: key) { throw .exists(present) }
        return commit(key, value, previous: nil)
    }

    mutating func update(_ key: String, _ value: [UInt8], expecting expected: UInt64) throws(StorageError) -> Stored {
        commit(key, value, previous: try object(at: key, expecting: expected).value)
    }

    mutating func delete(_ key: String, expecting expected: UInt64) throws(StorageError) -> Stored {
        commit(key, nil, previous: try object(at: key, expecting: expected).value)
    }

    private func object(at key: String, expecting expected: UInt64) throws(StorageError) -> Stored {
        guard let present = object(at: key) else { throw .notFound }
        guard present.revision == expected else { throw .conflict(current: present) }
        return present
    }

    private mutating func commit(_ key: String, _ value: [UInt8]?, previous: [UInt8]?) -> Stored {
        current += 1
        let version = Version(revision: current, value: value)
        let mapKey = StoreKey(key)
        if versions[mapKey] == nil {
            versions.set(mapKey, [version])
        } else {
            versions.change(mapKey) { $0.append(version) }
        }
        let object = Stored(key: key, value: value ?? previous ?? [], revision: current)
        let event = StorageEvent(object: object, previous: previous, isDeletion: value == nil)
        events.append(event)
        untold.append(event)
        return object
    }

    /// Hands over what subscribers were not told yet.
    mutating func takeUntold() -> [StorageEvent] {
        defer { untold = [] }
        return untold
    }

    // MARK: Forgetting

    mutating func compact(to revision: UInt64) throws(StorageError) {
        if revision > current { throw .future(current: current) }
        guard revision > compacted else { return }
        compacted = revision
        let forgotten = events.prefix { $0.revision <= revision }
        for key in Set(forgotten.lazy.map { StoreKey($0.object.key) }) { forget(key) }
        events.removeFirst(forgotten.count)
    }

    /// Forgets the versions of a key that the state at the compacted revision does not need.
    private mutating func forget(_ key: StoreKey) {
        guard var kept = versions[key], let state = kept.lastIndex(where: { $0.revision <= compacted }) else { return }
        kept.removeFirst(kept[state].value == nil ? state + 1 : state)
        if kept.isEmpty { versions.remove(key) } else { versions.set(key, kept) }
    }
}
