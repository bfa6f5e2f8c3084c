extension ModelBuilder {
    /// The fields that stored properties make; those that break a rule are left out and reported.
    mutating func buildFields(_ properties: [ParsedProperty], of type: ParsedType) -> [APIField] {
        var fields: [APIField] = []
        for property in properties {
            guard let field = buildField(property, of: type) else { continue }
            if let other = fields.first(where: { $0.jsonName == field.jsonName }) {
                collector.error("`\(other.name)` has the key \(field.jsonName) as well", at: property.location)
            }
            fields.append(field)
        }
        return fields
    }

    private mutating func buildField(_ property: ParsedProperty, of type: ParsedType) -> APIField? {
        let markers = checkMarkers(property.comments, at: .field, into: &collector)
        let jsonName = markers["json"]?["name"] ?? property.name
        guard isStorable(property, of: type), let reference = typeReference(property, in: type) else {
            if property.access != .private { brokenFields.insert(type.name + "." + jsonName) }
            return nil
        }
        var wrapped = reference
        var isOptional = false
        if case .optional(let inner) = reference { (wrapped, isOptional) = (inner, true) }
        guard let fieldType = resolve(wrapped, in: type.scope, at: property.location),
            fits(markers, fieldType, property)
        else {
            brokenFields.insert(type.name + "." + jsonName)
            return nil
        }
        var field = APIField(
            name: property.name,
            jsonName: jsonName,
            description: descriptionText(property.comments.doc),
            type: fieldType,
            swiftType: "\(wrapped)",
            qualifiedType: type.isPublic && property.access == .open ? names.qualified(wrapped, in: type.scope) : nil,
            isOptional: isOptional,
            hasSwiftDefault: property.defaultValue != nil && property.defaultValue != .null,
            presence: isOptional ? .optional : .required,
            limits: limits(markers),
            listType: listType(markers, fieldType, property),
            isAtomic: markers.text("structType") == "atomic" || markers.text("mapType") == "atomic",
            isNullable: markers.contains("nullable"),
            format: markers.text("k8s:format"),
            location: property.location
        )
        if field.isNullable, !isOptional {
            collector.error(
                "a field that may be null is an optional",
                at: property.location,
                fix: "write \(reference)?"
            )
        }
        keepPlacedMarkers(markers, above: property)
        field.presence = presence(of: field, property, markers, in: type)
        checkDefault(of: field, property)
        return field
    }

    /// Whether a property is a field at all.
    private mutating func isStorable(_ property: ParsedProperty, of type: ParsedType) -> Bool {
        if property.access == .private {
            if property.defaultValue == nil {
                collector.error(
                    "`\(property.name)` is private and has no value: an object that is read could not set it",
                    at: property.location,
                    fix: "make it public, or give it a default value"
                )
            }
            return false
        }
        let fix = "write public var \(property.name)"
        switch property.binding {
        case .constant: collector.error("`\(property.name)` must be var", at: property.location, fix: fix)
        case .lazy: collector.error("`\(property.name)` must not be lazy", at: property.location, fix: fix)
        case .wrapped(let name):
            collector.error("`\(property.name)` must not have the wrapper @\(name)", at: property.location, fix: fix)
        case .variable:
            if property.name == "json" {
                collector.error(
                    "the name `json` is taken by JSONCodable",
                    at: property.location,
                    fix: "choose another name and write +json:name=json above it"
                )
                return false
            }
            if type.isPublic, property.access == .internal {
                collector.warning(
                    "`\(property.name)` is not public: other modules cannot use it",
                    at: property.location,
                    fix: fix
                )
            }
            return true
        }
        return false
    }

    /// The type behind the colon, or the one that the default says.
    private mutating func typeReference(_ property: ParsedProperty, in type: ParsedType) -> TypeReference? {
        if let reference = property.type { return reference }
        switch property.defaultValue {
        case .bool?: return .named(["Bool"])
        case .integer?: return .named(["Int"])
        case .number?: return .named(["Double"])
        case .string?: return .named(["String"])
        case .member(let path, _)? where !path.isEmpty: return .named(path)
        case .construction(let path)? where !path.isEmpty: return .named(path)
        default:
            collector.error(
                "the type of `\(property.name)` is not written down",
                at: property.location,
                fix: "write public var \(property.name): …"
            )
            return nil
        }
    }

    /// Whether the markers say something about a field of that type.
    private mutating func fits(_ markers: CheckedMarkers, _ type: FieldType, _ property: ParsedProperty) -> Bool {
        var isFine = true
        for marker in markers.all where !marker.definition.need.accepts(type) {
            collector.error(
                "marker +\(marker.definition.name) needs \(marker.definition.need.rawValue), `\(property.name)` is \(type.text)",
                at: marker.location,
                fix: marker.definition.need == .enumeration ? "write a Swift enum: String" : nil
            )
            isFine = false
        }
        return isFine
    }

    private func limits(_ markers: CheckedMarkers) -> APIField.Limits {
        var limits = APIField.Limits()
        limits.minimum = markers.number("k8s:minimum")
        limits.maximum = markers.number("k8s:maximum")
        limits.exclusiveMinimum = markers.boolean("k8s:exclusiveMinimum")
        limits.exclusiveMaximum = markers.boolean("k8s:exclusiveMaximum")
        limits.multipleOf = markers.number("k8s:multipleOf")
        limits.minLength = markers.integer("k8s:minLength")
        limits.maxLength = markers.integer("k8s:maxLength")
        limits.pattern = markers.text("k8s:pattern")
        limits.minItems = markers.integer("k8s:minItems")
        limits.maxItems = markers.integer("k8s:maxItems")
        limits.uniqueItems = markers.boolean("k8s:uniqueItems")
        limits.minProperties = markers.integer("k8s:minProperties")
        limits.maxProperties = markers.integer("k8s:maxProperties")
        return limits
    }

    private mutating func listType(
        _ markers: CheckedMarkers,
        _ type: FieldType,
        _ property: ParsedProperty
    ) -> APIField.ListType {
        let keys = markers.every("listMapKey").compactMap { marker -> String? in
            guard case .text(let key) = marker.value else { return nil }
            return key
        }
        let location = (markers["listMapKey"] ?? markers["listType"])?.location ?? property.location
        switch markers.text("listType") {
        case "map"?:
            checkMapKeys(keys, of: type, at: location)
            return .map(keys: keys)
        case "set"?: return .set
        case "atomic"?: return .atomic
        default:
            if !keys.isEmpty {
                collector.error("keys belong to a list of type map", at: location, fix: "add +listType=map")
            }
            // Every API tells conditions apart by their type.
            return type == .array(.structure("Condition")) ? .map(keys: ["type"]) : .atomic
        }
    }

    private mutating func checkMapKeys(_ keys: [String], of type: FieldType, at location: Location) {
        if keys.isEmpty {
            collector.error("a list of type map needs keys", at: location, fix: "add +listMapKey=name")
        }
        switch type {
        case .array(.any): return
        case .array(.structure(let name)):
            for key in keys
            where !(types[name]?.fields.contains { $0.jsonName == key } ?? true)
                && !brokenFields.contains(name + "." + key)
            {
                let fields = types[name]?.fields.map(\.jsonName) ?? []
                collector.error(
                    "\(name) has no field `\(key)`",
                    at: location,
                    fix: nearestName(to: key, among: fields).map { "write +listMapKey=\($0)" }
                )
            }
        default: collector.error("the elements of a list of type map are structs", at: location)
        }
    }
}

extension MarkerDefinition.Need {
    /// Whether a marker with this need may stand above a field of that type.
    func accepts(_ type: FieldType) -> Bool {
        switch (self, type) {
        case (.any, _), (.number, .integer), (.number, .number), (.string, .string), (.array, .array), (.map, .map),
            (.map, .structure), (.structure, .structure), (.enumeration, .enumeration):
            true
        default: false
        }
    }
}
