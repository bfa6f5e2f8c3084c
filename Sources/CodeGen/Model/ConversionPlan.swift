/// How values of one version of a kind become values of another: fields of the same key, and types that belong together.
///
/// Decides only; `translateConversion` writes it down.
struct ConversionPlan {
    /// Two types of which one is made from the other; paths in Swift.
    struct Pair: Hashable {
        var source: String
        var target: String
    }

    /// What one property of the target is set to.
    struct Assignment {
        var field: APIField
        /// What is read, in Swift, from `other`; nil if there is nothing to read.
        var value: String?
        /// What is set if there is nothing to read, or if it turns out to be absent; nil if the property may stay as it is.
        var fallback: String?
    }

    /// A property that must have a value, of a type for which none can be made up.
    struct Gap: Error {
        var field: APIField
        var target: String
        var source: String
    }

    let model: APIModel

    /// The assignments for all fields of the target, those whose fallback reads `self` last, and the pairs that they need.
    func assignments(_ pair: Pair) throws(Gap) -> (assignments: [Assignment], needs: [Pair]) {
        let source = Dictionary(fields(of: pair.source).map { ($0.jsonName, $0) }) { first, _ in first }
        var result: [Assignment] = []
        var needs: [Pair] = []
        for field in fields(of: pair.target) {
            var value: String?
            var isAbsent = true
            if let other = source[field.jsonName] {
                let read = "other." + escaped(other.name)
                value = conversion(of: read, from: other, to: field, &needs)
                isAbsent = value == nil || other.isOptional
            }
            let assignment = Assignment(
                field: field,
                value: value,
                fallback: isAbsent && !field.isOptional ? try fallback(field, pair, isRead: value != nil) : nil
            )
            if assignment.value != nil || assignment.fallback != nil { result.append(assignment) }
        }
        let late = result.filter(\.readsSelf)
        return (result.filter { !$0.readsSelf } + late, needs)
    }

    func fields(of type: String) -> [APIField] {
        if let kind = model.kinds.first(where: { $0.path.joined(separator: ".") == type }) { return kind.fields }
        return model.types[type]?.fields ?? []
    }

    // MARK: Values

    private func conversion(
        of value: String,
        from source: APIField,
        to target: APIField,
        _ needs: inout [Pair]
    ) -> String? {
        let casts = source.swiftType != target.swiftType
        guard source.isOptional else { return converted(value, source.type, target.type, casts: casts, &needs) }
        guard let inner = converted("$0", source.type, target.type, casts: casts, &needs) else { return nil }
        return inner == "$0" ? value : "\(value).map { \(inner) }"
    }

    /// A value of one type as one of another; the same text if both are the same, nil if there is no such conversion.
    private func converted(
        _ value: String,
        _ source: FieldType,
        _ target: FieldType,
        casts: Bool,
        _ needs: inout [Pair]
    ) -> String? {
        switch (source, target) {
        case (.integer(let from), .integer(let to)):
            guard from == to || to == .int64 else { return nil }
            return casts ? ".init(\(value))" : value
        case (.number(let from), .number(let to)):
            guard from == to || to == .double else { return nil }
            return casts ? ".init(\(value))" : value
        case (.array(let from), .array(let to)):
            guard let inner = converted("$0", from, to, casts: casts, &needs) else { return nil }
            return inner == "$0" ? value : "\(value).map { \(inner) }"
        case (.map(let from), .map(let to)):
            guard let inner = converted("$0", from, to, casts: casts, &needs) else { return nil }
            return inner == "$0" ? value : "\(value).mapValues { \(inner) }"
        case (.structure(let from), .structure(let to)), (.enumeration(let from), .enumeration(let to)):
            guard from != to else { return value }
            guard model.types[to]?.hasPath == true else { return nil }
            needs.append(Pair(source: from, target: to))
            return "\(to)(converting: \(value))"
        default:
            return source == target ? value : nil
        }
    }

    private func fallback(_ field: APIField, _ pair: Pair, isRead: Bool) throws(Gap) -> String? {
        if field.hasSwiftDefault { return isRead ? "self." + escaped(field.name) : nil }
        guard let zero = zero(field.type) else { throw Gap(field: field, target: pair.target, source: pair.source) }
        return zero
    }

    /// What stands where nothing is known, as Go has it; nil if nobody can say.
    func zero(_ type: FieldType) -> String? {
        switch type {
        case .string: return "\"\""
        case .boolean: return "false"
        case .integer, .number, .intOrString: return "0"
        case .array: return "[]"
        case .map: return "[:]"
        case .any: return ".null"
        case .known(.timestamp): return "Timestamp(secondsSince1970: 0)"
        case .known(.microTime): return "MicroTime(microsecondsSince1970: 0)"
        case .known(.quantity): return "Quantity(0)"
        case .known: return nil
        case .enumeration(let name): return model.types[name]?.cases.first.map { "\(name).\(escaped($0.name))" }
        case .structure(let name):
            guard let type = model.types[name], type.hasPath else { return nil }
            var arguments: [String] = []
            for field in type.fields where !field.isOptional && !field.hasSwiftDefault {
                guard let value = zero(field.type) else { return nil }
                arguments.append("\(field.name): \(value)")
            }
            return "\(name)(\(arguments.joined(separator: ", ")))"
        }
    }

    /// A name as it stands behind a dot.
    func escaped(_ name: String) -> String {
        ["init", "self", "Self", "Type", "Protocol"].contains(name) ? "`\(name)`" : name
    }
}

extension ConversionPlan.Assignment {
    /// Whether the fallback is what the property has already.
    fileprivate var readsSelf: Bool { fallback?.hasPrefix("self.") == true }
}

extension APIType {
    /// Whether it is declared in the project, not by the runtime.
    fileprivate var hasPath: Bool { path.count > 1 || !location.file.isEmpty }
}
