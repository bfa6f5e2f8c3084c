public import JSON

extension FieldSet {
    /// The places that an object sets.
    ///
    /// Scalars, atomic lists and atomic objects are in the set, as are elements of lists and keys of maps; objects with named
    /// fields and lists only when there is nothing in them that could be.
    ///
    /// - Parameters:
    ///   - tree: an object that fits the schema.
    ///   - schema: its shape.
    /// - Returns: all that it sets.
    public static func of(_ tree: JSONValue, _ schema: Schema) -> FieldSet { below(tree, schema).set }

    private static func below(_ value: JSONValue, _ schema: Schema) -> (isLeaf: Bool, set: FieldSet) {
        switch (MergeShape(schema, value), value) {
        case (.leaf, _): (true, FieldSet())
        case (.list(let shape), .array(let items)): (false, elements(items, shape))
        case (.object(let shape), .object(let members)): (false, fields(members, shape))
        default: (false, FieldSet())
        }
    }

    private static func elements(_ items: [JSONValue], _ shape: ListShape) -> FieldSet {
        var nodes: [Node] = []
        nodes.reserveCapacity(items.count)
        for item in items {
            guard let element = try? shape.pathElement(of: item) else { continue }
            nodes.append(Node(element: element, isMember: true, children: below(item, shape.element).set))
        }
        return FieldSet(unsorted: nodes)
    }

    private static func fields(_ members: JSONObject, _ shape: ObjectShape) -> FieldSet {
        var nodes: [Node] = []
        nodes.reserveCapacity(members.count)
        for (key, value) in members {
            guard let schema = shape.schema(key) else { continue }
            let (isLeaf, children) = below(value, schema)
            let isEmpty = value.isNull || value.object?.isEmpty == true
            nodes.append(Node(element: .field(key), isMember: isLeaf || isEmpty || shape.isMap, children: children))
        }
        return FieldSet(unsorted: nodes)
    }

    /// The set with every named field a member that leads to members: so that a field goes when all below it goes.
    func withNamedFields(_ schema: Schema?) -> FieldSet {
        guard let schema else { return self }
        return FieldSet(
            unsorted: nodes.map { node in
                let (next, isNamed) = Self.step(schema, node.element)
                return Node(
                    element: node.element,
                    isMember: node.isMember || isNamed,
                    children: node.children.withNamedFields(next)
                )
            }
        )
    }

    /// The set after parts of the type became atomic: owners of what was below now own the whole.
    func reconciled(_ schema: Schema) -> FieldSet {
        guard needsReconciling(schema) else { return self }
        return FieldSet(
            unsorted: nodes.map { node in
                guard let next = Self.step(schema, node.element).schema, !node.children.isEmpty else { return node }
                guard !next.isOwnedAsAWhole else {
                    return Node(element: node.element, isMember: true, children: FieldSet())
                }
                return Node(element: node.element, isMember: node.isMember, children: node.children.reconciled(next))
            }
        )
    }

    private func needsReconciling(_ schema: Schema) -> Bool {
        nodes.contains { node in
            guard !node.children.isEmpty, let next = Self.step(schema, node.element).schema else { return false }
            return next.isOwnedAsAWhole || node.children.needsReconciling(next)
        }
    }

    /// The schema one step further, and whether the step is a field with a name of its own.
    private static func step(_ schema: Schema, _ element: PathElement) -> (schema: Schema?, isNamed: Bool) {
        switch (schema.kind, element) {
        case (.object(let fields), .field(let name)):
            let field = fields.first { $0.name == name }
            return (field?.schema ?? schema.others, field != nil)
        case (.map(let value), .field): return (value, false)
        case (.array(let item), _): return (item, false)
        case (.any, _): return (schema, false)
        default: return (nil, false)
        }
    }
}

extension Schema {
    /// Whether lists or objects of this shape have one owner.
    fileprivate var isOwnedAsAWhole: Bool {
        switch kind {
        case .array: listType == .atomic
        case .object, .map: isAtomic
        default: false
        }
    }
}
