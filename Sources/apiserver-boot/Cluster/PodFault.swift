internal import JSON

/// What keeps a pod from running.
struct PodFault: Equatable {
    /// Which pod and why.
    let text: String
    /// What to do about it.
    let fix: String

    /// Looks at a pod; nil if nothing is wrong, or nothing is known yet.
    init?(_ pod: JSONValue) {
        let object = ClusterObject(pod)
        let flags = object.name + (object.namespace.map { " -n " + $0 } ?? "")
        let describe = "kubectl describe pod \(flags)"
        let status = pod["status"]
        let containers = (status?["initContainerStatuses"]?.array ?? []) + (status?["containerStatuses"]?.array ?? [])
        func make(_ reason: String, _ message: String?, _ fix: String) -> (String, String) {
            let detail = message.flatMap { $0.isEmpty ? nil : ": " + $0 } ?? ""
            return ("pod/\(object.name): \(reason)\(detail)", fix)
        }
        for container in containers {
            guard let waiting = container["state"]?["waiting"], let reason = waiting["reason"]?.string else { continue }
            switch reason {
            case "ContainerCreating", "PodInitializing": continue
            case "ImagePullBackOff", "ErrImagePull", "ErrImageNeverPull", "InvalidImageName":
                (text, fix) = make(
                    reason,
                    waiting["message"]?.string,
                    "push \(container["image"]?.string ?? "the image") to where the nodes find it; a registry with a password "
                        + "needs --image-pull-secret"
                )
            case "CrashLoopBackOff":
                (text, fix) = make(reason, Self.end(container), "kubectl logs \(flags) --previous")
            default:
                (text, fix) = make(reason, waiting["message"]?.string, describe)
            }
            return
        }
        if let scheduled = RolloutState.condition("PodScheduled", of: pod), scheduled["status"]?.string == "False" {
            (text, fix) = make(scheduled["reason"]?.string ?? "Unschedulable", scheduled["message"]?.string, describe)
            return
        }
        guard let unready = containers.first(where: { $0["state"]?["running"] != nil && $0["ready"]?.bool == false }),
            let name = unready["name"]?.string
        else { return nil }
        (text, fix) = make("\(name) runs and is not ready", nil, "kubectl logs \(flags) -c \(name)")
    }

    /// How a container ended last.
    private static func end(_ container: JSONValue) -> String? {
        guard let ended = container["lastState"]?["terminated"] else { return nil }
        let reason = ended["reason"]?.string ?? "Error"
        let code = ended["exitCode"]?.integer.map { " with status \($0)" } ?? ""
        return "it ended last\(code) (\(reason))"
    }
}
