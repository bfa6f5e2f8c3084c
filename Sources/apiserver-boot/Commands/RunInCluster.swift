internal import APIMachinery
internal import ImageBuilder
internal import JSON
internal import Project
internal import Templates

/// The command `run in-cluster`.
enum RunInCluster {
    static let spec = CommandSpec(
        "run in-cluster",
        section: .run,
        abstract: "Build the image, push it, and run the server and the controllers in a cluster",
        discussion: """
            What build container and build config do, one after the other; then everything is applied to the cluster of the
            current context, and waited for until the pods run and the kinds are served. An image that was built here is
            named by its digest, so that a new build of the same name is noticed. Running it again changes what has changed;
            fields that others have set are left to them, unless --force. apiserver-boot undeploy takes all of it away again.
            What would be refused, or belongs to somebody else, is told before anything is built or changed.

            \(TargetChoice.rule)
            """,
        options: DeploymentOptions.options + TargetChoice.options + [
            OptionSpec("build-image", .negatableFlag, "Build the image first", defaultValue: "yes"),
            OptionSpec("push-image", .negatableFlag, "Push it to the registry that its name says", defaultValue: "yes"),
            OptionSpec(
                "archive",
                .value("file"),
                "With --no-push-image: write the image there, for kind load and the like"
            ),
            OptionSpec("layout", .value("dir"), "With --no-push-image: the same as an OCI image layout"),
            OptionSpec("plain-http", .flag, "Speak HTTP without TLS to the registry"),
            OptionSpec(
                "wait",
                .value("duration"),
                "How long to wait for pods and kinds",
                defaultValue: defaultPatience
            ),
        ],
        examples: [
            "run in-cluster --name bees --namespace bees-system --image registry.example.com/team/bees:v1",
            "run in-cluster --context kind-dev --image bees:v1 --no-push-image --archive bees.tar",
            "run in-cluster --no-build-image --confirm-context production",
        ],
        check: check
    ) { try run($0) }

    static let defaultPatience = "3m"

    private static func run(_ invocation: Invocation) throws -> Outcome {
        let console = invocation.console
        let manifests = try Manifests(invocation)
        let wanted = manifests.context.deployment
        let patience = try patience(invocation.arguments)
        let container = try container(manifests, invocation.arguments)
        let choice = try TargetChoice(invocation.arguments)
        console.progress("Target: context \(choice.context) (\(choice.url))  namespace \(wanted.namespace)")
        let cluster = try TargetCluster(choice)
        defer { cluster.close() }
        let apply = ClusterApply(cluster: cluster, project: manifests.project.name, isForced: invocation.isForced)
        // Nobody should wait for a compiler to hear that the cluster is away, or what is in the way there.
        _ = try cluster.get("/version")
        try apply.check(manifests.objects)
        if invocation.isDryRun {
            container?.announce(console)
            _ = try invocation.apply(try manifests.changes(invocation))
            console.print("would apply \(manifests.objects.count) objects")
            return Outcome()
        }
        do {
            let kinds = try deploy(manifests, container, apply, patience, invocation, try Signals())
            for kind in kinds { console.print("  " + kind) }
            return Outcome(next: ["\(choice.kubectl) get \(kinds.first ?? "apiservices")"])
        } catch let interruption as Interruption {
            return Outcome(status: interruption.status)
        }
    }

    /// Builds, applies and waits.
    ///
    /// - Returns: the kinds that the cluster serves now.
    private static func deploy(
        _ manifests: Manifests,
        _ container: BuildContainer?,
        _ apply: ClusterApply,
        _ patience: Duration,
        _ invocation: Invocation,
        _ signals: Signals
    ) throws -> [String] {
        let (console, cluster) = (invocation.console, apply.cluster)
        let image = try container?.build(invocation, signals)
        let changes = try manifests.changes(invocation)
        if !changes.isEmpty { _ = try invocation.apply(changes) }
        let name = pinned(manifests.context.deployment.image, container, image)
        console.progress("\(console.check) image  \(name)")
        let objects = manifests.objects(image: name)
        let count = try apply.apply(objects)
        console.progress("\(console.check) \(count.text)")
        for title in count.left {
            console.progress("\(console.dash) left \(title) as it is  (it is not this project's)")
        }
        let strays = Strays(cluster: cluster, context: manifests.context)
        let removal = Removal(
            cluster: cluster,
            console: console,
            signals: signals,
            patience: patience,
            context: manifests.context
        )
        _ = try removal.remove(try strays.find(besides: objects.map(ClusterObject.init)))
        let wait = RolloutWait(
            cluster: cluster,
            console: console,
            signals: signals,
            patience: patience,
            deadline: .now + patience
        )
        try wait.wait(for: objects)
        let kinds = ServedKinds(patience: Patience(deadline: wait.deadline, pause: wait.rest)) {
            path throws(Problems) in
            try cluster.get(path)
        }
        return try kinds.list(objects)
    }

    /// What a pod is told to run: an image that lies in a registry by what it is, not by what it is called today.
    private static func pinned(_ name: String, _ container: BuildContainer?, _ image: OCIImage?) -> String {
        guard let image, container?.target == .registry else { return name }
        return "\(name)@\(image.digest)"
    }

    // MARK: Arguments

    /// What is built; nil if the image is there already.
    private static func container(
        _ manifests: Manifests,
        _ arguments: ParsedArguments
    ) throws(Problems) -> BuildContainer? {
        guard arguments.flag("build-image") ?? true else { return nil }
        let reference = try BuildContainer.reference(manifests.context.deployment.image)
        let pushes = arguments.flag("push-image") ?? true
        if pushes, reference.registry == nil { throw Problems(BuildContainer.nowhere(reference)) }
        return BuildContainer(
            project: manifests.project,
            root: manifests.root,
            reference: reference,
            target: BuildContainer.Target(arguments, pushes: pushes),
            isPlain: arguments.has("plain-http")
        )
    }

    /// Reads `--wait`.
    static func patience(_ arguments: ParsedArguments) throws(Problems) -> Duration {
        let text = arguments.value("wait") ?? defaultPatience
        guard let duration = GoDuration.parse(text), duration >= .zero else {
            throw Problems(
                Problem("AB6110", "'--wait \(text)' is no duration", cause: "such as 90s or 5m", fix: "--wait 3m")
            )
        }
        return duration
    }

    @Sendable private static func check(_ arguments: ParsedArguments) -> [Problem] {
        var problems = DeploymentOptions.check(arguments)
        let isPushed = (arguments.flag("push-image") ?? true) || !(arguments.flag("build-image") ?? true)
        for option in ["archive", "layout"] where isPushed && arguments.value(option) != nil {
            problems.append(
                Problem(
                    "AB6111",
                    "--\(option) goes with an image that is built and not pushed",
                    fix: "--no-push-image --\(option) \(arguments.value(option) ?? "")"
                )
            )
        }
        if arguments.value("archive") != nil, arguments.value("layout") != nil {
            problems.append(
                Problem("AB4306", "--archive and --layout are two ways for one image", fix: "choose one of them")
            )
        }
        return problems
    }
}
