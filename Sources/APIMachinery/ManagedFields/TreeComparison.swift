internal import JSON

/// What differs between two objects of one shape.
///
/// Source: structured-merge-diff `typed.Comparison`.
struct TreeComparison: Equatable {
    /// Places that only the new object has.
    var added = FieldSet()
    /// Places with another value.
    var modified = FieldSet()
    /// Places that only the old object has.
    var removed = FieldSet()

    /// Compares; an absent object and an empty one differ.
    init(_ old: JSONValue, _ new: JSONValue, _ schema: Schema) {
        var root = Difference()
        root.compare(old, new, schema)
        added = FieldSet(unsorted: root.added)
        modified = FieldSet(unsorted: root.modified)
        removed = FieldSet(unsorted: root.removed)
    }

    /// Whether nothing differs.
    var isSame: Bool { added.isEmpty && modified.isEmpty && removed.isEmpty }

    /// What is new or has another value.
    var changed: FieldSet { added.union(modified) }

    /// Leaves away what is at or below some places.
    mutating func ignore(_ ignored: FieldSet) {
        guard !ignored.isEmpty else { return }
        added = added.subtractingTrees(ignored)
        modified = modified.subtractingTrees(ignored)
        removed = removed.subtractingTrees(ignored)
    }
}

/// The differences at and below one place.
private struct Difference {
    var isAdded = false
    var isModified = false
    var isRemoved = false
    var added: [FieldSet.Node] = []
    var modified: [FieldSet.Node] = []
    var removed: [FieldSet.Node] = []

    mutating func compare(_ old: JSONValue?, _ new: JSONValue?, _ schema: Schema) {
        guard let present = new ?? old else { return }
        let shape = MergeShape(schema, present)
        if let old, new != nil, case .any = schema.kind, old.object == nil, present.object != nil {
            // The value became an object: the place changed, and all below it is new.
            isModified = true
            compareBelow(nil, new, shape)
            return
        }
        if let old, let new, case .any = schema.kind, old.object != nil, new.object == nil {
            isModified = true
            compareBelow(old, nil, MergeShape(schema, old))
            return
        }
        if case .leaf = shape { return compareLeaf(old, new) }
        guard !Self.isEmpty(old) || !Self.isEmpty(new) else { return compareLeaf(old, new) }
        compareBelow(old, new, shape)
        if old == nil { isAdded = true } else if new == nil { isRemoved = true }
    }

    private static func isEmpty(_ value: JSONValue?) -> Bool {
        switch value {
        case .some(.array(let items)): items.isEmpty
        case .some(.object(let members)): members.isEmpty
        default: true
        }
    }

    private mutating func compareLeaf(_ old: JSONValue?, _ new: JSONValue?) {
        if old == nil {
            isAdded = true
        } else if new == nil {
            isRemoved = true
        } else if old != new {
            isModified = true
        }
    }

    private mutating func compareBelow(_ old: JSONValue?, _ new: JSONValue?, _ shape: MergeShape) {
        switch shape {
        case .leaf: break
        case .list(let list): compareLists(ListIndex(old?.array ?? [], list), ListIndex(new?.array ?? [], list), list)
        case .object(let object): compareMembers(old?.object ?? JSONObject(), new?.object ?? JSONObject(), object)
        }
    }

    private mutating func compareMembers(_ old: JSONObject, _ new: JSONObject, _ shape: ObjectShape) {
        for (key, value) in old { compareMember(key, value, new[key], shape) }
        for (key, value) in new where !old.contains(key) { compareMember(key, nil, value, shape) }
    }

    private mutating func compareMember(_ key: String, _ old: JSONValue?, _ new: JSONValue?, _ shape: ObjectShape) {
        guard let schema = shape.schema(key) else { return }
        var below = Difference()
        below.compare(old, new, schema)
        take(below, .field(key))
    }

    private mutating func compareLists(_ old: ListIndex, _ new: ListIndex, _ shape: ListShape) {
        for element in old.order { compareElements(element, old[element], new[element], shape) }
        for element in new.order where old[element].isEmpty { compareElements(element, [], new[element], shape) }
    }

    /// Duplicates are compared as one value; when they come or go, so does the place.
    private mutating func compareElements(
        _ element: PathElement,
        _ old: [JSONValue],
        _ new: [JSONValue],
        _ shape: ListShape
    ) {
        var below = Difference()
        switch (old.count, new.count) {
        case (0...1, 0...1): below.compare(old.first, new.first, shape.element)
        case (2..., 2...): below.isModified = old != new
        case (2..., _):
            if let single = new.first { below.compare(nil, single, shape.element) }
            below.isRemoved = true
        default:
            if let single = old.first { below.compare(single, nil, shape.element) }
            below.isAdded = true
        }
        take(below, element)
    }

    private mutating func take(_ below: Difference, _ element: PathElement) {
        func add(_ isMember: Bool, _ children: [FieldSet.Node], to nodes: inout [FieldSet.Node]) {
            guard isMember || !children.isEmpty else { return }
            nodes.append(FieldSet.Node(element: element, isMember: isMember, children: FieldSet(unsorted: children)))
        }
        add(below.isAdded, below.added, to: &added)
        add(below.isModified, below.modified, to: &modified)
        add(below.isRemoved, below.removed, to: &removed)
    }
}
