public import Project

/// The files of one kind in one version; all of them are the user's once they are written.
public enum KindFiles {
    /// Everything that `create group version resource` writes for the kind itself.
    public static func plans(_ resource: PlacedResource, _ context: TemplateContext) -> [FilePlan] {
        [
            FilePlan(
                sourcePath(resource),
                KindTemplate.text(resource),
                ownership: .user,
                note: "edit me: spec and status"
            ),
            FilePlan(testPath(resource), KindTestsTemplate.text(resource), ownership: .user),
            FilePlan(samplePath(resource), KindSampleTemplate.text(resource), ownership: .user),
        ]
    }

    /// `Sources/APIs/Insect/V1beta1/Bee.swift`.
    public static func sourcePath(_ resource: PlacedResource) -> String {
        "Sources/APIs/\(resource.group.namespace)/\(resource.version.namespace)/\(resource.resource.fileStem).swift"
    }

    /// `Tests/APIsTests/BeeTests.swift`.
    public static func testPath(_ resource: PlacedResource) -> String {
        "Tests/APIsTests/\(testSuite(resource)).swift"
    }

    /// `sample/bee.yaml`.
    public static func samplePath(_ resource: PlacedResource) -> String { "sample/" + sampleName(resource) }

    /// The text of a sample for the fields that a fresh type has.
    public static func sample(_ resource: PlacedResource) -> String { KindSampleTemplate.text(resource) }

    static func testSuite(_ resource: PlacedResource) -> String {
        resource.resource.fileStem.filter { $0 != "+" } + "Tests"
    }

    static func sampleName(_ resource: PlacedResource) -> String {
        String(resource.resource.fileStem.lowercased().map { $0 == "+" ? "-" : $0 }) + ".yaml"
    }
}
