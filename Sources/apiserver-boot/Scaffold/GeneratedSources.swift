internal import CodeGen
internal import Project

/// The Swift that is made from the API types of a project.
enum GeneratedSources {
    /// The folder of all generated files.
    static let folder = CodeGenerator.folder

    private static let sources = "Sources/APIs"

    /// Plans for all generated files.
    ///
    /// - Parameters:
    ///   - project: whose groups and versions count.
    ///   - root: the folder of the project.
    ///   - pending: files that will be written together with them; types among them that are not there yet count.
    /// - Returns: plans of generated files.
    /// - Throws: what is wrong with the types; nothing can be generated then.
    static func plans(_ project: Project, root: String, pending: [FilePlan] = []) throws(Problems) -> [FilePlan] {
        let (plans, problems) = try generate(project, root: root, pending: pending)
        let errors = problems.filter { $0.severity == .error }
        guard errors.isEmpty else { throw Problems(errors) }
        return plans
    }

    /// The same, with what the user should know.
    static func generate(
        _ project: Project,
        root: String,
        pending: [FilePlan] = []
    ) throws(Problems) -> (plans: [FilePlan], problems: [Problem]) {
        let (model, problems) = try check(project, root: root, pending: pending)
        guard !problems.contains(where: { $0.severity == .error }) else { return ([], problems) }
        let plans = CodeGenerator.files(of: model).map {
            FilePlan($0.path, $0.text, ownership: .generated, bundle: folder)
        }
        return (plans, problems)
    }

    /// The types, and what is wrong with them or with what PROJECT says of them.
    static func check(
        _ project: Project,
        root: String,
        pending: [FilePlan] = []
    ) throws(Problems) -> (model: APIModel, problems: [Problem]) {
        let (model, problems) = try inspect(project, root: root, pending: pending)
        guard !problems.contains(where: { $0.severity == .error }) else { return (model, problems) }
        return (model, problems + missingKinds(project, model))
    }

    /// The kinds of PROJECT that have no type: it was renamed, or removed.
    private static func missingKinds(_ project: Project, _ model: APIModel) -> [Problem] {
        func isThere(_ placed: PlacedResource) -> Bool {
            model.kinds.contains { $0.path.joined(separator: ".") == placed.swiftType }
        }
        let known = Set(project.resources.map(\.swiftType))
        return project.resources.filter { !isThere($0) }.map { placed in
            let space = placed.swiftType.split(separator: ".").dropLast().map(String.init)
            let strangers = model.kinds.filter { kind in
                Array(kind.path.dropLast()) == space && !known.contains(kind.path.joined(separator: "."))
                    && !kind.isSubresourceKind
            }
            return Problem(missing: placed, other: strangers.count == 1 ? strangers[0] : nil)
        }
    }

    /// The types alone.
    static func inspect(
        _ project: Project,
        root: String,
        pending: [FilePlan]
    ) throws(Problems) -> (model: APIModel, problems: [Problem]) {
        let (model, diagnostics) = CodeGenerator.inspect(try input(project, root: root, pending: pending))
        return (model, diagnostics.map(problem))
    }

    private static func input(
        _ project: Project,
        root: String,
        pending: [FilePlan]
    ) throws(Problems) -> CodeGenInput {
        let files = try sourceFiles(root: root, pending: pending)
        return CodeGenInput(domain: project.domain, groups: served(project, files), files: files)
    }

    /// The groups and versions that have a kind.
    ///
    /// An empty one must not be served: clients would take it for broken.
    private static func served(_ project: Project, _ files: [CodeGenInput.SourceFile]) -> [CodeGenInput.Group] {
        project.groups.compactMap { group in
            let versions = group.versions.filter { version in
                let folder = "\(sources)/\(group.namespace)/\(version.namespace)/"
                return !version.resources.isEmpty || files.contains { $0.path.hasPrefix(folder) }
            }
            guard !versions.isEmpty else { return nil }
            return CodeGenInput.Group(
                name: group.name,
                fullName: project.fullName(of: group),
                typeName: group.namespace,
                versions: versions.map { CodeGenInput.Version(name: $0.name, typeName: $0.namespace) }
            )
        }
    }

    /// The user's files of the module, sorted by path: those on disk, and planned ones that are not there yet or get more
    /// lines.
    private static func sourceFiles(root: String, pending: [FilePlan]) throws(Problems) -> [CodeGenInput.SourceFile] {
        var texts: [String: [UInt8]] = [:]
        for plan in pending where plan.path.hasPrefix(sources + "/") { texts[plan.path] = plan.contents }
        do {
            for name in try Files.tree(Path.join(root, sources)) where name.hasSuffix(".swift") {
                let path = sources + "/" + name
                let isAmended = pending.contains { $0.path == path && $0.ownership == .amended }
                guard !path.hasPrefix(folder + "/"), !isAmended else { continue }
                texts[path] = try Files.read(Path.join(root, path))
            }
        } catch { throw Problems(Problem(error)) }
        return texts.sorted { $0.key < $1.key }.map { path, bytes in
            CodeGenInput.SourceFile(path: path, text: String(decoding: bytes, as: UTF8.self))
        }
    }

    private static func problem(_ diagnostic: Diagnostic) -> Problem {
        Problem(
            diagnostic.severity == .error ? "AB4101" : "AB4102",
            diagnostic.message,
            cause: "\(diagnostic.location)",
            fix: diagnostic.fix ?? "",
            severity: diagnostic.severity == .error ? .error : .warning,
            status: .failure
        )
    }
}
