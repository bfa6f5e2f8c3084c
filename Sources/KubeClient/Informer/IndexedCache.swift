internal import JSON

/// Objects by key, and by what indexes say of them.
struct IndexedCache {
    private(set) var objects: [String: JSONValue] = [:]
    private let indexes: [String: Informer.Index]
    /// Of each index: the keys under each value.
    private var keys: [String: [String: Set<String>]] = [:]

    init(_ indexes: [String: Informer.Index]) { self.indexes = indexes }

    /// The objects under a value of an index.
    func objects(index: String, value: String) -> [JSONValue] {
        keys[index]?[value]?.compactMap { objects[$0] } ?? []
    }

    /// Adds or replaces an object and returns the old one.
    mutating func set(_ key: String, _ object: JSONValue) -> JSONValue? {
        let old = objects.updateValue(object, forKey: key)
        if let old { forget(key, old) }
        note(key, object)
        return old
    }

    /// Removes an object and returns it.
    mutating func remove(_ key: String) -> JSONValue? {
        let old = objects.removeValue(forKey: key)
        if let old { forget(key, old) }
        return old
    }

    /// Replaces everything.
    mutating func replace(_ objects: [String: JSONValue]) {
        self.objects = objects
        keys = [:]
        for (key, object) in objects { note(key, object) }
    }

    private mutating func note(_ key: String, _ object: JSONValue) {
        for (name, index) in indexes {
            for value in index(object) { keys[name, default: [:]][value, default: []].insert(key) }
        }
    }

    private mutating func forget(_ key: String, _ object: JSONValue) {
        for (name, index) in indexes {
            for value in index(object) {
                keys[name]?[value]?.remove(key)
                if keys[name]?[value]?.isEmpty == true { keys[name]?[value] = nil }
            }
        }
    }
}
