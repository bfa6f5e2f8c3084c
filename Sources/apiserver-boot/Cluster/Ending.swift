internal import JSON
internal import Project

/// What keeps an object that was deleted from going.
///
/// Source: kube-controller-manager, `pkg/controller/namespace/deletion`.
enum Ending {
    /// What to say of one that is still there.
    ///
    /// - Parameters:
    ///   - object: which one.
    ///   - present: as the cluster has it.
    ///   - patience: how long somebody has waited, for the message.
    ///   - kubectl: how kubectl is told to use the cluster.
    /// - Returns: a problem with the status of a time that is up.
    static func problem(
        _ object: ClusterObject,
        _ present: JSONValue,
        after patience: String,
        _ kubectl: String
    ) -> Problem {
        let said = (present["status"]?["conditions"]?.array ?? []).filter { $0["status"]?.string == "True" }
        let types = Set(said.compactMap { $0["type"]?.string })
        let messages = said.compactMap { $0["message"]?.string }
        let finalizers = ["metadata", "spec"].flatMap { present[$0]?["finalizers"]?.array ?? [] }.compactMap(\.string)
        let isNamespace = object.kind == "Namespace"
        var cause = messages.joined(separator: "; ")
        if cause.isEmpty || !isNamespace {
            cause =
                finalizers.isEmpty
                ? "it was deleted, and made again" : "it waits for: \(finalizers.joined(separator: ", "))"
        }
        let fix: String
        if isNamespace, types.contains("NamespaceDeletionDiscoveryFailure") {
            fix =
                "\(kubectl) get apiservices; mend those that are not available, or delete them if nobody needs them: "
                + "\(kubectl) delete apiservice NAME; then it goes by itself"
        } else if isNamespace,
            types.contains("NamespaceContentRemaining") || types.contains("NamespaceFinalizersRemaining")
        {
            fix =
                "start whatever has set the finalizers, or take them off the objects named above: "
                + "\(kubectl) edit KIND NAME -n \(object.name); then it goes by itself"
        } else if isNamespace, messages.isEmpty {
            cause = "nothing in the cluster deletes what is in namespaces"
            fix = "a kube-controller-manager does it; without one: \(kubectl) get namespace \(object.name) -o yaml"
        } else {
            fix = "\(kubectl) get \(object.short) -o yaml shows who has set what it waits for"
        }
        return Problem(
            "AB6112",
            "\(object.title) is still there after \(patience)",
            cause: cause,
            fix: fix,
            status: .timeout
        )
    }
}
