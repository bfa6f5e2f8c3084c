internal import Storage

/// The present revision of every key, so that a write needs no look-up in the file.
///
/// Can take back what a failed commit did.
struct LogIndex {
    private var revisions: [StoreKey: UInt64] = [:]
    private var undo: [(key: StoreKey, revision: UInt64?)] = []
    private var revisionBefore: UInt64

    /// The newest revision.
    private(set) var current: UInt64

    /// Makes the index of a store without objects.
    init(current: UInt64) {
        self.current = current
        revisionBefore = current
    }

    /// The revision of an object's last change; nil if there is none.
    subscript(key: StoreKey) -> UInt64? { revisions[key] }

    /// Takes in a row that was committed earlier, in the order of revisions within a key.
    mutating func load(_ key: StoreKey, _ revision: UInt64?) { revisions[key] = revision }

    /// Gives a change the next revision.
    mutating func advance(_ key: StoreKey, isDeletion: Bool) -> UInt64 {
        current += 1
        undo.append(
            (key, isDeletion ? revisions.removeValue(forKey: key) : revisions.updateValue(current, forKey: key))
        )
        return current
    }

    /// Keeps what was done since the last call of either.
    mutating func commit() {
        undo.removeAll(keepingCapacity: true)
        revisionBefore = current
    }

    /// Takes back what was done since.
    mutating func rollBack() {
        for (key, revision) in undo.reversed() { revisions[key] = revision }
        current = revisionBefore
        commit()
    }
}
