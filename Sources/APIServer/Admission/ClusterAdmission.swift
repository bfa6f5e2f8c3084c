internal import APIMachinery
internal import JSON
internal import KubeClient

/// What the cluster that a server belongs to has to say about changes: its namespaces and its webhooks.
struct ClusterAdmission: Sendable {
    var lifecycle: NamespaceLifecycle?
    var mutating: MutatingWebhooks?
    var validating: ValidatingWebhooks?

    /// How long a request waits for the cluster to be known; then it is refused.
    ///
    /// Source: apiserver `admission.Handler.WaitForReady`.
    static let patience = Duration.seconds(10)

    /// Whether nothing of it is asked.
    var isEmpty: Bool { lifecycle == nil && mutating == nil && validating == nil }
}
