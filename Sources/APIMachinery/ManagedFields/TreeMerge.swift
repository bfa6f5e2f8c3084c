internal import JSON

/// Lays one object over another, element by element.
///
/// Source: structured-merge-diff `TypedValue.Merge`.
enum TreeMerge {
    /// The live object with all that the configuration says; the configuration wins.
    static func merge(_ live: JSONValue, _ config: JSONValue, _ schema: Schema) -> JSONValue {
        merged(live, config, schema) ?? .null
    }

    private static func merged(_ live: JSONValue?, _ config: JSONValue?, _ schema: Schema) -> JSONValue? {
        guard let present = config ?? live else { return nil }
        switch MergeShape(schema, present) {
        case .leaf: return present
        case .object(let shape):
            let (old, new) = (live?.object ?? JSONObject(), config?.object ?? JSONObject())
            guard !old.isEmpty || !new.isEmpty else { return present }
            return .object(members(old, new, shape))
        case .list(let shape):
            let (old, new) = (live?.array ?? [], config?.array ?? [])
            guard !old.isEmpty || !new.isEmpty else { return present }
            return .array(elements(old, new, shape))
        }
    }

    private static func members(_ live: JSONObject, _ config: JSONObject, _ shape: ObjectShape) -> JSONObject {
        var result = JSONObject(capacity: live.count + config.count)
        for (key, value) in live {
            guard let schema = shape.schema(key) else { continue }
            if let value = merged(value, config[key], schema) { result.append(value, forNewKey: key) }
        }
        for (key, value) in config where !live.contains(key) {
            guard let schema = shape.schema(key) else { continue }
            if let value = merged(nil, value, schema) { result.append(value, forNewKey: key) }
        }
        return result
    }

    /// Elements of both lists stand in the order of the configuration; those of the live list alone keep their place before
    /// the shared element that followed them.
    private static func elements(_ live: [JSONValue], _ config: [JSONValue], _ shape: ListShape) -> [JSONValue] {
        let old = places(live, shape)
        let new = places(config, shape)
        let oldIndex = ListIndex(live, shape)
        let newIndex = ListIndex(config, shape)
        var awaited = new.filter { !oldIndex[$0].isEmpty }[...]
        var isTaken: Set<PathElement> = []
        var result: [JSONValue] = []
        var (left, right) = (0, 0)

        func take(_ element: PathElement) {
            isTaken.insert(element)
            // A live element with duplicates gives its place to the one of the configuration.
            let single = oldIndex[element].count == 1 ? oldIndex[element].first : nil
            if let value = merged(single, newIndex[element].first, shape.element) { result.append(value) }
            right += 1
            if awaited.first == element { awaited.removeFirst() }
        }

        while left < old.count || right < new.count {
            if left < old.count {
                let element = old[left]
                if right < new.count {
                    if element == new[right] {
                        take(element)
                        left += 1
                        continue
                    }
                    if !newIndex[element].isEmpty, let next = awaited.first, next != element {
                        left += 1
                        continue
                    }
                }
                if newIndex[element].isEmpty {
                    result.append(live[left])
                    left += 1
                    continue
                }
                if isTaken.contains(element) {
                    left += 1
                }
            }
            if right < new.count { take(new[right]) }
        }
        return result
    }

    private static func places(_ items: [JSONValue], _ shape: ListShape) -> [PathElement] {
        items.compactMap { try? shape.pathElement(of: $0) }
    }
}
