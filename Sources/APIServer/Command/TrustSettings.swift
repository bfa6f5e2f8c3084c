internal import ComponentBase

/// What the flags say about whom to believe and what callers may do.
struct TrustSettings: Sendable {
    var clientCAFile: String?
    var tokenFile: String?
    var requestHeaderCAFile: String?
    var requestHeader: RequestHeaderConfiguration
    var alwaysAllowPaths: AlwaysAllowPaths
    /// The ABAC policy; nil if nobody is allowed anything by a file.
    var policyFile: String?
    var delegation: DelegationSettings

    /// - Throws: every fault with what to type instead.
    init(_ flags: CommandFlags) throws(CommandLineError) {
        clientCAFile = flags["client-ca-file"]
        tokenFile = flags["token-auth-file"]
        requestHeaderCAFile = flags["requestheader-client-ca-file"]
        requestHeader = RequestHeaderConfiguration(
            allowedNames: try flags.list("requestheader-allowed-names"),
            usernameHeaders: try flags.list("requestheader-username-headers"),
            uidHeaders: try flags.list("requestheader-uid-headers"),
            groupHeaders: try flags.list("requestheader-group-headers"),
            extraHeaderPrefixes: try flags.list("requestheader-extra-headers-prefix")
        )
        do {
            alwaysAllowPaths = try AlwaysAllowPaths(try flags.list("authorization-always-allow-paths"))
        } catch let error as AlwaysAllowPaths.PathError {
            throw CommandLineError(
                what: "--authorization-always-allow-paths: \(error)",
                fix: "a '*' may only stand at the end of a path"
            )
        } catch let error as CommandLineError {
            throw error
        } catch {
            throw CommandLineError(what: "\(error)", fix: "see --help")
        }
        policyFile = try Self.policyFile(flags)
        delegation = try DelegationSettings(flags)
        guard policyFile == nil || delegation.authorizationKubeconfig == nil else {
            throw CommandLineError(
                what: "--authorization-policy-file and --authorization-kubeconfig both say who decides",
                fix: "give one of them"
            )
        }
    }

    private static func policyFile(_ flags: CommandFlags) throws(CommandLineError) -> String? {
        let modes = try flags.list("authorization-mode")
        if let unknown = modes.first(where: { $0 != "ABAC" }) {
            throw CommandLineError(
                what: "--authorization-mode=\(unknown) is not served",
                fix: "--authorization-mode=ABAC with --authorization-policy-file, or leave both out"
            )
        }
        let file = flags["authorization-policy-file"]
        guard (file == nil) == modes.isEmpty else {
            throw CommandLineError(
                what: "--authorization-mode=ABAC and --authorization-policy-file belong together",
                fix: "give both or neither"
            )
        }
        return file
    }

    static let flags =
        [
            CommandFlag(
                "client-ca-file",
                "FILE",
                "CAs whose client certificates are trusted: common name is the user, organisations are groups. "
                    + "Read again when it changes."
            ),
            CommandFlag(
                "token-auth-file",
                "FILE",
                "Users by fixed bearer tokens: lines of token,user,uid,\"group1,group2\"."
            ),
            CommandFlag(
                "requestheader-client-ca-file",
                "FILE",
                "CAs of front proxies, whose word about the caller is taken. Read again when it changes."
            ),
            CommandFlag(
                "requestheader-allowed-names",
                list: "NAMES",
                "Common names of the front proxies; empty allows all that the CA signed."
            ),
            CommandFlag(
                "requestheader-username-headers",
                list: "NAMES",
                "Header fields in which a front proxy names the user.",
                default: "x-remote-user"
            ),
            CommandFlag("requestheader-uid-headers", list: "NAMES", "The same for the user's UID."),
            CommandFlag(
                "requestheader-group-headers",
                list: "NAMES",
                "The same for the user's groups.",
                default: "x-remote-group"
            ),
            CommandFlag(
                "requestheader-extra-headers-prefix",
                list: "NAMES",
                "What such fields for anything else begin with.",
                default: "x-remote-extra-"
            ),
            CommandFlag(
                "authorization-always-allow-paths",
                list: "PATHS",
                "Paths beside the resources that everybody may use; a trailing * allows everything below.",
                default: AlwaysAllowPaths.standard.joined(separator: ",")
            ),
            CommandFlag(
                "authorization-mode",
                list: "MODES",
                "ABAC: callers may do what --authorization-policy-file says."
            ),
            CommandFlag(
                "authorization-policy-file",
                "FILE",
                "Who may do what, a JSON object of abac.authorization.kubernetes.io/v1beta1 a line."
            ),
        ] + DelegationSettings.flags
}
