public import JSON

/// A set of places in an object.
///
/// A place that is in the set says nothing about the places below it. The set is a tree: equal starts of paths are kept
/// once, and the steps below each place are sorted, so that two sets are combined in one pass.
/// Source: structured-merge-diff `fieldpath.Set`.
public struct FieldSet: Sendable, Equatable {
    /// A step that leads to members of the set.
    struct Node: Sendable, Equatable {
        var element: PathElement
        /// Whether the place itself is in the set.
        var isMember: Bool
        /// What is in the set below it.
        var children: FieldSet
    }

    /// Sorted, each element once (`1` and `1.0` are one); a node that is no member has children.
    private(set) var nodes: [Node]

    /// Makes an empty set.
    public init() { nodes = [] }

    /// Makes a set of paths.
    public init(_ paths: [[PathElement]]) {
        nodes = []
        for path in paths { insert(path) }
    }

    /// Makes a set of nodes in any order; equal elements are united.
    init(unsorted: [Node]) {
        var nodes = unsorted
        nodes.removeAll { !$0.isMember && $0.children.isEmpty }
        let isSorted = zip(nodes, nodes.dropFirst()).allSatisfy { PathElement.order($0.element, $1.element) < 0 }
        if isSorted {
            self.nodes = nodes
            return
        }
        nodes.sort { PathElement.order($0.element, $1.element) < 0 }
        self.nodes = []
        self.nodes.reserveCapacity(nodes.count)
        for node in nodes {
            if let last = self.nodes.last, PathElement.order(last.element, node.element) == 0 {
                self.nodes[self.nodes.count - 1].isMember = last.isMember || node.isMember
                self.nodes[self.nodes.count - 1].children = last.children.union(node.children)
            } else {
                self.nodes.append(node)
            }
        }
    }

    /// Whether there is nothing in the set.
    public var isEmpty: Bool { nodes.isEmpty }

    /// Number of places in the set.
    public var count: Int { nodes.reduce(0) { $0 + ($1.isMember ? 1 : 0) + $1.children.count } }

    /// Whether a place is in the set.
    public func contains(_ path: [PathElement]) -> Bool {
        var set = self
        for (depth, element) in path.enumerated() {
            guard let node = set.node(element) else { return false }
            if depth == path.count - 1 { return node.isMember }
            set = node.children
        }
        return false
    }

    /// Adds a place; the root cannot be added.
    public mutating func insert(_ path: [PathElement]) { insert(path[...]) }

    private mutating func insert(_ path: ArraySlice<PathElement>) {
        guard let element = path.first else { return }
        let place = self.place(of: element)
        if place == nodes.count || PathElement.order(nodes[place].element, element) != 0 {
            nodes.insert(Node(element: element, isMember: false, children: FieldSet()), at: place)
        }
        if path.count == 1 {
            nodes[place].isMember = true
        } else {
            nodes[place].children.insert(path.dropFirst())
        }
    }

    /// The node of a step, if there is one.
    func node(_ element: PathElement) -> Node? {
        let place = self.place(of: element)
        guard place < nodes.count, PathElement.order(nodes[place].element, element) == 0 else { return nil }
        return nodes[place]
    }

    /// Where the element is or would be.
    private func place(of element: PathElement) -> Int {
        var (low, high) = (0, nodes.count)
        while low < high {
            let middle = (low + high) / 2
            if PathElement.order(nodes[middle].element, element) < 0 { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// All places: at each level first those of the level itself, then what is below.
    public var paths: [[PathElement]] {
        var result: [[PathElement]] = []
        appendPaths(below: [], to: &result)
        return result
    }

    private func appendPaths(below start: [PathElement], to result: inout [[PathElement]]) {
        for node in nodes where node.isMember { result.append(start + [node.element]) }
        for node in nodes { node.children.appendPaths(below: start + [node.element], to: &result) }
    }
}

// MARK: Combining sets

extension FieldSet {
    /// The places that are in one of the sets.
    public func union(_ other: FieldSet) -> FieldSet {
        if other.isEmpty { return self }
        if isEmpty { return other }
        return zipped(other) { left, right in
            guard let left else { return right }
            guard let right else { return left }
            return Node(
                element: left.element,
                isMember: left.isMember || right.isMember,
                children: left.children.union(right.children)
            )
        }
    }

    /// The places that are in both sets.
    public func intersection(_ other: FieldSet) -> FieldSet {
        if isEmpty || other.isEmpty { return FieldSet() }
        return zipped(other) { left, right in
            guard let left, let right else { return nil }
            return Node(
                element: left.element,
                isMember: left.isMember && right.isMember,
                children: left.children.intersection(right.children)
            )
        }
    }

    /// The places that are not in the other set.
    ///
    /// Places below those of the other set stay.
    public func subtracting(_ other: FieldSet) -> FieldSet {
        if isEmpty || other.isEmpty { return self }
        return zipped(other) { left, right in
            guard let left else { return nil }
            guard let right else { return left }
            return Node(
                element: left.element,
                isMember: left.isMember && !right.isMember,
                children: left.children.subtracting(right.children)
            )
        }
    }

    /// The places that are neither in the other set nor below one of its places.
    public func subtractingTrees(_ other: FieldSet) -> FieldSet {
        if isEmpty || other.isEmpty { return self }
        return zipped(other) { left, right in
            guard let left else { return nil }
            guard let right else { return left }
            guard !right.isMember else { return nil }
            return Node(
                element: left.element,
                isMember: left.isMember,
                children: left.children.subtractingTrees(right.children)
            )
        }
    }

    /// Walks both sets side by side; nodes without members fall away.
    private func zipped(_ other: FieldSet, _ combine: (Node?, Node?) -> Node?) -> FieldSet {
        var result = FieldSet()
        result.nodes.reserveCapacity(max(nodes.count, other.nodes.count))
        func add(_ node: Node?) {
            guard let node, node.isMember || !node.children.isEmpty else { return }
            result.nodes.append(node)
        }
        var (left, right) = (0, 0)
        while left < nodes.count, right < other.nodes.count {
            let order = PathElement.order(nodes[left].element, other.nodes[right].element)
            add(combine(order <= 0 ? nodes[left] : nil, order >= 0 ? other.nodes[right] : nil))
            if order <= 0 { left += 1 }
            if order >= 0 { right += 1 }
        }
        for node in nodes[left...] { add(combine(node, nil)) }
        for node in other.nodes[right...] { add(combine(nil, node)) }
        return result
    }
}

// MARK: fieldsV1

extension FieldSet {
    /// The form in which `managedFields` keeps the set.
    public var json: JSONValue {
        var members = JSONObject(capacity: nodes.count)
        for node in nodes { members.append(node.json, forNewKey: node.element.text) }
        return .object(members)
    }

    /// Reads what `managedFields` keeps; nil if it is no set of fields.
    public init?(json: JSONValue) {
        guard let (set, _) = try? Self.read(json) else { return nil }
        self = set
    }

    private static func read(_ json: JSONValue) throws(FieldSetError) -> (set: FieldSet, isMember: Bool) {
        guard case .object(let members) = json else { throw FieldSetError(key: "") }
        var nodes: [Node] = []
        nodes.reserveCapacity(members.count)
        var isMember = false
        for (key, value) in members {
            if key == "." {
                isMember = true
                continue
            }
            guard let element = try PathElement(text: key) else { continue }
            let (children, isChildMember) = try read(value)
            nodes.append(Node(element: element, isMember: isChildMember, children: children))
        }
        let set = FieldSet(unsorted: nodes)
        return (set, isMember || set.isEmpty)
    }
}

extension FieldSet.Node {
    /// `{}` for a member alone; a member with others below it has a `.`.
    fileprivate var json: JSONValue {
        guard case .object(var members) = children.json else { return .emptyObject }
        if isMember, !members.isEmpty { members.prepend(.emptyObject, forKey: ".") }
        return .object(members)
    }
}
