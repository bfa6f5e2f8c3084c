/// Markers above a field that say something about the kinds in which the field is.
extension ModelBuilder {
    /// One marker above a field, in one place of a kind where the field is.
    struct PlacedMarker {
        var marker: CheckedMarker
        var field: APIField
        /// `.spec.hive`.
        var path: String
    }

    private static let placed = [MarkerRegistry.printColumn, MarkerRegistry.selectableField]

    /// Keeps the markers above a field until its kinds are known.
    mutating func keepPlacedMarkers(_ markers: CheckedMarkers, above property: ParsedProperty) {
        for name in Self.placed {
            for marker in markers.every(name) {
                guard marker["path"] == nil else {
                    collector.error(
                        "marker +\(name): above a field the path is known",
                        at: marker.location,
                        fix: "leave path=… out, or move the marker above the kind"
                    )
                    continue
                }
                placedMarkers[property.location, default: []].append(marker)
            }
        }
    }

    /// The markers of that name above fields of a kind, in the order of the source.
    ///
    /// A field within a list or a map has no path of its own: reported unless the same field is elsewhere in the kind, too.
    mutating func placedMarkers(_ name: String, in kind: APIKind) -> [PlacedMarker] {
        var found: [PlacedMarker] = []
        var unreachable: [PlacedMarker] = []
        collect(kind.fields, path: "", isInList: false) { field, path, isInList in
            for marker in placedMarkers[field.location] ?? [] where marker.definition.name == name {
                let use = PlacedMarker(marker: marker, field: field, path: path)
                if isInList { unreachable.append(use) } else { found.append(use) }
            }
        }
        let reached = Set(found.map(\.marker.location))
        for use in unreachable where !reached.contains(use.marker.location) {
            collector.error(
                "`\(use.field.name)` is within a list or a map of \(kind.name): it has no path of its own",
                at: use.marker.location,
                fix: "remove the marker"
            )
        }
        return found
    }

    private func collect(
        _ fields: [APIField],
        path: String,
        isInList: Bool,
        _ visit: (_ field: APIField, _ path: String, _ isInList: Bool) -> Void
    ) {
        for field in fields {
            let place = path + ColumnPath.text(ofKey: field.jsonName)
            visit(field, place, isInList)
            var (type, isBelowList) = (field.type, isInList)
            while let element = type.element { (type, isBelowList) = (element, true) }
            guard case .structure(let name) = type else { continue }
            collect(types[name]?.fields ?? [], path: place, isInList: isBelowList, visit)
        }
    }
}

extension FieldType {
    /// What a list or a map holds; nil for anything else.
    fileprivate var element: FieldType? {
        switch self {
        case .array(let element), .map(let element): element
        default: nil
        }
    }
}
