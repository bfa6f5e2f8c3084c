internal import ImageBuilder
internal import Project

/// The options that say how the project runs in a cluster; PROJECT keeps what was said last.
enum DeploymentOptions {
    static let options = [
        OptionSpec(
            "name",
            .value("name"),
            "What the names of objects begin with, at most \(Project.Deployment.longestName) characters",
            defaultValue: "the project's name"
        ),
        OptionSpec("namespace", short: "n", .value("name"), "Where the objects are", defaultValue: "<name>-system"),
        OptionSpec("image", .value("reference"), "The image of both programs, such as that of build container"),
        OptionSpec(
            "output",
            .value("dir"),
            "Folder for the manifests, in the project",
            defaultValue: Project.Deployment.defaultOutput
        ),
        OptionSpec(
            "storage",
            .value("kind"),
            "Where objects are kept: in a file on a volume, or in etcd",
            defaultValue: "sqlite",
            choices: Project.Deployment.Storage.allCases.map(\.rawValue)
        ),
        OptionSpec(
            "storage-size",
            .value("size"),
            "With sqlite: the size of the volume",
            defaultValue: Project.Deployment.defaultStorageSize
        ),
        OptionSpec("storage-class", .value("name"), "With sqlite: the StorageClass of the volume"),
        OptionSpec("etcd-servers", .list("urls"), "The members of etcd, by commas; chooses --storage etcd"),
        OptionSpec("etcd-secret", .value("name"), "With etcd: a Secret with ca.crt, tls.crt and tls.key for it"),
        OptionSpec(
            "replicas",
            .value("n"),
            "How many servers, 1 to 1000; more than one needs etcd",
            defaultValue: "1 with sqlite, 2 with etcd"
        ),
        OptionSpec(
            "certs",
            .value("source"),
            "Who makes the serving certificate: the server itself, in the cluster, or somebody else",
            defaultValue: "cluster",
            choices: Project.Deployment.Certificates.allCases.map(\.rawValue)
        ),
        OptionSpec("certs-secret", .value("name"), "With provided: the Secret with tls.crt and tls.key"),
        OptionSpec(
            "ca-bundle-file",
            .value("file"),
            "With provided: the CA of it, PEM, from the project's folder; without, add it to the APIServices yourself"
        ),
        OptionSpec("image-pull-secret", .list("name"), "A Secret for pulling the image"),
        OptionSpec("apiserver-arg", .list("arg"), "One more argument of the server: --apiserver-arg=--v=4"),
        OptionSpec("controller-arg", .list("arg"), "One more argument of the controllers"),
        OptionSpec(
            "defaults",
            .flag,
            "Begin with the defaults, not with what PROJECT keeps; --image must be given then"
        ),
    ]

    /// What has no meaning without something else.
    @Sendable static func check(_ arguments: ParsedArguments) -> [Problem] {
        var problems: [Problem] = []
        if let text = arguments.value("replicas"), !(Int(text).map { (1...1_000).contains($0) } ?? false) {
            problems.append(
                Problem(
                    "AB6011",
                    "'--replicas \(text)' is not possible",
                    cause: "it is a number from 1 to 1000",
                    fix: "--replicas 1"
                )
            )
        }
        if let text = arguments.value("image"), let reason = fault(ofImage: text) {
            problems.append(
                Problem("AB4304", "'--image \(text)' is not possible", cause: reason, fix: "--image bees:v1")
            )
        }
        let isEtcd = arguments.value("storage") == "etcd" || !arguments.list("etcd-servers").isEmpty
        if arguments.value("storage") == "sqlite", isEtcd {
            problems.append(
                Problem("AB6012", "--etcd-servers does not go with --storage sqlite", fix: "leave one of the two out")
            )
        }
        return problems
    }

    /// What PROJECT says with what the command line says on top.
    ///
    /// - Throws: `Problems` with everything that does not go together.
    static func deployment(_ project: Project, _ arguments: ParsedArguments) throws(Problems) -> Project.Deployment {
        let before = arguments.has("defaults") ? nil : project.deployment
        guard let image = arguments.value("image") ?? before?.image else {
            throw Problems(missingImage(project, forgotten: project.deployment?.image))
        }
        let name = arguments.value("name") ?? before?.name ?? project.name
        var wanted =
            before ?? Project.Deployment(name: name, namespace: name + "-system", image: image)
        (wanted.name, wanted.image) = (name, image)
        wanted.namespace = arguments.value("namespace") ?? before?.namespace ?? name + "-system"
        wanted.output = arguments.value("output").map(trimmed) ?? wanted.output
        setStorage(of: &wanted, arguments)
        setCertificates(of: &wanted, arguments)
        set(&wanted.imagePullSecrets, arguments.list("image-pull-secret"))
        set(&wanted.apiserverArguments, arguments.list("apiserver-arg"))
        set(&wanted.controllerArguments, arguments.list("controller-arg"))
        let problems = wanted.problems
        guard problems.isEmpty else { throw Problems(problems) }
        return wanted
    }

    /// What to say if nobody has named the image; `forgotten` is the one that `--defaults` passes over.
    private static func missingImage(_ project: Project, forgotten: String?) -> Problem {
        guard let forgotten else {
            return Problem(
                "AB3009",
                "'--image' is missing",
                cause: "the pods of server and controllers need it; PROJECT remembers it from then on",
                fix: "--image registry.example.com/\(project.name):v1"
            )
        }
        return Problem(
            "AB3009",
            "'--image' is missing",
            cause: "--defaults passes over all that PROJECT keeps, the image too, and no image is the usual one",
            fix: "--defaults --image \(forgotten)"
        )
    }

    private static func setStorage(of wanted: inout Project.Deployment, _ arguments: ParsedArguments) {
        let servers = arguments.list("etcd-servers").flatMap { $0.split(separator: ",").map(String.init) }
        let storage =
            servers.isEmpty ? arguments.value("storage").flatMap(Project.Deployment.Storage.init(rawValue:)) : .etcd
        if let storage, storage != wanted.storage {
            // What was said for the other one has no meaning any more.
            wanted.storage = storage
            (wanted.replicas, wanted.etcdSecret, wanted.etcdServers) = (nil, nil, [])
            (wanted.storageSize, wanted.storageClass) = (Project.Deployment.defaultStorageSize, nil)
        }
        set(&wanted.etcdServers, servers)
        wanted.etcdSecret = arguments.value("etcd-secret") ?? wanted.etcdSecret
        wanted.storageSize = arguments.value("storage-size") ?? wanted.storageSize
        wanted.storageClass = arguments.value("storage-class") ?? wanted.storageClass
        wanted.replicas = arguments.value("replicas").flatMap(Int.init) ?? wanted.replicas
    }

    private static func setCertificates(of wanted: inout Project.Deployment, _ arguments: ParsedArguments) {
        let source = arguments.value("certs").flatMap(Project.Deployment.Certificates.init(rawValue:))
        if let source, source != wanted.certificates {
            wanted.certificates = source
            (wanted.certificatesSecret, wanted.authorityFile) = (nil, nil)
        }
        wanted.certificatesSecret = arguments.value("certs-secret") ?? wanted.certificatesSecret
        wanted.authorityFile = arguments.value("ca-bundle-file") ?? wanted.authorityFile
    }

    /// A list that is given replaces the one that is kept.
    private static func set(_ list: inout [String], _ given: [String]) {
        if !given.isEmpty { list = given }
    }

    private static func trimmed(_ folder: String) -> String {
        var text = folder[...]
        while text.hasPrefix("./") { text = text.dropFirst(2) }
        while text.count > 1, text.hasSuffix("/") { text = text.dropLast() }
        return String(text)
    }

    /// Why a text is no image for a pod; nil if it is one.
    ///
    /// A digest may follow the name.
    private static func fault(ofImage text: String) -> String? {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count > 1 {
            let digest = parts[1].split(separator: ":", omittingEmptySubsequences: false)
            guard digest.count == 2, digest[0] == "sha256", digest[1].utf8.count == 64,
                digest[1].allSatisfy({ $0.isHexDigit && !$0.isUppercase })
            else { return "a digest is sha256: and 64 hexadecimal digits" }
        }
        do throws(ImageReference.ParseError) {
            _ = try ImageReference(String(parts[0]))
            return nil
        } catch {
            return error.reason
        }
    }
}
