internal import Glibc
internal import ImageBuilder
internal import Project
internal import Templates

/// The command `build container`, and one image that it makes.
struct BuildContainer {
    static let spec = CommandSpec(
        "build container",
        section: .build,
        abstract: "Build a container image of the server and the controllers, without any container engine",
        discussion: """
            The image holds the programs, linked statically, CA certificates and a user without rights; nothing else. The same
            sources make the same image, to the byte. It is written as an OCI image layout into \(layout), or as one file
            that docker load takes (--archive), or pushed to the registry that --image names (--push), with what docker login
            has kept in ~/.docker/config.json (or DOCKER_CONFIG).
            """,
        options: [
            OptionSpec("image", .value("reference"), "What the image is called: host/path:tag", isRequired: true),
            OptionSpec("archive", .value("file"), "Write one file for docker load, podman load, ctr images import"),
            OptionSpec("layout", .value("dir"), "Folder for the OCI image layout; \(layout) if nothing else is said"),
            OptionSpec("push", .flag, "Push it to the registry"),
            OptionSpec("plain-http", .flag, "Speak HTTP without TLS to the registry"),
        ],
        examples: [
            "build container --image bees:v1", "build container --image bees:v1 --archive bees.tar",
            "build container --image registry.example.com/team/bees:v1 --push",
        ],
        check: check
    ) { try run($0) }

    private static let layout = "bin/image"

    private static func run(_ invocation: Invocation) throws -> Outcome {
        let (root, project) = try invocation.project()
        let container = BuildContainer(
            project: project,
            root: root,
            reference: try reference(invocation.arguments),
            target: Target(invocation.arguments),
            isPlain: invocation.arguments.has("plain-http")
        )
        if invocation.isDryRun {
            container.announce(invocation.console)
            return Outcome()
        }
        do {
            let made = try container.make(invocation, try Signals())
            invocation.console.print(made)
            return Outcome()
        } catch let interruption as Interruption {
            return Outcome(status: interruption.status)
        }
    }

    let project: Project
    let root: String
    let reference: ImageReference
    let target: Target
    /// Whether the registry is spoken to without TLS.
    let isPlain: Bool

    private var products: [String] { BuildExecutables.products(project) }

    private func builds(_ console: Console) -> [SwiftBuild] {
        products.map { product in
            SwiftBuild(
                root: root,
                product: product,
                configuration: "release",
                isStatic: true,
                isStripped: true,
                console: console
            )
        }
    }

    /// Says what would be done.
    func announce(_ console: Console) {
        for build in builds(console) { console.print("would run: swift \(build.arguments.joined(separator: " "))") }
        console.print("would \(target.intention)")
    }

    /// Builds the image and puts it where it belongs.
    ///
    /// - Returns: its name with its digest, and its size.
    /// - Throws: `Problems`, or `Interruption` if a signal ends it.
    func make(_ invocation: Invocation, _ signals: Signals) throws -> String {
        let image = try build(invocation, signals)
        return "\(reference)@\(image.digest)  \(BuildExecutables.size(image.size)) compressed"
    }

    /// The same.
    ///
    /// - Returns: the image.
    func build(_ invocation: Invocation, _ signals: Signals) throws -> OCIImage {
        let pusher = target == .registry ? try Self.pusher(reference, isPlain) : nil
        let folder = ".build/apiserver-boot/image"
        let paths = try BuildExecutables.make(project, builds(invocation.console), folder: folder, invocation, signals)
        let image = OCIImage(try Self.contents(project, root: root, products: products, paths: paths))
        try Self.write(image, target, pusher, root: root, reference, invocation.console)
        return image
    }

    // MARK: What goes in

    private static func contents(
        _ project: Project,
        root: String,
        products: [String],
        paths: [String]
    ) throws -> ImageContents {
        var programs: [ImageContents.Program] = []
        for (product, path) in zip(products, paths) {
            programs.append(ImageContents.Program(name: product, bytes: try Files.read(Path.join(root, path)) ?? []))
        }
        let labels = ["org.opencontainers.image.title": project.name]
        return ImageContents(
            programs: programs,
            authorities: try authorities(),
            architecture: architecture(),
            labels: labels
        )
    }

    private static let authorityFiles = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"]

    private static func authorities() throws -> [UInt8] {
        for file in authorityFiles { if let bytes = try Files.read(file) { return bytes } }
        throw Problems(
            Problem(
                "AB4301",
                "there are no CA certificates for the image",
                cause: "neither \(authorityFiles.joined(separator: " nor ")) exists",
                fix: "sudo apt-get install ca-certificates",
                status: .preflight
            )
        )
    }

    /// As images call what `uname -m` says.
    private static func architecture() -> String {
        #if arch(arm64)
        "arm64"
        #else
        "amd64"
        #endif
    }

    // MARK: Where it goes

    /// Where the image goes.
    enum Target: Equatable {
        case layout(String)
        case archive(String)
        case registry

        init(_ arguments: ParsedArguments, pushes: Bool? = nil) {
            if pushes ?? arguments.has("push") {
                self = .registry
            } else if let file = arguments.value("archive") {
                self = .archive(file)
            } else {
                self = .layout(arguments.value("layout") ?? BuildContainer.layout)
            }
        }

        var intention: String {
            switch self {
            case .layout(let folder): "write an OCI image layout into \(folder)"
            case .archive(let file): "write \(file)"
            case .registry: "push the image"
            }
        }
    }

    private static func write(
        _ image: OCIImage,
        _ target: Target,
        _ pusher: RegistryClient?,
        root: String,
        _ reference: ImageReference,
        _ console: Console
    ) throws {
        switch target {
        case .layout(let folder):
            let place = Path.absolute(folder, from: root)
            for (path, bytes) in image.layout(tag: reference.tag) {
                let file = Path.join(place, path)
                try Files.makeDirectory(Path.parent(file))
                try Files.replace(file, bytes, mode: 0o644)
            }
            console.progress("\(console.check) OCI image layout  \(folder)")
        case .archive(let file):
            try Files.replace(
                Path.absolute(file, from: Files.workingDirectory),
                image.archive(name: "\(reference)"),
                mode: 0o644
            )
            console.progress("\(console.check) \(file)  docker load -i \(file)")
        case .registry:
            if let pusher { try push(image, pusher, reference, console) }
        }
    }

    private static func push(
        _ image: OCIImage,
        _ pusher: RegistryClient,
        _ reference: ImageReference,
        _ console: Console
    ) throws {
        let result = Waiting.value { () async -> Result<Void, RegistryError> in
            do throws(RegistryError) {
                return .success(try await pusher.push(image))
            } catch {
                return .failure(error)
            }
        }
        do {
            try result.get()
        } catch {
            throw Problems(refusal(error, reference))
        }
        console.progress("\(console.check) pushed \(reference)")
    }

    private static func pusher(_ reference: ImageReference, _ isPlain: Bool) throws(Problems) -> RegistryClient {
        do {
            let folder = Environment.current["DOCKER_CONFIG"] ?? (Environment.current["HOME"] ?? "") + "/.docker"
            let file = try Files.read(folder + "/config.json")
            let credentials = try file.flatMap { file throws(RegistryError) in
                try RegistryCredentials.find(in: file, registry: reference.registry ?? "")
            }
            return try RegistryClient(reference, isPlain: isPlain, credentials: credentials)
        } catch let error as RegistryError {
            throw Problems(refusal(error, reference))
        } catch {
            throw Problems(
                Problem("AB4302", "docker's config.json cannot be read", cause: "\(error)", status: .preflight)
            )
        }
    }

    private static func refusal(_ error: RegistryError, _ reference: ImageReference) -> Problem {
        let fix =
            switch error {
            case .credentials: "docker login with the password in config.json, or push another way: see --archive"
            case .refused:
                "docker login \(reference.registry ?? ""), or ask who runs the registry for the right to push"
            case .unreachable: "see that the registry runs there; --plain-http is for one without TLS"
            case .unexpected: reference.registry == nil ? "--image host/\(reference)" : "see the log of the registry"
            }
        return Problem("AB4303", "the image was not pushed", cause: "\(error)", fix: fix, status: .failure)
    }

    // MARK: Arguments

    private static func reference(_ arguments: ParsedArguments) throws(Problems) -> ImageReference {
        try reference(arguments.value("image") ?? "")
    }

    /// Reads the name of an image that is to be made.
    static func reference(_ text: String) throws(Problems) -> ImageReference {
        do throws(ImageReference.ParseError) {
            return try ImageReference(text)
        } catch {
            throw Problems(problem(text, error))
        }
    }

    private static func problem(_ text: String, _ error: ImageReference.ParseError) -> Problem {
        Problem("AB4304", "'--image \(text)' is not possible", cause: error.reason, fix: "--image bees:v1")
    }

    /// An image that is to be pushed, and whose name says nothing of where.
    static func nowhere(_ reference: ImageReference) -> Problem {
        Problem(
            "AB4305",
            "'\(reference)' names no registry to push to",
            cause: "a registry is a host name with a dot or a port, or localhost",
            fix: "--image localhost:5000/\(reference.repository):\(reference.tag)"
        )
    }

    @Sendable private static func check(_ arguments: ParsedArguments) -> [Problem] {
        var problems: [Problem] = []
        if let text = arguments.value("image") {
            do throws(ImageReference.ParseError) {
                let reference = try ImageReference(text)
                if arguments.has("push"), reference.registry == nil { problems.append(nowhere(reference)) }
            } catch {
                problems.append(problem(text, error))
            }
        }
        let wanted = ["push", "archive", "layout"].filter { arguments.has($0) || arguments.value($0) != nil }
        if wanted.count > 1 {
            problems.append(
                Problem(
                    "AB4306",
                    "--\(wanted[0]) and --\(wanted[1]) are two ways for one image",
                    fix: "choose one of them"
                )
            )
        }
        return problems
    }
}
