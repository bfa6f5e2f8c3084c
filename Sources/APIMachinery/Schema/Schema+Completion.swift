internal import JSON

extension Schema {
    /// A part of an object with the fields that its type cannot be read without, taken from the whole object.
    ///
    /// Sections that are missing altogether, such as `spec`, come back with nothing but such fields, even if these are none.
    func completedObject(_ part: JSONValue, from whole: JSONValue) -> JSONValue {
        guard case .object(let fields) = kind, case .object(var members) = completed(part, from: whole) else {
            return part
        }
        for field in fields where members[field.name] == nil {
            guard let full = whole[field.name]?.object, case .object = field.schema.kind else { continue }
            members[field.name] = field.schema.completed(.emptyObject, from: .object(full))
        }
        return .object(members)
    }

    /// The same without bringing back any section.
    private func completed(_ part: JSONValue, from whole: JSONValue) -> JSONValue {
        switch kind {
        case .object(let fields): return completed(part, from: whole, fields)
        case .map(let element):
            guard case .object(var members) = part else { return part }
            for key in Array(members.keys) {
                if let value = members[key], let full = whole[key] {
                    members[key] = element.completed(value, from: full)
                }
            }
            return .object(members)
        case .array(let element):
            guard case .map(let keys) = listType, let elements = part.array, let others = whole.array else {
                return part
            }
            return .array(
                elements.map { value in
                    let full = others.first { other in keys.allSatisfy { other[$0] == value[$0] } }
                    return full.map { element.completed(value, from: $0) } ?? value
                }
            )
        default: return part
        }
    }

    private func completed(_ part: JSONValue, from whole: JSONValue, _ fields: [Field]) -> JSONValue {
        guard case .object(var members) = part else { return part }
        for field in fields {
            guard let full = whole[field.name] else { continue }
            if let value = members[field.name] {
                members[field.name] = field.schema.completed(value, from: full)
            } else if field.isRequired {
                // Of a section no more than it must have.
                let isSection = if case .object = field.schema.kind { true } else { false }
                members[field.name] = isSection ? field.schema.completed(.emptyObject, from: full) : full
            }
        }
        return .object(members)
    }
}
