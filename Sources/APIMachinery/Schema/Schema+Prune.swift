public import JSON

extension Schema {
    /// A tree in its canonical form, and what did not belong there.
    public struct Pruned: Sendable, Equatable {
        /// Members in the order of the schema; nothing unknown, nothing that is written as absent.
        public var tree: JSONValue
        /// Paths of unknown fields, in the order in which they stood; each once, at most 100.
        public var unknownFields: [String]
    }

    /// Brings a tree into the form in which the server keeps it.
    ///
    /// Unknown fields are dropped and reported. Nulls are dropped unless the schema allows them; in lists and maps they
    /// become the empty value of their type. Fields that are written as absent when empty are dropped. Numbers without a
    /// fraction become integers, times are written in UTC, the keys of maps are sorted, the members of objects follow the
    /// schema. `kind`, `apiVersion` and `metadata` come first. Nothing is filled in.
    ///
    /// - Throws: a value has another type than the schema says.
    /// Source: what Go's strict JSON decoder followed by its encoder does to a typed object.
    public func prune(_ tree: JSONValue) throws(SchemaError) -> Pruned {
        var pruning = Pruning()
        var result = try pruning.prune(tree, self) ?? .emptyObject
        if case .object(var members) = result, members.contains("metadata") {
            let leading = ["kind", "apiVersion", "metadata"].filter { members.contains($0) }
            if !zip(members.keys, leading).allSatisfy({ $0 == $1 }) {
                for key in leading.reversed() {
                    if let value = members[key] { members.prepend(value, forKey: key) }
                }
                result = .object(members)
            }
        }
        return Pruned(tree: result, unknownFields: pruning.unknownFields)
    }
}

/// One run over a tree.
private struct Pruning {
    private(set) var unknownFields: [String] = []
    private var path = FieldPath()

    private static let mostUnknownFields = 100

    /// The canonical value; nil for a null that is dropped.
    mutating func prune(_ value: JSONValue, _ schema: Schema) throws(SchemaError) -> JSONValue? {
        if case .null = value { return schema.isNullable || schema.kind == .any ? .null : nil }
        if schema.isQuantity { return try quantity(value) }
        switch schema.kind {
        case .any: return value
        case .string: return try string(value, schema)
        case .boolean:
            guard case .bool = value else { throw mismatch(value, "bool") }
            return value
        case .integer(let format): return try integer(value, format)
        case .number: return try number(value)
        case .intOrString:
            if case .string = value { return value }
            return try integer(value, .int32)
        case .array(let element): return try array(value, element)
        case .map(let element): return try map(value, element)
        case .object(let fields): return try object(value, fields, keepsUnknown: schema.keepsUnknownFields)
        }
    }

    private func string(_ value: JSONValue, _ schema: Schema) throws(SchemaError) -> JSONValue {
        guard case .string(let text) = value else { throw mismatch(value, "string") }
        guard schema.format == "date-time" else { return value }
        let canonical =
            schema.definitionName == Schema.microTime.definitionName
            ? MicroTime(text)?.description : Timestamp(text)?.description
        guard let canonical else { throw mismatch(value, "time.Time") }
        return .string(canonical)
    }

    private func quantity(_ value: JSONValue) throws(SchemaError) -> JSONValue {
        guard let quantity = try? Quantity(json: value) else { throw mismatch(value, "resource.Quantity") }
        return quantity.json
    }

    private func integer(_ value: JSONValue, _ format: Schema.Kind.Format) throws(SchemaError) -> JSONValue {
        guard case .integer(let number) = value, format != .int32 || Int32(exactly: number) != nil else {
            throw mismatch(value, format.rawValue)
        }
        return value
    }

    private func number(_ value: JSONValue) throws(SchemaError) -> JSONValue {
        switch value {
        case .integer: return value
        case .number(let number): return Int64(exactly: number).map { .integer($0) } ?? value
        default: throw mismatch(value, "float64")
        }
    }

    private mutating func array(_ value: JSONValue, _ element: Schema) throws(SchemaError) -> JSONValue {
        guard case .array(var elements) = value else { throw mismatch(value, "[]" + element.goName) }
        for place in elements.indices {
            path.push(place)
            elements[place] = try prune(elements[place], element) ?? element.emptyValue
            path.pop()
        }
        return .array(elements)
    }

    private mutating func map(_ value: JSONValue, _ element: Schema) throws(SchemaError) -> JSONValue {
        guard case .object(let members) = value else { throw mismatch(value, "map[string]" + element.goName) }
        var result = JSONObject(capacity: members.count)
        for (key, value) in members {
            path.push(key)
            result.append(try prune(value, element) ?? element.emptyValue, forNewKey: key)
            path.pop()
        }
        result.sort()
        return .object(result)
    }

    private mutating func object(
        _ value: JSONValue,
        _ fields: [Schema.Field],
        keepsUnknown: Bool
    ) throws(SchemaError) -> JSONValue {
        guard case .object(let members) = value else { throw mismatch(value, "struct") }
        var others: [(String, JSONValue)] = []
        var slots = [JSONValue?](repeating: nil, count: fields.count)
        for (key, value) in members {
            path.push(key)
            if let place = fields.firstIndex(where: { $0.name == key }) {
                let value = try prune(value, fields[place].schema)
                slots[place] = fields[place].isWrittenAsAbsent(value) ? nil : value
            } else if keepsUnknown {
                others.append((key, value))
            } else {
                report(path.text)
            }
            path.pop()
        }
        var result = JSONObject(capacity: members.count)
        for (place, value) in slots.enumerated() {
            if let value { result.append(value, forNewKey: fields[place].name) }
        }
        for (key, value) in others { result.append(value, forNewKey: key) }
        return .object(result)
    }

    private mutating func report(_ field: String) {
        guard unknownFields.count < Self.mostUnknownFields, !unknownFields.contains(field) else { return }
        unknownFields.append(field)
    }

    private func mismatch(_ value: JSONValue, _ expected: String) -> SchemaError {
        let found =
            switch value {
            case .bool: "bool"
            case .integer(let number): "number \(number)"
            case .number(let number): "number " + GoText.number(number)
            case .string where expected != "string" && !expected.hasPrefix("[") && !expected.hasPrefix("m"): "string"
            default: value.typeName
            }
        return SchemaError(field: path.text, expected: expected, found: found)
    }
}

extension Schema.Field {
    /// Whether the field is left out because its value is empty; an empty object with fields of its own is written.
    fileprivate func isWrittenAsAbsent(_ value: JSONValue?) -> Bool {
        guard omitsEmpty else { return false }
        switch value {
        case .none: return false
        case .some(.string(let text)): return text.isEmpty
        case .some(.bool(let value)): return !value
        case .some(.integer(let value)): return value == 0
        case .some(.number(let value)): return value == 0
        case .some(.array(let elements)): return elements.isEmpty
        case .some(.object(let members)):
            guard members.isEmpty, case .object = schema.kind else { return members.isEmpty }
            return false
        case .some(.null): return false
        }
    }
}

extension Schema {
    /// What a null in a list or a map becomes.
    fileprivate var emptyValue: JSONValue {
        switch kind {
        case .string: ""
        case .boolean: false
        case .integer, .number, .intOrString: 0
        case .object: .emptyObject
        case .array, .map, .any: .null
        }
    }

    /// The type as a Go programmer would write it; for messages.
    fileprivate var goName: String {
        switch kind {
        case .string: "string"
        case .boolean: "bool"
        case .integer(let format): format.rawValue
        case .number: "float64"
        case .array(let element): "[]" + element.goName
        case .map(let element): "map[string]" + element.goName
        case .object: "struct"
        case .any: "interface {}"
        case .intOrString: "intstr.IntOrString"
        }
    }
}
