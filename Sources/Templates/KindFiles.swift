public import Project

/// The files of one kind in one version; all of them are the user's once they are written.
public enum KindFiles {
    /// Everything that `create group version resource` writes for the kind itself.
    ///
    /// - Parameters:
    ///   - resource: the kind in its version.
    ///   - context: the project.
    ///   - form: `virtual` or `review` for a kind of which nothing is stored; nil for any other.
    /// - Returns: plans of files of the user.
    public static func plans(
        _ resource: PlacedResource,
        _ context: TemplateContext,
        form: Hook? = nil
    ) -> [FilePlan] {
        let (type, tests, sample, note) =
            switch form {
            case .virtual:
                (
                    VirtualKindTemplate.text(resource), VirtualKindTemplate.tests(resource),
                    VirtualKindTemplate.sample(resource), "edit me: fields and where they come from"
                )
            case .review:
                (
                    ReviewKindTemplate.text(resource), ReviewKindTemplate.tests(resource),
                    ReviewKindTemplate.sample(resource), "edit me: question and answer"
                )
            default:
                (
                    KindTemplate.text(resource), KindTestsTemplate.text(resource), KindSampleTemplate.text(resource),
                    "edit me: spec and status"
                )
            }
        return [
            FilePlan(sourcePath(resource), type, ownership: .user, note: note),
            FilePlan(testPath(resource), tests, ownership: .user),
            FilePlan(samplePath(resource), sample, ownership: .user),
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
