internal import JSON
internal import Project
internal import Templates

/// Takes what was applied out of a cluster again.
struct Removal {
    let cluster: TargetCluster
    let console: Console
    let signals: Signals
    let patience: Duration
    /// Whose objects they are.
    let context: ConfigContext

    private static let pause = Duration.milliseconds(300)
    private static let tries = 5

    private var namespace: String { context.deployment.namespace }

    // MARK: APIServices

    /// Takes every APIService away that leads to the server, also those of versions that PROJECT no longer has, and waits.
    ///
    /// They go first: as long as they are there and the server is not, no namespace of the cluster can be deleted.
    func removeAPIServices(_ objects: [ClusterObject]) throws {
        let ours = try leadingHere(objects)
        for each in ours { try delete(each.path, each.title) }
        for each in ours { try waitForEnd(of: each) }
        for each in ours { tell(each.title) }
    }

    /// The APIServices of the cluster that lead to a Service among these objects.
    func leadingHere(_ objects: [ClusterObject]) throws(Problems) -> [ClusterObject] {
        let services = Set(objects.filter { $0.kind == "Service" }.map(\.name))
        let (kind, apiVersion) = ("APIService", "apiregistration.k8s.io/v1")
        let all = try cluster.list(ClusterObject.collection(kind, apiVersion: apiVersion, namespace: nil))
        return all.filter { item in
            let service = item["spec"]?["service"]
            return service?["namespace"]?.string == namespace && services.contains(service?["name"]?.string ?? "")
        }.map { ClusterObject($0, kind: kind, apiVersion: apiVersion) }
    }

    // MARK: The rest

    /// Takes objects away, the last one first.
    ///
    /// - Returns: what is there and not ours.
    func remove(_ objects: [ClusterObject]) throws -> [ClusterObject] {
        var foreign: [ClusterObject] = []
        for object in objects.reversed() {
            guard let present = try cluster.get(object.path) else { continue }
            guard isOurs(present) else {
                foreign.append(object)
                continue
            }
            try delete(object.path, object.title)
            if object.kind == "Deployment" { try waitForPods(of: present) }
            tell(object.title)
        }
        return foreign
    }

    /// What else is in the namespace that somebody may want to keep.
    func others() throws(Problems) -> [Inhabitants.Inhabitant] {
        let ours = Set(context.project.groups.map { context.project.fullName(of: $0) })
        return try Inhabitants { [cluster] path throws(Problems) in try cluster.get(path) }.list(
            namespace,
            besides: ours
        )
    }

    /// Takes away the Lease by which the controllers have agreed who works.
    func removeLease(_ objects: [ClusterObject]) throws(Problems) {
        if let lease = try lease(objects) { try delete(lease.path, lease.title) }
    }

    /// That Lease; nil if there is none, or if its namespace is not ours.
    ///
    /// Controllers make it, so that it has no labels.
    func lease(_ objects: [ClusterObject]) throws(Problems) -> ClusterObject? {
        for namespace in objects where namespace.kind == "Namespace" {
            guard let present = try cluster.get(namespace.path), isOurs(present) else { return nil }
        }
        let (kind, apiVersion) = ("Lease", "coordination.k8s.io/v1")
        let path = ClusterObject.collection(kind, apiVersion: apiVersion, namespace: namespace)
        return try cluster.get(path + "/" + context.controllers).map {
            ClusterObject($0, kind: kind, apiVersion: apiVersion)
        }
    }

    /// Deletes the namespace, with all that is in it, and waits until it is gone.
    func removeNamespace(_ object: ClusterObject) throws {
        guard try cluster.get(object.path) != nil else { return }
        try delete(object.path, object.title)
        try waitForEnd(of: object)
        tell(object.title)
    }

    /// Whether an object is the project's, or not there at all.
    func isOurs(_ object: ClusterObject) throws(Problems) -> Bool { try cluster.get(object.path).map(isOurs) ?? true }

    private func isOurs(_ present: JSONValue) -> Bool {
        ObjectOwner(of: present) == .project(context.project.name)
    }

    // MARK: Namespaces that do not end

    /// The namespaces that are on their way out and wait for one of our groups, with what they say.
    func stuckNamespaces() throws(Problems) -> [String] {
        let groups = Set(context.project.groups.map { context.project.fullName(of: $0) })
        return Self.stuck(try cluster.list("/api/v1/namespaces"), groups: groups)
    }

    /// Of namespaces, those that say that they wait for one of these groups.
    static func stuck(_ namespaces: [JSONValue], groups: Set<String>) -> [String] {
        namespaces.compactMap { namespace in
            guard namespace["metadata"]?["deletionTimestamp"] != nil else { return nil }
            let said = (namespace["status"]?["conditions"]?.array ?? []).filter { condition in
                let message = condition["message"]?.string ?? ""
                return condition["status"]?.string == "True" && groups.contains { message.contains($0) }
            }
            guard let first = said.first else { return nil }
            return "namespace/\(namespace["metadata"]?["name"]?.string ?? ""): \(first["message"]?.string ?? "")"
        }
    }

    // MARK: Steps

    private func tell(_ title: String) { console.progress("\(console.check) deleted \(title)") }

    private func delete(_ path: String, _ title: String) throws(Problems) {
        // Only what was looked at: somebody may have made another one of that name.
        for _ in 0..<Self.tries {
            guard let present = try cluster.get(path) else { return }
            let options: JSONValue = [
                "apiVersion": "v1", "kind": "DeleteOptions", "propagationPolicy": "Background",
                "preconditions": ["uid": present["metadata"]?["uid"] ?? .null],
            ]
            let answer = try cluster.send("DELETE", path, body: options)
            if answer.status == 409 { continue }
            guard answer.isSuccess || answer.status == 404 else {
                throw Problems(cluster.refusal(of: "to delete " + title, answer))
            }
            return
        }
    }

    /// Lets a moment go by.
    private func rest() throws { try signals.rest(Self.pause) }

    /// Lets pods end in peace: without their accounts they could not say goodbye.
    private func waitForPods(of deployment: JSONValue) throws {
        let limit = Patience(deadline: .now + patience, pause: rest)
        let path = ClusterObject.collection("Pod", apiVersion: "v1", namespace: namespace)
        let query = [("labelSelector", RolloutState.selector(deployment))]
        while ContinuousClock.now < limit.deadline,
            try !limit.ask({ () throws(Problems) in try cluster.list(path, query: query) }).isEmpty
        {
            try rest()
        }
    }

    private func waitForEnd(of object: ClusterObject) throws {
        let limit = Patience(deadline: .now + patience, pause: rest)
        while let present = try limit.ask({ () throws(Problems) in try cluster.get(object.path) }) {
            guard ContinuousClock.now < limit.deadline else {
                throw Problems(
                    Ending.problem(object, present, after: SwiftBuild.elapsed(patience), cluster.choice.kubectl)
                )
            }
            try rest()
        }
    }
}
