internal import Project
internal import Templates

/// The command `build config`.
enum BuildConfig {
    static let spec = CommandSpec(
        "build config",
        section: .build,
        abstract: "Write the manifests with which a cluster runs the server and the controllers",
        discussion: """
            PROJECT keeps what is said here, so that the command without options writes the same again; an option that is
            given replaces what was kept. The rights of controllers follow from their +rbac markers, those of users with
            the roles admin, edit and view from the kinds and their subresources. No key is written: with --certs cluster the
            server makes its certificate itself, in the cluster, and keeps it in a Secret that it alone may change.
            """,
        options: DeploymentOptions.options + [
            OptionSpec("stdout", .flag, "Print the manifests and change no file")
        ],
        examples: [
            "build config --name bees --namespace bees-system --image registry.example.com/team/bees:v1",
            "build config", "build config --etcd-servers https://etcd-0.etcd:2379,https://etcd-1.etcd:2379",
            "build config --stdout",
        ],
        check: DeploymentOptions.check
    ) { invocation in
        let manifests = try Manifests(invocation)
        if invocation.arguments.has("stdout") {
            invocation.console.printAlways(String(ConfigFiles.text(manifests.objects).dropLast()))
            return Outcome()
        }
        _ = try invocation.apply(try manifests.changes(invocation))
        let folder = manifests.context.deployment.output
        return Outcome(next: invocation.isDryRun ? [] : ["kubectl apply --server-side -f \(folder)/"])
    }
}
