extension ModelBuilder {
    private static let columnTypes = ["string", "integer", "number", "boolean", "date"]
    private static let metadataTypes: [String: FieldType] = [
        "creationTimestamp": .known(.timestamp), "deletionTimestamp": .known(.timestamp),
        "generation": .integer(.int64), "deletionGracePeriodSeconds": .integer(.int64),
    ]

    /// The columns of a kind: those of its own markers, then those of its fields, each in the order of the source.
    mutating func buildColumns(_ markers: CheckedMarkers, of kind: APIKind) -> [APIKind.Column] {
        var found = markers.every(MarkerRegistry.printColumn).compactMap { marker in
            buildColumn(marker, of: kind).map { (column: $0, location: marker.location) }
        }
        for use in placedMarkers(MarkerRegistry.printColumn, in: kind) {
            let name = use.marker["name"] ?? titleCase(use.field.name)
            var column = buildColumn(use.marker, name: name, path: use.path, use.field.type, format: use.field.format)
            if column.description.isEmpty { column.description = use.field.description }
            found.append((column, use.marker.location))
        }
        var names: Set<String> = []
        for (column, location) in found where !names.insert(column.name).inserted {
            collector.error(
                "two columns are called `\(column.name)`",
                at: location,
                fix: "give one of them another name=…"
            )
        }
        return found.map(\.column)
    }

    /// The column that a marker above the kind asks for; nil after an error.
    private mutating func buildColumn(_ marker: CheckedMarker, of kind: APIKind) -> APIKind.Column? {
        guard let name = required("name", of: marker), let text = required("path", of: marker) else { return nil }
        guard let path = columnPath(text, of: marker), let found = find(path, of: kind, at: marker.location) else {
            return nil
        }
        return buildColumn(marker, name: name, path: path.description, found.type, format: found.format)
    }

    private mutating func buildColumn(
        _ marker: CheckedMarker,
        name: String,
        path: String,
        _ valueType: FieldType?,
        format: String?
    ) -> APIKind.Column {
        let type = marker["type"] ?? columnType(of: valueType, format: format)
        if !Self.columnTypes.contains(type) {
            collector.error(
                "`\(type)` is no type of a column",
                at: marker.location,
                fix: "write one of \(Self.columnTypes.joined(separator: ", "))"
            )
        }
        let priority = marker["priority"].map { Int($0) } ?? 0
        if priority == nil {
            collector.error("priority is not a whole number", at: marker.location, fix: "write priority=1")
        }
        return APIKind.Column(
            name: name,
            type: type,
            format: marker["format"] ?? "",
            description: marker["description"] ?? "",
            priority: priority ?? 0,
            path: path
        )
    }

    /// The value of a key that a marker above a kind must have; nil, and reported, if it is not there.
    mutating func required(_ key: String, of marker: CheckedMarker) -> String? {
        if let text = marker[key], !text.isEmpty { return text }
        collector.error(
            "marker +\(marker.definition.name): \(key) is missing",
            at: marker.location,
            fix: "write \(marker.definition.example)"
        )
        return nil
    }

    /// The path that a marker names; nil, and reported, if it is none.
    mutating func columnPath(_ text: String, of marker: CheckedMarker) -> ColumnPath? {
        if let path = ColumnPath(text) { return path }
        let hasDot = text.hasPrefix(".") || text.hasPrefix("[") || text.hasPrefix("{")
        collector.error(
            "`\(text)` is no path",
            at: marker.location,
            fix: hasDot ? "write .spec.field or .status.conditions[?type=Ready].status" : "write .\(text)"
        )
        return nil
    }

    /// `gramsPerDay` → `Grams Per Day`, `podIP` → `Pod IP`.
    private func titleCase(_ name: String) -> String {
        let letters = Array(name)
        var text = ""
        for (place, letter) in letters.enumerated() {
            let follows = place + 1 < letters.count ? letters[place + 1] : nil
            let startsWord =
                place > 0 && letter.isUppercase
                && (!letters[place - 1].isUppercase || follows?.isLowercase == true)
            if startsWord { text += " " }
            text += place == 0 ? letter.uppercased() : String(letter)
        }
        return text
    }

    /// The type and the format of the value at a path; nil, and reported, if there is no such field.
    mutating func find(
        _ path: ColumnPath,
        of kind: APIKind,
        at location: Location
    ) -> (type: FieldType?, format: String?)? {
        guard case .key(let first)? = path.steps.first else {
            collector.error("a path starts with a field of the kind", at: location)
            return nil
        }
        if ["metadata", "apiVersion", "kind"].contains(first) {
            guard path.steps.count == 2, case .key(let name) = path.steps[1] else {
                return (.string, nil)
            }
            return (Self.metadataTypes[name] ?? .string, nil)
        }
        // nil stands for the kind itself, whose fields are not among the types.
        var type: FieldType?
        var format: String?
        for step in path.steps {
            switch (step, type) {
            case (.key(let name), nil):
                guard let field = field(name, of: kind.fields, owner: kind.path.joined(separator: "."), at: location)
                else { return nil }
                (type, format) = (field.type, field.format)
            case (.key(let name), .structure(let owner)?):
                let fields = types[owner]?.fields ?? []
                guard let field = field(name, of: fields, owner: owner, at: location) else { return nil }
                (type, format) = (field.type, field.format)
            case (.key, .map(let value)?), (.index, .array(let value)?), (.filter, .array(let value)?):
                (type, format) = (value, nil)
            case (_, .any?), (_, .known?): return (.any, nil)
            default:
                collector.error("`\(path)` goes on below \(type?.text ?? "the kind")", at: location)
                return nil
            }
        }
        return (type, format)
    }

    private func columnType(of type: FieldType?, format: String?) -> String {
        switch type {
        case .integer?: "integer"
        case .number?: "number"
        case .boolean?: "boolean"
        case .known(.timestamp)?, .known(.microTime)?: "date"
        default: format == "date-time" ? "date" : "string"
        }
    }

    private mutating func field(
        _ name: String,
        of fields: [APIField],
        owner: String,
        at location: Location
    ) -> APIField? {
        if let field = fields.first(where: { $0.jsonName == name }) { return field }
        guard !brokenFields.contains(owner + "." + name) else { return nil }
        let names = fields.map(\.jsonName)
        let list = names.isEmpty ? nil : "its fields are \(names.joined(separator: ", "))"
        collector.error(
            "\(owner) has no field `\(name)`",
            at: location,
            fix: nearestName(to: name, among: names).map { "write \($0)" } ?? list
        )
        return nil
    }
}
