internal import JSON
internal import Project

/// Waits until Deployments run what was applied and every APIService is available.
struct RolloutWait {
    let cluster: TargetCluster
    let console: Console
    let signals: Signals
    let patience: Duration
    /// When that is over.
    let deadline: ContinuousClock.Instant

    private static let pause = Duration.milliseconds(500)

    /// What is waited for.
    private struct Pending {
        let object: ClusterObject
        /// As it was seen last; nil if it is not there.
        var seen: JSONValue?
    }

    /// Waits, and tells of each that is there.
    ///
    /// - Throws: `Problems` with everything that is missing when time is up, `Interruption` when a signal came.
    func wait(for objects: [JSONValue]) throws {
        let kinds = ["Deployment", "APIService"]
        var pending = objects.map(ClusterObject.init).filter { kinds.contains($0.kind) }.map { Pending(object: $0) }
        var told = Set<String>()
        while true {
            var left: [Pending] = []
            for var each in pending {
                each.seen = try look(at: each.object.path) ?? each.seen
                // An old pod may serve an APIService, and be gone a moment later.
                let isEarly = each.object.kind == "APIService" && left.contains { $0.object.kind == "Deployment" }
                if let seen = each.seen, !isEarly, try obstacle(seen, each.object) == nil {
                    announce(seen, each.object)
                } else {
                    left.append(each)
                }
            }
            pending = left
            guard !pending.isEmpty else { return }
            guard ContinuousClock.now < deadline else { throw Problems(try pending.map(problem)) }
            for each in pending where each.object.kind == "Deployment" {
                for fault in try pods(of: each).compactMap(PodFault.init) where told.insert(fault.text).inserted {
                    console.progress("  \(fault.text)")
                }
            }
            try rest()
        }
    }

    /// Lets a moment go by.
    ///
    /// - Throws: `Interruption` when a signal came.
    func rest() throws { try signals.rest(Self.pause) }

    /// Reads an object; nil also if the cluster does not answer now: it may a moment later.
    private func look(at path: String) throws(Problems) -> JSONValue? {
        do {
            return try cluster.get(path)
        } catch  where error.mayPass {
            return nil
        }
    }

    private func obstacle(_ seen: JSONValue, _ object: ClusterObject) throws(Problems) -> String? {
        guard object.kind == "APIService" else { return RolloutState.obstacle(seen) }
        if let obstacle = Availability.obstacle(seen) { return obstacle }
        // A kube-apiserver installs the path a moment after it has found the server available.
        do {
            return try cluster.send("GET", Self.path(seen)).isSuccess ? nil : "its path is not there yet"
        } catch  where error.mayPass {
            return "the cluster does not answer"
        }
    }

    private func announce(_ seen: JSONValue, _ object: ClusterObject) {
        if object.kind == "Deployment" {
            let wanted = RolloutState.wanted(seen)
            console.progress("\(console.check) \(object.title)  \(wanted)/\(wanted)")
        } else {
            console.progress("\(console.check) \(object.title)  Available=True")
        }
    }

    private func problem(_ each: Pending) throws(Problems) -> Problem {
        let patience = SwiftBuild.elapsed(self.patience)
        guard let seen = each.seen else {
            return Problem("AB6203", "\(each.object.title) is gone", fix: "apply it again", status: .failure)
        }
        guard each.object.kind == "Deployment" else { return Availability.problem(seen, after: patience) }
        return RolloutState.problem(seen, pods: try pods(of: each), after: patience)
    }

    private func pods(of each: Pending) throws(Problems) -> [JSONValue] {
        guard let seen = each.seen else { return [] }
        let path = ClusterObject.collection("Pod", apiVersion: "v1", namespace: each.object.namespace)
        do {
            // Items of a list do not say what they are.
            return try cluster.list(path, query: [("labelSelector", RolloutState.selector(seen))])
        } catch  where error.mayPass {
            return []
        }
    }

    /// Where the kinds of an APIService are described.
    static func path(_ service: JSONValue) -> String {
        "/apis/\(service["spec"]?["group"]?.string ?? "")/\(service["spec"]?["version"]?.string ?? "")"
    }
}
