internal import Project
internal import Templates

/// The command `undeploy`.
enum Undeploy {
    static let spec = CommandSpec(
        "undeploy",
        section: .run,
        abstract: "Take the server and the controllers out of a cluster again",
        discussion: """
            The APIServices go first: without their server they would keep every namespace of the cluster from being
            deleted. Then goes what build config has written, if it is this project's. The volume with the objects stays,
            and the namespace as long as anything of others is in it; --delete-data takes both away. Objects in etcd stay. With
            --dry-run the cluster is asked what of that is there.

            \(TargetChoice.rule)
            """,
        options: TargetChoice.options + [
            OptionSpec(
                "delete-data",
                .flag,
                "Delete the volume with all objects, and the namespace with all that is in it"
            ),
            OptionSpec(
                "wait",
                .value("duration"),
                "How long to wait for the end of each",
                defaultValue: RunInCluster.defaultPatience
            ),
        ],
        examples: ["undeploy", "undeploy --context kind-dev --delete-data"]
    ) { try run($0) }

    private static func run(_ invocation: Invocation) throws -> Outcome {
        let console = invocation.console
        let (root, project) = try invocation.project()
        guard let wanted = project.deployment else {
            throw Problems(
                Problem(
                    "AB6113",
                    "PROJECT says of no cluster that it has the project",
                    cause: "neither build config nor run in-cluster has been run",
                    fix: "apiserver-boot build config --image … with the name and the namespace that it has there",
                    status: .preflight
                )
            )
        }
        let patience = try RunInCluster.patience(invocation.arguments)
        let context = ConfigContext(
            project,
            wanted,
            // What roles say does not matter for taking them away, nor whether the types can be read.
            resources: [],
            controllerRules: project.hasControllers ? try ControllerRules.read(project, root: root) : nil
        )
        let choice = try TargetChoice(invocation.arguments)
        console.progress("Target: context \(choice.context) (\(choice.url))  namespace \(wanted.namespace)")
        let objects = ConfigFiles.manifests(context).flatMap(\.objects).map(ClusterObject.init)
        let deletesData = invocation.arguments.has("delete-data")
        let rest = objects.filter { $0.kind != "Namespace" && (deletesData || $0.kind != "PersistentVolumeClaim") }
        let signals = try Signals()
        let cluster = try TargetCluster(choice)
        defer { cluster.close() }
        let removal = Removal(
            cluster: cluster,
            console: console,
            signals: signals,
            patience: patience,
            context: context
        )
        let strays = try Strays(cluster: cluster, context: context).find(besides: objects)
        let plan = try removal.plan(
            objects,
            strays: strays,
            deletesData: deletesData,
            looksInside: invocation.isDryRun
        )
        if let problem = Conflicts.runLocal(plan.ofRunLocal, "undeploy") { throw Problems(problem) }
        if invocation.isDryRun {
            for step in plan.steps { console.print(step.text) }
            return Outcome()
        }
        do {
            try removal.removeAPIServices(objects + strays)
            for object in try removal.remove((rest + strays).filter { $0.kind != "APIService" }) {
                console.progress("\(console.dash) kept \(object.title)  (it is not this project's)")
            }
            try removal.removeLease(objects)
            if let namespace = objects.first(where: { $0.kind == "Namespace" }) {
                try remove(namespace, removal, deletesData: deletesData, console)
            }
            for stuck in try removal.stuckNamespaces() { console.complain("warning: \(stuck)") }
            return Outcome()
        } catch let interruption as Interruption {
            return Outcome(status: interruption.status)
        }
    }

    private static func remove(
        _ namespace: ClusterObject,
        _ removal: Removal,
        deletesData: Bool,
        _ console: Console
    ) throws {
        guard try removal.isOurs(namespace) else {
            console.print("kept \(namespace.title)  (it is not this project's)")
            return
        }
        let others = deletesData ? [] : try removal.others()
        guard others.isEmpty else {
            console.print("kept \(namespace.title) with \(others.map(\.short).joined(separator: ", "))")
            console.print("with all of that it goes by: apiserver-boot undeploy --delete-data")
            return
        }
        try removal.removeNamespace(namespace)
    }
}
