public import JSON

/// A merge patch that knows the shape of the object: lists in `metadata` are merged element by element.
///
/// Lists of the type's own fields are replaced as a whole, as upstream does for fields without a patch strategy.
/// Directives: `$patch`, `$retainKeys`, `$deleteFromPrimitiveList/<field>`, `$setElementOrder/<field>`.
/// Source: apimachinery `util/strategicpatch`.
public struct StrategicMergePatch: Sendable, Equatable {
    private let members: JSONObject

    /// Reads a patch; it must be an object.
    ///
    /// - Throws: `malformed`.
    public init(_ json: JSONValue) throws(PatchError) {
        guard case .object(let members) = json else {
            throw .malformed(
                "error decoding patch: json: cannot unmarshal \(json.typeName) into Go value of type map[string]interface {}"
            )
        }
        self.members = members
    }

    /// The tree with the patch merged into it.
    ///
    /// - Parameters:
    ///   - tree: a whole object.
    ///   - schema: its shape.
    /// - Returns: the changed tree.
    /// - Throws: if the patch contradicts itself or an element of a list has no key.
    public func apply(to tree: JSONValue, schema: Schema) throws(PatchError) -> JSONValue {
        .object(try StrategicMerge.merge(tree.object ?? JSONObject(), members, Shape(schema: schema, isMeta: false)))
    }
}

/// What is known about the members of an object while it is merged.
private struct Shape {
    var schema: Schema?
    /// Whether lists merge here: in `metadata` they do.
    var isMeta: Bool

    func member(_ key: String) -> Shape {
        switch schema?.kind {
        case .object(let fields):
            Shape(schema: fields.first { $0.name == key }?.schema, isMeta: isMeta || key == "metadata")
        case .map(let element): Shape(schema: element, isMeta: isMeta)
        default: Shape(schema: nil, isMeta: isMeta)
        }
    }

    var element: Shape {
        guard case .array(let element) = schema?.kind else { return Shape(schema: nil, isMeta: isMeta) }
        return Shape(schema: element, isMeta: isMeta)
    }

    var isMergedList: Bool { isMeta && schema.map { $0.listType != .atomic } ?? false }

    /// The key that tells the elements of the list apart; nil for a list of scalars.
    var mergeKey: String? {
        guard case .map(let keys) = schema?.listType else { return nil }
        return keys.first
    }
}

private enum StrategicMerge {
    static let deletePrefix = "$deleteFromPrimitiveList/"
    static let orderPrefix = "$setElementOrder/"

    static func merge(_ original: JSONObject, _ patch: JSONObject, _ shape: Shape) throws(PatchError) -> JSONObject {
        var patch = patch
        if let directive = patch.removeValue(forKey: "$patch") {
            switch directive {
            case "replace": return patch
            case "delete": return JSONObject()
            default:
                throw .malformed("unknown patch type: \(GoText.json(directive)) in map: \(GoText.json(.object(patch)))")
            }
        }
        var result = original
        try retainKeys(&patch, &result)
        for key in patch.keys where key.hasPrefix(orderPrefix) {
            guard let order = patch.removeValue(forKey: key) else { continue }
            let field = String(key.dropFirst(orderPrefix.count))
            try mergeOrdered(field, order, &patch, &result, shape.member(field))
        }
        for (key, change) in patch { try mergeMember(key, change, &result, shape) }
        return result
    }

    private static func mergeMember(
        _ key: String,
        _ change: JSONValue,
        _ result: inout JSONObject,
        _ shape: Shape
    ) throws(PatchError) {
        if key.hasPrefix(deletePrefix) {
            guard case .array(let doomed) = change else { throw .malformed("invalid patch format of primitive list") }
            let field = String(key.dropFirst(deletePrefix.count))
            guard case .array(let elements) = result[field] else { return }
            result[field] = .array(elements.filter { !doomed.contains($0) })
            return
        }
        switch (result[key], change) {
        case (_, .null): result.removeValue(forKey: key)
        case (.object(let old), .object(let new)): result[key] = .object(try merge(old, new, shape.member(key)))
        case (.array(let old), .array(let new)):
            let member = shape.member(key)
            result[key] = .array(member.isMergedList ? try mergeList(old, new, member) : new)
        default: result[key] = withoutDirectives(change)
        }
    }

    private static func retainKeys(_ patch: inout JSONObject, _ result: inout JSONObject) throws(PatchError) {
        guard let directive = patch.removeValue(forKey: "$retainKeys") else { return }
        guard case .array(let list) = directive else { throw .malformed("invalid patch format of retainKeys") }
        let kept = Set(list.compactMap(\.string))
        for (key, value) in patch where !value.isNull && !key.hasPrefix(deletePrefix) && !key.hasPrefix(orderPrefix) {
            guard kept.contains(key) else { throw .malformed("invalid patch format of retainKeys") }
        }
        for key in result.keys where !kept.contains(key) { result.removeValue(forKey: key) }
    }

    /// Merges the list of a field and brings it into the order that a directive gives.
    private static func mergeOrdered(
        _ field: String,
        _ order: JSONValue,
        _ patch: inout JSONObject,
        _ result: inout JSONObject,
        _ shape: Shape
    ) throws(PatchError) {
        guard case .array(let order) = order else { throw .malformed("invalid patch format of setElementOrder list") }
        let old = result[field]?.array
        let change = patch.removeValue(forKey: field)
        if let change, change.isNull {
            result.removeValue(forKey: field)
            return
        }
        let new = change?.array
        let merged: [JSONValue]
        switch (old, new) {
        case (nil, nil): return
        case (let old?, nil): merged = old
        case (nil, let new?): merged = withoutDirectives(.array(new)).array ?? []
        case (let old?, let new?): merged = shape.isMergedList ? try mergeList(old, new, shape) : new
        }
        result[field] = .array(arranged(merged, by: order, original: old ?? [], shape.mergeKey))
    }

    private static func mergeList(
        _ old: [JSONValue],
        _ new: [JSONValue],
        _ shape: Shape
    ) throws(PatchError) -> [JSONValue] {
        guard let mergeKey = shape.mergeKey else {
            var merged: [JSONValue] = []
            for element in old + new where !merged.contains(element) { merged.append(element) }
            return arranged(merged, by: new, original: old, nil)
        }
        var merged = old
        var changes: [JSONValue] = []
        var isReplaced = false
        for element in new {
            guard case .object(var members) = element else { throw .unmergeable("list element is no map") }
            switch members.removeValue(forKey: "$patch") {
            case nil: changes.append(element)
            case .some("merge"): changes.append(.object(members))
            case .some("replace"): isReplaced = true
            case .some("delete"):
                let key = try self.key(of: members, mergeKey)
                merged.removeAll { $0[mergeKey] == key }
            case .some(let directive): throw .malformed("unknown patch type: \(GoText.json(directive))")
            }
        }
        if isReplaced { return changes }
        for change in changes {
            let members = change.object ?? JSONObject()
            let key = try self.key(of: members, mergeKey)
            if let place = merged.firstIndex(where: { $0[mergeKey] == key }), let present = merged[place].object {
                merged[place] = .object(try merge(present, members, shape.element))
            } else {
                merged.append(withoutDirectives(change))
            }
        }
        return arranged(merged, by: changes, original: old, mergeKey)
    }

    private static func key(of members: JSONObject, _ mergeKey: String) throws(PatchError) -> JSONValue {
        guard let key = members[mergeKey] else {
            throw .unmergeable("map: \(GoText.json(.object(members))) does not contain declared merge key: \(mergeKey)")
        }
        return key
    }

    /// Puts the elements that an order names into that order, and all others between them where the original has them.
    private static func arranged(
        _ elements: [JSONValue],
        by order: [JSONValue],
        original: [JSONValue],
        _ mergeKey: String?
    ) -> [JSONValue] {
        func place(of element: JSONValue, in list: [JSONValue]) -> Int? {
            guard let mergeKey else { return list.firstIndex(of: element) }
            return list.firstIndex { $0[mergeKey] == element[mergeKey] }
        }
        func sorted(_ elements: [JSONValue], by list: [JSONValue]) -> [JSONValue] {
            elements.map { (element: $0, place: place(of: $0, in: list) ?? list.count) }
                .sorted { $0.place < $1.place }.map(\.element)
        }
        let named = sorted(elements.filter { place(of: $0, in: order) != nil }, by: order)[...]
        let others = sorted(elements.filter { place(of: $0, in: order) == nil }, by: original)[...]
        var (left, right) = (others, named)
        var result: [JSONValue] = []
        while let other = left.first, let name = right.first {
            if let before = place(of: other, in: original), let after = place(of: name, in: original), before < after {
                result.append(other)
                left.removeFirst()
            } else {
                result.append(name)
                right.removeFirst()
            }
        }
        return result + left + right
    }

    /// A value that is taken over as it is: without directives and nulls, and without elements that are to be deleted.
    private static func withoutDirectives(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            var result = JSONObject(capacity: members.count)
            for (key, value) in members where !value.isNull {
                guard key != "$patch", key != "$retainKeys", !key.hasPrefix(deletePrefix), !key.hasPrefix(orderPrefix)
                else {
                    continue
                }
                result.append(withoutDirectives(value), forNewKey: key)
            }
            return .object(result)
        case .array(let elements):
            return .array(elements.filter { $0["$patch"] != "delete" }.map(withoutDirectives))
        default: return value
        }
    }
}
