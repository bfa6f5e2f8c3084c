public import Project

/// The files of a kind in a further version: copies of the version that all others are converted through.
public enum NextVersionFiles {
    /// Everything that `create group version resource` writes when the kind exists in another version.
    ///
    /// - Parameters:
    ///   - resource: the kind in its new version.
    ///   - hub: the kind in the version that it is converted through.
    ///   - source: the text of the hub's Swift file.
    ///   - sample: the text of the hub's sample.
    /// - Returns: plans of files of the user.
    public static func plans(
        _ resource: PlacedResource,
        hub: PlacedResource,
        source: String,
        sample: String
    ) -> [FilePlan] {
        let names = VersionNames(hub, resource)
        return [
            FilePlan(
                KindFiles.sourcePath(resource),
                names.renamed(source),
                ownership: .user,
                note: "a copy of \(hub.version.name); edit me"
            ),
            FilePlan(
                conversionPath(resource),
                ConversionTemplate.text(resource, hub: hub),
                ownership: .user,
                note: "edit me when the two differ"
            ),
            FilePlan(RoundTripTestsTemplate.path, RoundTripTestsTemplate.text, ownership: .user),
            FilePlan(
                KindFiles.testPath(resource),
                NextVersionTestsTemplate.text(resource, hub: hub),
                ownership: .user
            ),
            FilePlan(
                KindFiles.samplePath(resource),
                sample.replacing("apiVersion: " + hub.apiVersion, with: "apiVersion: " + resource.apiVersion),
                ownership: .user
            ),
        ]
    }

    /// `Sources/APIs/Insect/Bee+V1+Conversion.swift`.
    public static func conversionPath(_ resource: PlacedResource) -> String {
        "Sources/APIs/\(resource.group.namespace)/\(resource.resource.fileStem)+Conversion.swift"
    }
}

/// The Swift names of a kind in two versions.
struct VersionNames {
    private let old: String
    private let new: String

    init(_ old: PlacedResource, _ new: PlacedResource) {
        self.old = old.group.namespace + "." + old.version.namespace
        self.new = new.group.namespace + "." + new.version.namespace
    }

    /// A Swift text with the old version's namespace replaced.
    ///
    /// The new version is not the one that is stored, and does not have subresources whose code is in another file.
    func renamed(_ text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines.removeAll { line in
            let marker = line.filter { $0 != " " }
            guard !marker.hasPrefix("//+storageversion") else { return true }
            guard let type = Self.subresourceType(marker) else { return false }
            return !["enum ", "struct ", "class ", "actor "].contains { text.contains($0 + type + ":") }
        }
        return lines.map(renamedLine).joined(separator: "\n")
    }

    /// The type that serves the subresource of a marker; nil for other lines, and for `status` and `scale`.
    private static func subresourceType(_ marker: String) -> String? {
        let prefix = "//+subresource:"
        guard marker.hasPrefix(prefix) else { return nil }
        let parts = marker.dropFirst(prefix.count).split(separator: ":")
        guard let name = parts.first, name != "status", name != "scale" else { return nil }
        if let type = parts.dropFirst().first(where: { $0.hasPrefix("type=") }) { return String(type.dropFirst(5)) }
        return name.prefix(1).uppercased() + name.dropFirst()
    }

    private func renamedLine(_ line: String) -> String {
        var rest = line[...]
        var result = ""
        while let found = rest.firstRange(of: old) {
            let follows = rest[found.upperBound...].first
            let isWhole = !(follows.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false)
            result += rest[..<found.lowerBound] + (isWhole ? new : old)
            rest = rest[found.upperBound...]
        }
        return result + rest
    }
}
