/// A map in key order whose copies are free: a B-tree with copy-on-write nodes.
///
/// A list holds a copy of the whole map while it is written out, and the next write must not pay for that with a copy
/// of everything: it copies one path of nodes, three for 100 000 keys, about 150 reference counts. One sorted array
/// would copy all of it, and an array of chunks its whole table of chunks. With no copy outstanding a write changes
/// the nodes in place. Every node knows how many elements lie below it, so that ranks cost O(log n).
///
/// Leaves keep keys and values in arrays of their own: a listing takes whole runs of values at once.
package struct SortedMap<Value: Sendable>: Sendable {
    private var root = SortedMapNode<Value>()

    /// Makes an empty map.
    package init() {}

    /// How many elements there are.
    package var count: Int { root.total }

    /// The value of a key.
    package subscript(key: StoreKey) -> Value? { root.value(of: key) }

    /// Puts a value in and returns the one that it replaces.
    @discardableResult
    package mutating func set(_ key: StoreKey, _ value: Value) -> Value? {
        let old = root.set(key, value)
        if root.isOverfull { root.growUpwards() }
        return old
    }

    /// Removes a key and returns its value.
    @discardableResult
    package mutating func remove(_ key: StoreKey) -> Value? {
        let old = root.remove(key)
        root.shrinkDownwards()
        return old
    }

    /// Changes the value of a key in place, if there is one.
    package mutating func change(_ key: StoreKey, _ body: (inout Value) -> Void) { root.change(key, body) }

    /// How many keys come before `key`.
    package func rank(of key: StoreKey) -> Int { root.rank(of: key) }

    /// How many keys lie in a range.
    package func count(in bounds: KeyBounds) -> Int {
        let upper = bounds.upper.map { root.rank(of: $0) } ?? count
        return max(0, upper - root.rank(of: bounds.lower))
    }

    /// Calls `body` with runs of neighbours in key order until it answers false.
    package func forEachRun(
        in bounds: KeyBounds,
        _ body: (_ keys: ArraySlice<StoreKey>, _ values: ArraySlice<Value>) -> Bool
    ) {
        if let upper = bounds.upper, upper <= bounds.lower { return }
        _ = root.visitRuns(from: bounds.lower, to: bounds.upper, body)
    }

    /// Calls `body` with each element of a range in key order until it answers false.
    package func forEach(in bounds: KeyBounds, _ body: (StoreKey, Value) -> Bool) {
        forEachRun(in: bounds) { keys, values in
            zip(keys, values).allSatisfy { key, value in body(key, value) }
        }
    }
}

/// A leaf (no children) or an inner node of a sorted map.
private struct SortedMapNode<Value: Sendable>: Sendable {
    /// More than so many elements or children: split.
    private static var capacity: Int { 64 }

    /// The keys of a leaf, or the bounds of an inner node's children.
    ///
    /// Inner: child `i` holds keys from `keys[i]` up to but not `keys[i + 1]`; `keys[0]` counts as minus
    /// infinity.
    private var keys: [StoreKey] = []
    /// Leaf: the values, in the order of `keys`.
    private var values: [Value] = []
    /// Inner: the nodes below.
    private var children: [SortedMapNode] = []
    /// Elements in and below this node.
    private(set) var total = 0

    var isOverfull: Bool { keys.count > Self.capacity }
    private var isLeaf: Bool { children.isEmpty }

    // MARK: Reading

    func value(of key: StoreKey) -> Value? {
        guard isLeaf else { return children[childIndex(of: key)].value(of: key) }
        let index = lowerBound(of: key)
        return index < keys.count && keys[index] == key ? values[index] : nil
    }

    func rank(of key: StoreKey) -> Int {
        guard !isLeaf else { return lowerBound(of: key) }
        let index = childIndex(of: key)
        return children[..<index].reduce(children[index].rank(of: key)) { $0 + $1.total }
    }

    /// Visits the runs of a range; nil stands for the end of this node.
    ///
    /// False: stopped by `body`.
    func visitRuns(
        from lower: StoreKey?,
        to upper: StoreKey?,
        _ body: (ArraySlice<StoreKey>, ArraySlice<Value>) -> Bool
    ) -> Bool {
        guard !isLeaf else {
            let first = lower.map(lowerBound(of:)) ?? 0
            let end = upper.map(lowerBound(of:)) ?? keys.count
            return first >= end || body(keys[first..<end], values[first..<end])
        }
        let first = lower.map(childIndex(of:)) ?? 0
        let last = upper.map(childIndex(of:)) ?? children.count - 1
        for index in first...max(first, last) {
            let lower = index == first ? lower : nil
            let upper = index == last ? upper : nil
            guard children[index].visitRuns(from: lower, to: upper, body) else { return false }
        }
        return true
    }

    // MARK: Changing

    mutating func set(_ key: StoreKey, _ value: Value) -> Value? {
        guard isLeaf else {
            let index = childIndex(of: key)
            let old = children[index].set(key, value)
            if old == nil { total += 1 }
            if children[index].isOverfull { splitChild(index) }
            return old
        }
        let index = lowerBound(of: key)
        if index < keys.count, keys[index] == key {
            let old = values[index]
            values[index] = value
            return old
        }
        keys.insert(key, at: index)
        values.insert(value, at: index)
        total += 1
        return nil
    }

    mutating func change(_ key: StoreKey, _ body: (inout Value) -> Void) {
        guard isLeaf else { return children[childIndex(of: key)].change(key, body) }
        let index = lowerBound(of: key)
        if index < keys.count, keys[index] == key { body(&values[index]) }
    }

    mutating func remove(_ key: StoreKey) -> Value? {
        guard isLeaf else {
            let index = childIndex(of: key)
            guard let old = children[index].remove(key) else { return nil }
            total -= 1
            mergeChild(index)
            return old
        }
        let index = lowerBound(of: key)
        guard index < keys.count, keys[index] == key else { return nil }
        keys.remove(at: index)
        total -= 1
        return values.remove(at: index)
    }

    /// Makes an overfull root the parent of its two halves.
    mutating func growUpwards() {
        var parent = SortedMapNode()
        parent.keys = [keys[0]]
        parent.total = total
        parent.children = [self]
        self = SortedMapNode()
        parent.splitChild(0)
        self = parent
    }

    /// Drops levels of a root that have one child only.
    mutating func shrinkDownwards() {
        while children.count == 1 { self = children[0] }
    }

    private mutating func splitChild(_ index: Int) {
        let right = children[index].splitOff()
        keys.insert(right.keys[0], at: index + 1)
        children.insert(right, at: index + 1)
    }

    /// Cuts off the upper half.
    private mutating func splitOff() -> SortedMapNode {
        // Keys mostly come in order (names with counters): the left half stays fuller than the right one then.
        let middle = keys.count * 5 / 8
        var right = SortedMapNode()
        right.keys = Array(keys[middle...])
        keys.removeSubrange(middle...)
        if isLeaf {
            right.values = Array(values[middle...])
            values.removeSubrange(middle...)
            right.total = right.keys.count
        } else {
            right.children = Array(children[middle...])
            children.removeSubrange(middle...)
            right.total = right.children.reduce(0) { $0 + $1.total }
        }
        total -= right.total
        return right
    }

    /// Joins a child that became small with a neighbour, if both fit into one node with room to spare.
    private mutating func mergeChild(_ index: Int) {
        guard children[index].keys.count < Self.capacity / 4, children.count > 1 else { return }
        let left = index > 0 ? index - 1 : index
        guard children[left].keys.count + children[left + 1].keys.count <= Self.capacity * 3 / 4 else {
            if children[index].total == 0 {
                children.remove(at: index)
                keys.remove(at: index)
            }
            return
        }
        var right = children.remove(at: left + 1)
        let separator = keys.remove(at: left + 1)
        // The separator is a bound of the child's first child, whose own first key may be out of date.
        if !right.isLeaf { right.keys[0] = separator }
        children[left].append(right)
    }

    private mutating func append(_ right: SortedMapNode) {
        keys += right.keys
        values += right.values
        children += right.children
        total += right.total
    }

    // MARK: Searching

    /// The first index whose key is not less than `key`.
    private func lowerBound(of key: StoreKey) -> Int {
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The child that holds `key` if any does.
    private func childIndex(of key: StoreKey) -> Int {
        // The first bound counts as minus infinity: smaller keys may have come, and go, below the first child.
        var low = 1
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if key < keys[middle] { high = middle } else { low = middle + 1 }
        }
        return low - 1
    }
}
