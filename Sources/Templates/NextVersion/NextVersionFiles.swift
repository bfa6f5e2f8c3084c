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

    /// A Swift text with the old version's namespace replaced; the new version is not the one that is stored.
    func renamed(_ text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines.removeAll { $0.filter { $0 != " " } == "//+storageversion" }
        return lines.map(renamedLine).joined(separator: "\n")
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
