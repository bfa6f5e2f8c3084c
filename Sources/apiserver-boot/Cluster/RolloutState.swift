internal import JSON
internal import Project

/// How far a Deployment has come.
///
/// Source: kubectl `rollout status`.
enum RolloutState {
    /// What is missing, in a few words; nil once every pod is new and available.
    static func obstacle(_ deployment: JSONValue) -> String? {
        let status = deployment["status"]
        func number(_ name: String) -> Int64 { status?[name]?.integer ?? 0 }
        guard number("observedGeneration") >= deployment["metadata"]?["generation"]?.integer ?? 0 else {
            return "nobody has looked at it yet"
        }
        let wanted = self.wanted(deployment)
        guard number("updatedReplicas") >= wanted else {
            return "\(number("updatedReplicas")) of \(wanted) pods are new"
        }
        guard number("replicas") <= number("updatedReplicas") else {
            return "\(number("replicas") - number("updatedReplicas")) old pods are left"
        }
        guard number("availableReplicas") >= wanted else {
            return "\(number("availableReplicas")) of \(wanted) pods are available"
        }
        return nil
    }

    /// How many pods there are to be.
    static func wanted(_ deployment: JSONValue) -> Int64 { deployment["spec"]?["replicas"]?.integer ?? 1 }

    /// The labels of its pods as a selector.
    static func selector(_ deployment: JSONValue) -> String {
        (deployment["spec"]?["selector"]?["matchLabels"]?.object ?? [:])
            .map { "\($0.key)=\($0.value.string ?? "")" }.sorted().joined(separator: ",")
    }

    /// Why it does not get further, and what to do about that.
    ///
    /// - Parameters:
    ///   - deployment: as it is.
    ///   - pods: its pods.
    ///   - patience: how long somebody has waited, for the message.
    /// - Returns: a problem that names the pod which is worst off, if there is one.
    static func problem(_ deployment: JSONValue, pods: [JSONValue], after patience: String) -> Problem {
        let object = ClusterObject(deployment)
        let flags = object.namespace.map { " -n " + $0 } ?? ""
        var cause = obstacle(deployment) ?? ""
        var fix = "kubectl describe deployment \(object.name)\(flags)"
        if let fault = pods.lazy.compactMap(PodFault.init).first {
            (cause, fix) = (fault.text, fault.fix)
        } else if let refusal = condition("ReplicaFailure", of: deployment), refusal["status"]?.string == "True" {
            cause = "its pods are refused: " + (refusal["message"]?.string ?? "")
        } else if pods.isEmpty {
            cause += "; there is no pod of it"
            fix += "; without a kube-controller-manager and nodes nothing runs"
        }
        return Problem(
            "AB6201",
            "\(object.title) is not there after \(patience)",
            cause: cause,
            fix: fix,
            status: .timeout
        )
    }

    static func condition(_ type: String, of object: JSONValue) -> JSONValue? {
        object["status"]?["conditions"]?.array?.first { $0["type"]?.string == type }
    }
}
