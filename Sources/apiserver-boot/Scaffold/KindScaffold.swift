internal import CodeGen
internal import Project
internal import Templates

/// The files of a kind: a fresh type, or a copy of the version that is there already.
enum KindScaffold {
    /// Plans for a kind in one version.
    ///
    /// - Parameters:
    ///   - placed: the kind in that version.
    ///   - project: the project, the kind included.
    ///   - form: the hook that makes another type of a new kind; nil for a stored one.
    ///   - root: the folder of the project.
    ///   - pending: files that will be written together with it.
    /// - Returns: plans of files of the user.
    /// - Throws: what is wrong with the types, when one of them has to be copied.
    static func plans(
        _ placed: PlacedResource,
        _ project: Project,
        form: Hook? = nil,
        root: String,
        pending: [FilePlan]
    ) throws(Problems) -> [FilePlan] {
        let others = project.resources.filter {
            $0.group.name == placed.group.name && $0.resource.kind == placed.resource.kind
                && $0.version.name != placed.version.name
        }
        let isFirst = !others.contains { isKnown($0, root: root, pending) }
        if isFirst { return KindFiles.plans(placed, TemplateContext(project), form: form) }
        // Written before: whatever stands there now is the user's.
        if Files.exists(Path.join(root, KindFiles.sourcePath(placed))) { return present(placed, root: root) }
        return try copies(placed, others, project, root: root, pending)
    }

    private static func copies(
        _ placed: PlacedResource,
        _ others: [PlacedResource],
        _ project: Project,
        root: String,
        _ pending: [FilePlan]
    ) throws(Problems) -> [FilePlan] {
        let (model, problems) = try GeneratedSources.inspect(project, root: root, pending: pending)
        let errors = problems.filter { $0.severity == .error }
        guard errors.isEmpty else { throw Problems(errors) }
        let kinds = model.kinds.filter { $0.group == placed.groupName && $0.name == placed.resource.kind }
        guard let kind = kinds.first(where: \.isHub),
            let hub = others.first(where: { $0.version.name == kind.version }),
            let source = try text(KindFiles.sourcePath(hub), root: root, pending)
        else { return KindFiles.plans(placed, TemplateContext(project)) }
        return NextVersionFiles.plans(
            placed,
            hub: hub,
            source: source,
            sample: try text(KindFiles.samplePath(hub), root: root, pending) ?? KindFiles.sample(placed)
        )
    }

    /// Plans that keep what is there.
    static func present(_ placed: PlacedResource, root: String) -> [FilePlan] {
        let paths = [
            KindFiles.sourcePath(placed), NextVersionFiles.conversionPath(placed), KindFiles.testPath(placed),
            KindFiles.samplePath(placed),
        ]
        return paths.filter { Files.exists(Path.join(root, $0)) }.map { FilePlan($0, [], ownership: .user) }
    }

    private static func isKnown(_ placed: PlacedResource, root: String, _ pending: [FilePlan]) -> Bool {
        let path = KindFiles.sourcePath(placed)
        return Files.exists(Path.join(root, path)) || pending.contains { $0.path == path }
    }

    /// A file as it is on disk, or as it will be.
    private static func text(_ path: String, root: String, _ pending: [FilePlan]) throws(Problems) -> String? {
        do {
            let bytes = try Files.read(Path.join(root, path)) ?? pending.first { $0.path == path }?.contents
            return bytes.map { String(decoding: $0, as: UTF8.self) }
        } catch { throw Problems(Problem(error)) }
    }
}
