public import Project

/// The files that belong to the project as a whole.
public enum ProjectFiles {
    /// Everything that `init repo` writes besides the runtime and generated code.
    public static func plans(_ context: TemplateContext) -> [FilePlan] {
        [
            state(context),
            FilePlan("Package.swift", PackageSwiftTemplate.text(context), ownership: .user),
            readme(context),
            FilePlan(".gitignore", GitIgnoreTemplate.text, ownership: .user),
            FilePlan(".swift-format", SwiftFormatTemplate.text, ownership: .user),
            FilePlan("Dockerfile", DockerfileTemplate.text, ownership: .user),
            FilePlan(".dockerignore", DockerfileTemplate.ignored, ownership: .user),
            FilePlan("Sources/apiserver/main.swift", ServerMainTemplate.text(context), ownership: .user),
            FilePlan("Tests/APIsTests/Samples.swift", SamplesTemplate.text(context), ownership: .user),
        ] + ControllerFiles.project()
    }

    /// The files that change with every command which changes the project.
    public static func shared(_ context: TemplateContext) -> [FilePlan] { [state(context), readme(context)] }

    private static func state(_ context: TemplateContext) -> FilePlan {
        FilePlan(ProjectFile.name, ProjectFile.bytes(of: context.project), ownership: .state)
    }

    private static func readme(_ context: TemplateContext) -> FilePlan {
        FilePlan("README.md", ReadmeTemplate.text(context), ownership: .shared(ReadmeTemplate.kinds))
    }
}
