extension ModelBuilder {
    /// As many as custom resources may have.
    private static let mostSelectableFields = 8

    /// Where the fields are that clients may select objects by, without those that break a rule.
    ///
    /// Source: the rules for `selectableFields` of custom resources.
    mutating func buildSelectableFields(_ markers: CheckedMarkers, of kind: APIKind) -> [String] {
        var found: [(path: String, location: Location)] = []
        for marker in markers.every(MarkerRegistry.selectableField) {
            guard let path = selectablePath(marker, of: kind) else { continue }
            found.append((path, marker.location))
        }
        for use in placedMarkers(MarkerRegistry.selectableField, in: kind) {
            guard use.path.isPlainPath else {
                collector.error("`\(use.path)` is no path of fields", at: use.marker.location, fix: "remove the marker")
                continue
            }
            guard isSelectable(use.field.type, use.path, at: use.marker.location) else { continue }
            found.append((use.path, use.marker.location))
        }
        var paths: [String] = []
        for (path, location) in found {
            if paths.contains(path) {
                collector.error("`\(path)` is selectable twice", at: location, fix: "remove one of the markers")
            } else {
                paths.append(path)
            }
        }
        if paths.count > Self.mostSelectableFields, let location = found.last?.location {
            collector.error(
                "\(kind.name) has \(paths.count) selectable fields, at most \(Self.mostSelectableFields) are allowed",
                at: location
            )
        }
        return paths
    }

    private mutating func selectablePath(_ marker: CheckedMarker, of kind: APIKind) -> String? {
        guard let text = required("path", of: marker), let path = columnPath(text, of: marker) else { return nil }
        guard path.steps.allSatisfy(\.isPlainKey) else {
            collector.error("`\(path)` is no path of fields", at: marker.location, fix: "write .spec.hive")
            return nil
        }
        if case .key(let first)? = path.steps.first, ["metadata", "apiVersion", "kind"].contains(first) {
            collector.error(
                "`\(path)` is no field of the kind's own",
                at: marker.location,
                fix: "remove the marker: metadata.name and metadata.namespace are always selectable"
            )
            return nil
        }
        guard let found = find(path, of: kind, at: marker.location),
            isSelectable(found.type, path.description, at: marker.location)
        else { return nil }
        return path.description
    }

    private mutating func isSelectable(_ type: FieldType?, _ path: String, at location: Location) -> Bool {
        switch type {
        case .string?, .boolean?, .integer?, .enumeration?: return true
        default:
            collector.error(
                "`\(path)` is \(type?.text ?? "nothing"): objects are selected by strings, booleans and integers",
                at: location
            )
            return false
        }
    }
}

extension String {
    /// Whether it is a path of keys alone, with a dot before each.
    fileprivate var isPlainPath: Bool { ColumnPath(self)?.steps.allSatisfy(\.isPlainKey) == true }
}
