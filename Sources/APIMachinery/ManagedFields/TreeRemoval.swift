internal import JSON

/// Takes places out of an object.
///
/// Source: structured-merge-diff `TypedValue.RemoveItems`.
enum TreeRemoval {
    /// The object without some places; an object or list that loses all it has becomes null, but a required object
    /// becomes empty: its absence would be a fault that nobody asked for.
    static func remove(_ doomed: FieldSet, from tree: JSONValue, _ schema: Schema) -> JSONValue {
        guard !doomed.isEmpty else { return tree }
        switch (MergeShape(schema, tree), tree) {
        case (.object(let shape), .object(let members)):
            guard !members.isEmpty else { return tree }
            var result = JSONObject(capacity: members.count)
            for (key, value) in members {
                if let rest = kept(value, .field(key), shape.schema(key), doomed) {
                    let isEmptied = rest.isNull && !value.isNull
                    result.append(isEmptied && shape.requiresObject(key) ? .emptyObject : rest, forNewKey: key)
                }
            }
            return result.isEmpty ? .null : .object(result)
        case (.list(let shape), .array(let items)):
            guard !items.isEmpty else { return tree }
            var result: [JSONValue] = []
            for item in items {
                guard let element = try? shape.pathElement(of: item) else {
                    result.append(item)
                    continue
                }
                if let item = kept(item, element, shape.element, doomed) { result.append(item) }
            }
            return result.isEmpty ? .null : .array(result)
        default: return tree
        }
    }

    /// What stays of a value; nil if it goes as a whole.
    private static func kept(
        _ value: JSONValue,
        _ element: PathElement,
        _ schema: Schema?,
        _ doomed: FieldSet
    ) -> JSONValue? {
        guard let node = doomed.node(element) else { return value }
        guard !node.isMember else { return nil }
        return schema.map { remove(node.children, from: value, $0) } ?? value
    }
}
