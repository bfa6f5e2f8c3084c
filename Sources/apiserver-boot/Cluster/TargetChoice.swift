internal import KubeClient
internal import Project

/// Which cluster a command works on: a context of a kubeconfig.
struct TargetChoice {
    static let options = [
        OptionSpec("kubeconfig", .value("file"), "Which kubeconfig", defaultValue: "as kubectl"),
        OptionSpec("context", .value("name"), "Which context of it", defaultValue: "the current one"),
        confirmation,
    ]

    /// Says that nobody works on the wrong cluster by mistake.
    static let confirmation = OptionSpec(
        "confirm-context",
        .value("name"),
        "The context that is meant: checked if given, needed if a name says prod, production, prd or live"
    )

    /// The rule, for help.
    static let rule = """
        If the name of the context, of its cluster or of the server has the word prod, production, prd or live, nothing is
        done until --confirm-context names the context.
        """

    /// The words by which a name says that it is production.
    static let productionWords = ["prod", "production", "prd", "live"]

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
        let wanted = arguments.value("context")
        let kubeconfig: Kubeconfig
        do throws(KubeClientError) {
            kubeconfig = try Kubeconfig.load(path: path)
            context = wanted ?? kubeconfig.currentContext ?? ""
            configuration = try kubeconfig.resolve(context: wanted)
            let file = arguments.value("kubeconfig").map { "--kubeconfig \($0) " } ?? ""
            kubectl = "kubectl \(file)--context \(context)"
        } catch {
            var fix = "name a kubeconfig and a context that kubectl can use: --kubeconfig FILE --context NAME"
            if case .missingEntry("context", let name, _, _, let present) = error,
                let guess = Suggestion.spelling(of: name, among: present)
            {
                fix = "--context \(guess)"
            }
            throw Problems(
                Problem("AB6101", "there is no cluster to work on", cause: "\(error)", fix: fix, status: .preflight)
            )
        }
        try Self.confirm(
            Names(context: context, of: kubeconfig, host: configuration.server.host),
            arguments.value(Self.confirmation.name),
            among: kubeconfig.contextNames
        )
    }

    /// What may say that a cluster is production.
    struct Names: Equatable {
        var context: String
        var cluster: String
        var host: String

        init(context: String, cluster: String = "", host: String = "") {
            self.context = context
            self.cluster = cluster
            self.host = host
        }

        /// What a kubeconfig says of a context, which leads to a host.
        init(context: String, of kubeconfig: Kubeconfig, host: String) {
            self.init(context: context, cluster: kubeconfig.clusterName(ofContext: context) ?? "", host: host)
        }

        /// The first name with such a word, for people; nil if there is none.
        ///
        /// Where the server is does not count: a tunnel to production is on this machine.
        var production: String? {
            let names = [
                ("the context '\(context)'", context), ("its cluster '\(cluster)'", cluster),
                ("its server \(host)", host),
            ]
            return names.first { TargetChoice.saysProduction($0.1) }?.0
        }
    }

    /// `https://127.0.0.1:6443`.
    var url: String {
        let server = configuration.server
        let host = server.host.contains(":") ? "[\(server.host)]" : server.host
        return "\(server.hasTLS ? "https" : "http")://\(host):\(server.port)\(server.basePath)"
    }

    /// Makes sure that nobody changes a cluster by mistake.
    ///
    /// - Parameters:
    ///   - names: of the cluster that would be changed.
    ///   - confirmed: which context is meant, if that was said.
    ///   - contexts: which ones there are.
    /// - Throws: `Problems` if another one is meant, or if it is production and nobody has said that it is meant.
    static func confirm(_ names: Names, _ confirmed: String?, among contexts: [String]) throws(Problems) {
        let context = names.context
        if let confirmed {
            guard confirmed != context else { return }
            throw Problems(another(context, confirmed, among: contexts))
        }
        guard let name = names.production else { return }
        throw Problems(
            Problem(
                "AB6103",
                "the context '\(context)' looks like production",
                cause: "\(name) has a word of: \(productionWords.joined(separator: ", "))",
                fix: "--confirm-context \(context) if that is the one you mean, --context NAME for another one",
                status: .preflight
            )
        )
    }

    private static func another(_ context: String, _ confirmed: String, among contexts: [String]) -> Problem {
        var cause = "--confirm-context says which one is meant"
        var fix = "--confirm-context \(context) if that one is"
        if contexts.contains(confirmed) {
            fix = "--context \(confirmed) if that one is meant, otherwise --confirm-context \(context)"
        } else if confirmed.lowercased() == context.lowercased() {
            cause = "names are compared letter by letter"
        } else {
            let guess = Suggestion.spelling(of: confirmed, among: contexts)
            cause = "there is no context '\(confirmed)'" + (guess.map { "; did you mean '\($0)'?" } ?? "")
            if let guess, guess != context { fix = "--context \(guess) --confirm-context \(guess), or \(fix)" }
        }
        return Problem(
            "AB6102",
            "the context is '\(context)', not '\(confirmed)'",
            cause: cause,
            fix: fix,
            status: .preflight
        )
    }

    /// Whether one of the words of a name, whatever its case, is one for production.
    static func saysProduction(_ name: String) -> Bool {
        name.lowercased().split { !$0.isLetter && !$0.isNumber }.contains { productionWords.contains(String($0)) }
    }
}
