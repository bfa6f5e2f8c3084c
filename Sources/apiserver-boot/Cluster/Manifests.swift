internal import JSON
internal import Project
internal import TLS
internal import Templates

/// The manifests of a project, made of PROJECT, of its controllers and of the command line.
struct Manifests {
    /// What they follow from.
    let context: ConfigContext
    /// The project with the deployment that was asked for.
    let project: Project
    let root: String
    /// Where manifests are, and were before another folder was chosen.
    private let folders: [String]

    /// Reads what they follow from.
    ///
    /// - Throws: `Problems` with what does not go together, and with files that cannot be read.
    init(_ invocation: Invocation) throws(Problems) {
        var (root, project) = try invocation.project()
        guard !project.resources.isEmpty else {
            throw Problems(
                Problem(
                    "AB6013",
                    "there is no kind to serve",
                    cause: "a server without kinds has nothing that a cluster could register",
                    fix: "apiserver-boot " + CreateResource.firstKind,
                    status: .preflight
                )
            )
        }
        let wanted = try DeploymentOptions.deployment(project, invocation.arguments)
        try Self.checkFolder(wanted.output, root: root)
        folders = [wanted.output] + [project.deployment?.output].compactMap { $0 == wanted.output ? nil : $0 }
        project.deployment = wanted
        context = ConfigContext(
            project,
            wanted,
            resources: try ServedResources.read(project, root: root),
            controllerRules: project.hasControllers ? try ControllerRules.read(project, root: root) : nil,
            authority: try wanted.authorityFile.map { path throws(Problems) in try Self.authority(path, root: root) }
        )
        self.root = root
        self.project = project
    }

    /// Makes sure that a folder is in the project, and not only by name.
    private static func checkFolder(_ folder: String, root: String) throws(Problems) {
        guard let obstacle = OutputFolder(folder).obstacle(below: root) else { return }
        throw Problems(
            Problem(
                "AB6017",
                "'--output \(folder)' is no folder of the project: \(obstacle.path) is \(obstacle.name)",
                cause: "manifests are files of the project, so that edits are noticed",
                fix: obstacle.fix
            )
        )
    }

    /// All objects in the order in which they are applied.
    var objects: [JSONValue] { ConfigFiles.manifests(context).flatMap(\.objects) }

    /// The same with another name of the image.
    func objects(image: String) -> [JSONValue] {
        var wanted = context.deployment
        wanted.image = image
        let pinned = ConfigContext(
            project,
            wanted,
            resources: context.resources,
            controllerRules: context.controllerRules,
            authority: context.authority
        )
        return ConfigFiles.manifests(pinned).flatMap(\.objects)
    }

    /// What has to happen in the project's folder so that the files, and PROJECT, say all this.
    func changes(_ invocation: Invocation) throws(Problems) -> ChangeSet {
        let state = FilePlan(ProjectFile.name, ProjectFile.bytes(of: project), ownership: .state)
        // Nothing else in these folders is ours to delete.
        let own = folders.flatMap { folder in ConfigFiles.names(context).map { Path.join(folder, $0) } }
        return try invocation.changes([state] + ConfigFiles.plans(context), root: root, exclusivePaths: own)
    }

    /// A CA as APIServices carry it.
    private static func authority(_ path: String, root: String) throws(Problems) -> String {
        let bytes: [UInt8]?
        do { bytes = try Files.read(Path.absolute(path, from: root)) } catch { throw Problems(Problem(error)) }
        guard let bytes else {
            throw Problems(
                Problem(
                    "AB6014",
                    "there is no file \(Path.absolute(path, from: root))",
                    cause: "--ca-bundle-file names it, seen from the folder of the project",
                    fix: "put the CA of the serving certificate there, PEM",
                    status: .preflight
                )
            )
        }
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.contains("-----BEGIN CERTIFICATE-----"), !text.contains("PRIVATE KEY-----") else {
            throw Problems(
                Problem(
                    "AB6015",
                    "\(path) is no file of certificates",
                    cause: "the APIServices carry it for everybody to see: it has certificates, PEM, and no key",
                    fix: "--ca-bundle-file ca.crt",
                    status: .preflight
                )
            )
        }
        return Base64.encode(bytes)
    }
}
