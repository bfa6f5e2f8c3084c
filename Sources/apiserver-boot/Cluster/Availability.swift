internal import JSON
internal import Project

/// Whether the cluster sends requests to the server of an APIService, and why not.
///
/// Source: kube-aggregator, `pkg/controllers/status`.
enum Availability {
    /// What the cluster says; nil once it is available.
    static func obstacle(_ service: JSONValue) -> String? {
        guard let condition = RolloutState.condition("Available", of: service) else {
            return "the cluster has not looked at it yet"
        }
        guard condition["status"]?.string != "True" else { return nil }
        let reason = condition["reason"]?.string ?? "Unknown"
        return [reason, condition["message"]?.string ?? ""].filter { !$0.isEmpty }.joined(separator: ": ")
    }

    /// Why it is not, and what to do about that.
    static func problem(_ service: JSONValue, after patience: String) -> Problem {
        let condition = RolloutState.condition("Available", of: service)
        let reason = condition?["reason"]?.string ?? ""
        let message = condition?["message"]?.string ?? ""
        let place = place(service)
        let (cause, fix) = explanation(reason, message, place)
        let word = reason.isEmpty ? "" : " (\(reason))"
        return Problem(
            "AB6202",
            "apiservice/\(ClusterObject(service).name) is not available after \(patience)\(word)",
            cause: message.isEmpty || cause.isEmpty ? cause + message : cause + ": " + message,
            fix: fix,
            status: .timeout
        )
    }

    private static func place(_ service: JSONValue) -> (name: String, namespace: String) {
        let service = service["spec"]?["service"]
        return (service?["name"]?.string ?? "", service?["namespace"]?.string ?? "")
    }

    private static func explanation(
        _ reason: String,
        _ message: String,
        _ place: (name: String, namespace: String)
    ) -> (cause: String, fix: String) {
        let flags = "-n \(place.namespace)"
        switch reason {
        case "ServiceNotFound":
            return ("its Service is gone", "apply the manifests again: apiserver-boot run in-cluster --no-build-image")
        case "ServicePortError":
            return ("its Service lacks the port", "kubectl get service \(place.name) \(flags) -o yaml; the port is 443")
        case "ServiceAccessError", "EndpointsAccessError":
            return ("the cluster could not look", "try again; if it stays, look at the log of the kube-apiserver")
        case "EndpointsNotFound", "MissingEndpoints":
            return (
                "no pod behind its Service is ready",
                "kubectl get pods \(flags); kubectl logs deployment/\(place.name) \(flags)"
            )
        case "FailedDiscoveryCheck": return discovery(message, place.name, flags)
        case "":
            return (
                "the cluster has not looked at it",
                "kubectl get apiservices; a cluster without the aggregation layer never does"
            )
        default: return ("", "kubectl describe apiservices")
        }
    }

    /// The server was asked, and the answer was not the right one.
    private static func discovery(_ message: String, _ name: String, _ flags: String) -> (String, String) {
        let logs = "kubectl logs deployment/\(name) \(flags)"
        let text = message.lowercased()
        func mentions(_ words: String...) -> Bool { words.contains { text.contains($0) } }
        if mentions("x509", "certificate", "tls") {
            return (
                "the cluster does not believe the server's certificate",
                "the server writes caBundle itself with --certs cluster: \(logs); with --certs provided look at --ca-bundle-file"
            )
        }
        if mentions("timeout", "deadline", "no route") {
            return (
                "the cluster's own API server cannot reach the pods",
                "let it through to port 8443 of the pods: firewall rules, NetworkPolicies, or the way from the control plane"
            )
        }
        if mentions("connection refused") { return ("nobody listens at the pod", logs) }
        if mentions("403", "401", "forbidden", "unauthorized") {
            return (
                "the server refuses the cluster",
                "\(logs); it must be able to read the ConfigMap extension-apiserver-authentication in kube-system"
            )
        }
        if mentions("404", "not found") {
            return (
                "the server does not serve this version", "build and push the image of the kinds that PROJECT has now"
            )
        }
        return ("the server does not answer as it should", logs)
    }
}
