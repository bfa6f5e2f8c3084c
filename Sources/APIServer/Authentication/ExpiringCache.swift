/// Answers that are good for a while; the one that was not used for longest makes room for a new one.
///
/// Not for several threads at once.
struct ExpiringCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let key: Key
        var value: Value
        var until: Int64
        var newer: Int
        var older: Int
    }

    private let capacity: Int
    private var places: [Key: Int] = [:]
    private var entries: [Entry] = []
    private var free: [Int] = []
    private var newest = none
    private var oldest = none

    private static var none: Int { -1 }

    /// - Parameter capacity: most entries, at least 1.
    init(capacity: Int) { self.capacity = max(1, capacity) }

    var count: Int { places.count }

    /// The value of a key, unless it has expired by `now`.
    mutating func value(for key: Key, at now: Int64) -> Value? {
        guard let place = places[key] else { return nil }
        guard entries[place].until > now else {
            remove(place)
            return nil
        }
        unlink(place)
        linkNewest(place)
        return entries[place].value
    }

    /// Keeps a value until that moment.
    mutating func set(_ value: Value, for key: Key, until: Int64) {
        if let place = places[key] {
            entries[place].value = value
            entries[place].until = until
            unlink(place)
            linkNewest(place)
            return
        }
        if places.count >= capacity { remove(oldest) }
        let entry = Entry(key: key, value: value, until: until, newer: Self.none, older: Self.none)
        let place: Int
        if let last = free.popLast() {
            place = last
            entries[place] = entry
        } else {
            place = entries.count
            entries.append(entry)
        }
        places[key] = place
        linkNewest(place)
    }

    private mutating func remove(_ place: Int) {
        places[entries[place].key] = nil
        unlink(place)
        free.append(place)
    }

    private mutating func unlink(_ place: Int) {
        let (newer, older) = (entries[place].newer, entries[place].older)
        if newer == Self.none { newest = older } else { entries[newer].older = older }
        if older == Self.none { oldest = newer } else { entries[older].newer = newer }
    }

    private mutating func linkNewest(_ place: Int) {
        entries[place].newer = Self.none
        entries[place].older = newest
        if newest == Self.none { oldest = place } else { entries[newest].newer = place }
        newest = place
    }
}
