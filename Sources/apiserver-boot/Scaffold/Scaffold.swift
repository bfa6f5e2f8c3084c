internal import Project
internal import Templates

/// Puts the pieces of a project together: templates, runtime, generated code.
enum Scaffold {
    /// Folders in which nothing but generated files lies.
    static let exclusivePaths = [VendoredRuntime.folder, GeneratedSources.folder]

    /// The files of a whole project, those of its kinds included.
    static func project(_ project: Project, root: String) throws(Problems) -> [FilePlan] {
        let context = TemplateContext(project)
        var kinds: [FilePlan] = []
        for placed in project.resources {
            kinds += try KindScaffold.plans(placed, project, root: root, pending: kinds)
        }
        let runtime = project.runtime == .vendored ? RuntimeFiles.plans(sources: EmbeddedRuntime.files()) : []
        let plans = try ControllerScaffold.plans(
            of: project.resources.filter(\.resource.hasController),
            root: root,
            with: ProjectFiles.plans(context) + kinds
        )
        return try plans + GeneratedSources.plans(project, root: root, pending: plans) + runtime
    }

    /// The files that a command touches which adds to a project: those of all, and those of the kinds it adds, of which
    /// the controllers alone may be wanted.
    static func addition(
        _ project: Project,
        kinds: [PlacedResource],
        hooks: [Hook] = [],
        writesTypes: Bool = true,
        root: String
    ) throws(Problems) -> [FilePlan] {
        let context = TemplateContext(project)
        let form = hooks.first(where: \.isWholeKind)
        var plans: [FilePlan] = []
        for placed in kinds where writesTypes {
            plans += try KindScaffold.plans(placed, project, form: form, root: root, pending: plans)
            plans = try HookScaffold.plans(hooks, of: placed, project, root: root, with: plans)
        }
        let controlled = kinds.filter(\.resource.hasController)
        plans = try ControllerScaffold.plans(of: controlled, root: root, with: plans)
        plans += ProjectFiles.shared(context)
        return try plans + GeneratedSources.plans(project, root: root, pending: plans)
    }
}
