internal import JSON

/// Checks that an applied configuration fits the shape of its type.
///
/// Source: structured-merge-diff `TypedValue.Validate`; the recorded answers of a reference server.
struct TreeCheck {
    private(set) var problems: [String] = []
    private var path: [PathElement] = []

    /// All problems as one text; nil if there are none.
    static func problem(_ tree: JSONValue, _ schema: Schema) -> String? {
        var check = TreeCheck()
        check.check(tree, schema)
        switch check.problems.count {
        case 0: return nil
        case 1: return check.problems[0]
        default: return "errors:\n  " + check.problems.joined(separator: "\n  ")
        }
    }

    private mutating func check(_ value: JSONValue, _ schema: Schema) {
        guard !value.isNull else { return }
        switch (schema.kind, value) {
        case (.any, _): break
        case (.array(let element), .array(let items)): check(items, schema, element)
        case (.array, _): report("expected list, got &{\(value)}")
        case (.map(let element), .object(let members)): check(members, .map(element))
        case (.object(let fields), .object(let members)): check(members, .fields(fields, others: schema.others))
        case (.map, _), (.object, _): report("expected map, got &{\(value)}")
        default: checkScalar(value, schema)
        }
    }

    private mutating func checkScalar(_ value: JSONValue, _ schema: Schema) {
        let expected: String? =
            switch (schema.kind, value) {
            case (.string, .string), (.boolean, .bool), (.integer, .integer), (.integer, .number), (.number, .integer),
                (.number, .number), (.intOrString, .string), (.intOrString, .integer):
                nil
            case (.string, .integer), (.string, .number), (.intOrString, .number):
                schema.isQuantity ? nil : "string"
            case (.string, _): "string"
            case (.boolean, _): "boolean"
            case (.intOrString, _): "any scalar"
            default: "numeric (int or float)"
            }
        if let expected { report("expected \(expected), got &value.valueUnstructured{Value:\(value)}") }
    }

    private mutating func check(_ items: [JSONValue], _ schema: Schema, _ element: Schema) {
        let shape = schema.listType == .atomic ? nil : ListShape(element: element, listType: schema.listType)
        var seen: Set<PathElement> = []
        for (place, item) in items.enumerated() {
            var step = PathElement.index(place)
            if let shape {
                do {
                    step = try shape.pathElement(of: item)
                } catch {
                    report("element \(place): \(error.text)")
                    continue
                }
                if !seen.insert(step).inserted { report("duplicate entries for key \(step)") }
            }
            path.append(step)
            check(item, element)
            path.removeLast()
        }
    }

    private mutating func check(_ members: JSONObject, _ shape: ObjectShape) {
        for (key, value) in members {
            path.append(.field(key))
            if let schema = shape.schema(key) { check(value, schema) } else { report("field not declared in schema") }
            path.removeLast()
        }
    }

    private mutating func report(_ text: String) {
        let place = path.map(\.description).joined()
        problems.append(place.isEmpty ? text : "\(place): \(text)")
    }
}
