public import Project

/// What every template sees: the project, and for the files of a kind that kind.
public struct TemplateContext: Sendable {
    /// The project as it will be when the files are written.
    public let project: Project

    /// Makes a context.
    public init(_ project: Project) { self.project = project }
}
