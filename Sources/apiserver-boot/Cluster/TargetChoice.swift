internal import KubeClient
internal import Project

/// Which cluster a command works on: a context of a kubeconfig.
struct TargetChoice {
    static let options = [
        OptionSpec("kubeconfig", .value("file"), "Which kubeconfig", defaultValue: "as kubectl"),
        OptionSpec("context", .value("name"), "Which context of it", defaultValue: "the current one"),
        OptionSpec(
            "confirm-context",
            .value("name"),
            "The context that is meant; needed if it looks like production, and checked if it is given"
        ),
    ]

    /// Name of the context.
    let context: String
    /// How kubectl is told to use the same.
    let kubectl: String
    /// Where it leads to, and as whom.
    let configuration: ClientConfiguration

    /// Reads the kubeconfig; the cluster is not asked.
    ///
    /// - Throws: `Problems` if there is no such context, or if it is not the one that is meant.
    init(_ arguments: ParsedArguments) throws(Problems) {
        let path = arguments.value("kubeconfig").map { Path.absolute($0, from: Files.workingDirectory) }
        do throws(KubeClientError) {
            let kubeconfig = try Kubeconfig.load(path: path)
            context = arguments.value("context") ?? kubeconfig.currentContext ?? ""
            configuration = try kubeconfig.resolve(context: arguments.value("context"))
            let file = arguments.value("kubeconfig").map { "--kubeconfig \($0) " } ?? ""
            kubectl = "kubectl \(file)--context \(context)"
        } catch {
            throw Problems(
                Problem(
                    "AB6101",
                    "there is no cluster to work on",
                    cause: "\(error)",
                    fix: "name a kubeconfig and a context that kubectl can use: --kubeconfig FILE --context NAME",
                    status: .preflight
                )
            )
        }
        try Self.confirm(context, host: configuration.server.host, arguments.value("confirm-context"))
    }

    /// `https://127.0.0.1:6443`.
    var url: String {
        let server = configuration.server
        let host = server.host.contains(":") ? "[\(server.host)]" : server.host
        return "\(server.hasTLS ? "https" : "http")://\(host):\(server.port)\(server.basePath)"
    }

    /// Makes sure that nobody changes a cluster by mistake.
    static func confirm(_ context: String, host: String, _ confirmed: String?) throws(Problems) {
        if let confirmed {
            guard confirmed != context else { return }
            throw Problems(
                Problem(
                    "AB6102",
                    "the context is '\(context)', not '\(confirmed)'",
                    cause: "--confirm-context says which one is meant",
                    fix: "--context \(confirmed)",
                    status: .preflight
                )
            )
        }
        guard looksLikeProduction(context, host: host) else { return }
        throw Problems(
            Problem(
                "AB6103",
                "the context '\(context)' looks like production",
                cause: "its name or its server, \(host), says so",
                fix: "--confirm-context \(context) if that is the one you mean, --context NAME for another one",
                status: .preflight
            )
        )
    }

    /// Whether a name says so, and the server is not on this machine.
    static func looksLikeProduction(_ context: String, host: String) -> Bool {
        let isLocal =
            host == "localhost" || host == "::1" || host.hasPrefix("127.")
            || ["kind-", "k3d-", "minikube", "docker-desktop", "rancher-desktop"].contains { context.hasPrefix($0) }
        guard !isLocal else { return false }
        let words = (context + " " + host).lowercased().split { !$0.isLetter && !$0.isNumber }
        return words.contains {
            ["prod", "prd", "live"].contains($0) || $0.hasPrefix("production") || $0.hasPrefix("prod")
        }
    }
}
