/// What the markers of subresources say.
extension ModelBuilder {
    /// Reports a kind that has no status to write, or one that cannot do without it.
    mutating func checkStatus(of kind: APIKind, _ marker: CheckedMarker) {
        guard let status = kind.fields.first(where: { $0.jsonName == "status" }) else {
            guard !brokenFields.contains(kind.path.joined(separator: ".") + ".status") else { return }
            collector.error(
                "\(kind.name) has no field `status`",
                at: marker.location,
                fix: "add public var status: Status? or remove the marker"
            )
            return
        }
        guard case .structure(let path) = status.type else {
            collector.error(
                "`status` is \(status.type.text), but a status that is a subresource is a struct",
                at: status.location,
                fix: "write public var status: Status?"
            )
            return
        }
        if status.presence == .required {
            let name = path.split(separator: ".").last.map(String.init) ?? path
            collector.error(
                "`status` is required, but an object is made without its status",
                at: status.location,
                fix: "write public var status: \(name)?"
            )
        }
    }

    /// The scale that a marker asks for; nil after an error.
    mutating func buildScale(_ marker: CheckedMarker, of kind: APIKind) -> APIKind.Scale? {
        let spec = scalePath("specReplicasPath", marker, kind)
        let status = scalePath("statusReplicasPath", marker, kind)
        let selector = scalePath("labelSelectorPath", marker, kind)
        guard let spec, let status, let selector else { return nil }
        if spec.hasPrefix(".status.") {
            collector.error(
                "specReplicasPath `\(spec)` is where something is seen, not where it is asked for",
                at: marker.location,
                fix: "write a path below .spec"
            )
            return nil
        }
        return APIKind.Scale(specReplicasPath: spec, statusReplicasPath: status, labelSelectorPath: selector)
    }

    /// The path behind a key, empty if none is given; nil after an error.
    private mutating func scalePath(_ key: String, _ marker: CheckedMarker, _ kind: APIKind) -> String? {
        guard let text = marker[key] else { return "" }
        let path = ColumnPath(text)
        guard let path, path.steps.allSatisfy(\.isPlainKey) else {
            collector.error(
                "\(key) `\(text)` is no path of fields",
                at: marker.location,
                fix: path == nil && !text.hasPrefix(".") ? "write .\(text)" : "write .spec.replicas"
            )
            return nil
        }
        if case .key(let first)? = path.steps.first, ["metadata", "apiVersion", "kind"].contains(first) {
            collector.error("\(key) `\(path)` is no field of the kind's own", at: marker.location)
            return nil
        }
        guard let found = find(path, of: kind, at: marker.location) else { return nil }
        let isText = key == "labelSelectorPath"
        switch found.type {
        case .string? where isText, .integer? where !isText: return path.description
        default:
            collector.error(
                "\(key) `\(path)` is \(found.type?.text ?? "nothing"), not \(isText ? "a string" : "an integer")",
                at: marker.location,
                fix: isText ? "write the selector as a String" : "write the number as an Int32"
            )
            return nil
        }
    }
}

extension ColumnPath.Step {
    /// Whether it is a name that stands between dots.
    var isPlainKey: Bool {
        guard case .key(let name) = self else { return false }
        return !name.contains(".") && !name.contains("[")
    }
}
