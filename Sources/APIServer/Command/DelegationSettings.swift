internal import APIMachinery
internal import ComponentBase

/// What the flags say about the cluster that a server belongs to: where its core API server is, and what to ask it.
struct DelegationSettings: Sendable {
    /// The kubeconfig of the core API server for everything that has none of its own.
    var kubeconfig: String?
    /// The kubeconfig of whom to ask who callers are.
    var authenticationKubeconfig: String?
    /// The kubeconfig of whom to ask what callers may do.
    var authorizationKubeconfig: String?
    /// Whether flags alone say whom to believe, and the cluster's ConfigMap is not read.
    var skipsLookup: Bool
    /// Whether a ConfigMap that cannot be read keeps nothing from starting.
    var toleratesLookupFailure: Bool
    var tokenLifetime: Duration
    var allowedLifetime: Duration
    var refusedLifetime: Duration

    /// - Throws: every fault with what to type instead.
    init(_ flags: CommandFlags) throws(CommandLineError) {
        kubeconfig = flags.text("kubeconfig")
        authenticationKubeconfig = flags.text("authentication-kubeconfig")
        authorizationKubeconfig = flags.text("authorization-kubeconfig")
        skipsLookup = flags["authentication-skip-lookup"] == "true"
        toleratesLookupFailure = flags["authentication-tolerate-lookup-failure"] == "true"
        tokenLifetime = try flags.duration("authentication-token-webhook-cache-ttl")
        allowedLifetime = try flags.duration("authorization-webhook-cache-authorized-ttl")
        refusedLifetime = try flags.duration("authorization-webhook-cache-unauthorized-ttl")
    }

    static let flags = [
        CommandFlag(
            "kubeconfig",
            "FILE",
            "How to reach the cluster's own API server, for what has no kubeconfig of its own. "
                + "In a pod, its service account is used where no file is named."
        ),
        CommandFlag(
            "authentication-kubeconfig",
            "FILE",
            "How to reach whom bearer tokens are shown to (TokenReview), and who tells by the ConfigMap "
                + "extension-apiserver-authentication in kube-system whose certificates to trust."
        ),
        CommandFlag(
            "authorization-kubeconfig",
            "FILE",
            "How to reach who decides what callers may do (SubjectAccessReview)."
        ),
        CommandFlag(
            "authentication-skip-lookup",
            nil,
            "Leaves that ConfigMap alone; flags say whose certificates to trust."
        ),
        CommandFlag(
            "authentication-tolerate-lookup-failure",
            nil,
            "Starts even if that ConfigMap cannot be read; it is tried again while the server runs."
        ),
        CommandFlag(
            "authentication-token-webhook-cache-ttl",
            "DURATION",
            "How long an answer about a token is good.",
            default: "10s"
        ),
        CommandFlag(
            "authorization-webhook-cache-authorized-ttl",
            "DURATION",
            "How long a permission is good.",
            default: "10s"
        ),
        CommandFlag(
            "authorization-webhook-cache-unauthorized-ttl",
            "DURATION",
            "How long a refusal is good.",
            default: "10s"
        ),
    ]
}
