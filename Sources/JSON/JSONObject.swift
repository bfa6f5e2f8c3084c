/// The members of a JSON object, in the order in which they were read or added.
///
/// Looking a key up compares the keys one by one: objects of an API have a handful of members, for which this beats
/// hashing; from 17 members on a hash index is kept.
public struct JSONObject: Sendable {
    private var storage: [Entry] = []
    private var index: [ByteKey: Int]?

    static let indexedFrom = 17

    /// One key with its value.
    public typealias Member = (key: String, value: JSONValue)

    /// A member as it is stored; the compiler knows more about a struct than about a tuple.
    struct Entry: Sendable {
        let key: String
        var value: JSONValue
    }

    /// Makes an object without members.
    public init() {}

    /// Makes an object without members that has room for `capacity` of them.
    public init(capacity: Int) { storage.reserveCapacity(capacity) }

    /// Makes an object of members whose keys are known to differ, with their index from `indexedFrom` members on.
    init(distinct members: [Entry], index: [ByteKey: Int]?) {
        storage = members
        self.index = index
    }

    /// Makes an object of members whose keys differ; of equal keys the last value wins.
    public init(uniqueKeysWithValues members: some Sequence<(String, JSONValue)>) {
        for (key, value) in members { self[key] = value }
    }

    /// The keys in order.
    public var keys: [String] { storage.map(\.key) }

    /// The value of a key; setting a new key appends it, setting a present one keeps its place, nil removes it.
    public subscript(key: String) -> JSONValue? {
        get {
            guard let place = place(of: key) else { return nil }
            return storage[place].value
        }
        set {
            if let place = place(of: key) {
                if let newValue {
                    storage[place].value = newValue
                } else {
                    storage.remove(at: place)
                    reindex()
                }
            } else if let newValue {
                append(newValue, forNewKey: key)
            }
        }
    }

    /// Whether there is a member with that key.
    public func contains(_ key: String) -> Bool { place(of: key) != nil }

    /// Adds a member at the end.
    ///
    /// The caller knows that the key is new: this is not checked.
    public mutating func append(_ value: JSONValue, forNewKey key: String) {
        storage.append(Entry(key: key, value: value))
        if index != nil {
            index?[ByteKey(text: key)] = storage.count - 1
        } else if storage.count >= Self.indexedFrom {
            reindex()
        }
    }

    /// Adds a member at the front, or gives a present one a new value and moves it there.
    public mutating func prepend(_ value: JSONValue, forKey key: String) {
        if let place = place(of: key) { storage.remove(at: place) }
        storage.insert(Entry(key: key, value: value), at: 0)
        reindex()
    }

    /// Removes a member and returns its value, nil if there was none.
    @discardableResult
    public mutating func removeValue(forKey key: String) -> JSONValue? {
        guard let place = place(of: key) else { return nil }
        let value = storage.remove(at: place).value
        reindex()
        return value
    }

    /// Changes the value of a key in place, without a copy of what is below it.
    ///
    /// `body` gets nil for a missing key and leaves nil to remove it.
    public mutating func withValue<Result, Failure: Error>(
        forKey key: String,
        _ body: (inout JSONValue?) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let place = place(of: key) else {
            var value: JSONValue?
            let result = try body(&value)
            if let value { append(value, forNewKey: key) }
            return result
        }
        var value: JSONValue? = storage[place].value
        storage[place].value = .null
        defer { if let value { storage[place].value = value } else { self[key] = nil } }
        return try body(&value)
    }

    /// Sorts the members by key, in the order of their UTF-8 bytes.
    public mutating func sort() {
        storage.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        reindex()
    }

    /// Lends the members without copies of them.
    func withMembers(_ body: (UnsafeBufferPointer<Entry>) -> Void) { storage.withUnsafeBufferPointer(body) }

    private func place(of key: String) -> Int? {
        if let index { return index[ByteKey(text: key)] }
        for place in storage.indices where storage[place].key.hasSameBytes(as: key) { return place }
        return nil
    }

    private mutating func reindex() {
        guard storage.count >= Self.indexedFrom else {
            index = nil
            return
        }
        var index = [ByteKey: Int](minimumCapacity: storage.count)
        for place in storage.indices { index[ByteKey(text: storage[place].key)] = place }
        self.index = index
    }
}

extension JSONObject: RandomAccessCollection {
    /// The place of the first member.
    public var startIndex: Int { 0 }
    /// The place behind the last member.
    public var endIndex: Int { storage.count }
    /// The member at a place, which must be below `count`.
    public subscript(position: Int) -> Member { (storage[position].key, storage[position].value) }
}

/// Equal objects have equal values for equal keys; the order of the keys does not matter.
extension JSONObject: Hashable {
    /// Whether both are the same.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.count == right.count else { return false }
        return left.allSatisfy { right[$0.key] == $0.value }
    }

    /// Feeds what `==` compares.
    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for member in storage {
            var own = Hasher()
            own.combine(member.key)
            own.combine(member.value)
            sum &+= own.finalize()
        }
        hasher.combine(sum)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Makes an object from a literal.
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(uniqueKeysWithValues: elements) }
}
