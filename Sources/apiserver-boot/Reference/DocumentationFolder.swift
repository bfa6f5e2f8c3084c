internal import Project
internal import Templates

/// Where the documentation goes: a folder of the project that is there for nothing else.
///
/// Its files carry a seal; others, and those that somebody edited, are touched only when the user insists.
struct DocumentationFolder {
    /// From the root of the project.
    let path: String
    private let root: String

    /// The folder that the command line names.
    ///
    /// - Throws: `Problems` if it lies elsewhere or belongs to something else.
    init(_ invocation: Invocation, _ project: Project, root: String) throws(Problems) {
        let wanted = invocation.arguments.value("output") ?? BuildDocs.folder
        let place = Path.absolute(wanted, from: root)
        // A place outside stays absolute, which is never free.
        path = place.hasPrefix(root + "/") ? String(place.dropFirst(root.count + 1)) : place
        self.root = root
        let folder = OutputFolder(path)
        let manifests = [Project.Deployment.defaultOutput] + [project.deployment?.output].compactMap { $0 }
        let taken = [ReferenceTexts.exampleFolder, ReferenceTexts.introductionFolder] + manifests
        guard folder.isFree(besides: taken) else {
            throw Problems(
                Problem(
                    "AB4407",
                    "'--output \(wanted)' is no folder of the project for documentation",
                    cause: "it goes into a folder below \(root) that nothing else uses",
                    fix: "--output \(BuildDocs.folder), and copy that folder to where it is published"
                )
            )
        }
        if let obstacle = folder.obstacle(below: root) {
            throw Problems(
                Problem(
                    "AB4404",
                    "'--output \(wanted)' is no folder of the project: \(obstacle.path) is \(obstacle.name)",
                    cause: "it would lead to files of others",
                    fix: obstacle.fix
                )
            )
        }
    }

    /// What has to happen so that the folder holds the documentation.
    ///
    /// - Throws: `Problems` if it holds nothing but files of others, unless the user insists.
    func filled(with reference: APIReference, _ invocation: Invocation) throws(Problems) -> ChangeSet {
        try checkLinks()
        let plans = ReferenceSite.plans(reference, in: path)
        let set = try invocation.changes(plans, root: root)
        let isNew = set.changes.allSatisfy { $0.action == .create }
        let others: [String]
        do { others = try Files.list(Path.join(root, path)) } catch { throw Problems(Problem(error)) }
        guard isNew, !others.isEmpty, !invocation.isForced else { return set }
        let shown = others.prefix(3).joined(separator: ", ") + (others.count > 3 ? ", …" : "")
        throw Problems(
            Problem(
                "AB4405",
                "\(path) has files of others: \(shown)",
                cause: "the documentation goes into a folder that nothing else uses",
                fix: "--output \(BuildDocs.folder), or --force to put it beside them",
                status: .conflict
            )
        )
    }

    /// What has to happen so that nothing of the documentation is left in the folder.
    func emptied(_ invocation: Invocation) throws(Problems) -> ChangeSet {
        try checkLinks()
        return try invocation.changes([], root: root, sealedPaths: ReferenceSite.names.map { Path.join(path, $0) })
    }

    /// Refuses links in place of files, whose contents are elsewhere.
    private func checkLinks() throws(Problems) {
        let links = ReferenceSite.names.map { Path.join(path, $0) }.filter { Files.kind(Path.join(root, $0)) == .other }
        guard !links.isEmpty else { return }
        throw Problems(
            links.map { link in
                Problem(
                    "AB4406",
                    "\(link) is a link",
                    cause: "its contents are elsewhere and of others",
                    fix: "remove the link, or choose another --output",
                    status: .conflict
                )
            }
        )
    }
}
