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
        let services = Set(objects.filter { $0.kind == "Service" }.map(\.name))
        let path = ClusterObject.collection("APIService", apiVersion: "apiregistration.k8s.io/v1", namespace: nil)
        let ours = try cluster.list(path).filter { item in
            let service = item["spec"]?["service"]
            return service?["namespace"]?.string == namespace && services.contains(service?["name"]?.string ?? "")
        }
        for item in ours {
            let name = item["metadata"]?["name"]?.string ?? ""
            try delete(path + "/" + name, "apiservice/" + name)
        }
        for item in ours { try waitForEnd(of: path + "/" + (item["metadata"]?["name"]?.string ?? "")) }
        for item in ours { tell("apiservice/" + (item["metadata"]?["name"]?.string ?? "")) }
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

    /// What else is in the namespace that somebody may want to keep, as kubectl calls it.
    func others() throws(Problems) -> [String] {
        var names: [String] = []
        for kind in ["PersistentVolumeClaim", "Secret", "ConfigMap", "Service"] {
            let path = ClusterObject.collection(kind, apiVersion: "v1", namespace: namespace)
            for item in try cluster.list(path) {
                let object = ClusterObject(item)
                // What every namespace has.
                if kind == "ConfigMap", object.name == "kube-root-ca.crt" { continue }
                if item["type"]?.string == "kubernetes.io/service-account-token" { continue }
                if item["metadata"]?["deletionTimestamp"] != nil { continue }
                names.append("\(kind.lowercased())/\(object.name)")
            }
        }
        return names
    }

    /// Takes away the Lease by which the controllers have agreed who works.
    func removeLease() throws(Problems) {
        let api = "coordination.k8s.io/v1"
        let leases = ClusterObject.collection("Lease", apiVersion: api, namespace: namespace)
        try delete(leases + "/" + context.controllers, "lease/" + context.controllers)
    }

    /// Deletes the namespace, with all that is in it, and waits until it is gone.
    ///
    /// - Returns: false if it is not ours.
    func removeNamespace(_ object: ClusterObject) throws -> Bool {
        guard let present = try cluster.get(object.path) else { return true }
        guard isOurs(present) else { return false }
        try delete(object.path, object.title)
        try waitForEnd(of: object.path)
        tell(object.title)
        return true
    }

    private func isOurs(_ present: JSONValue) -> Bool {
        ClusterObject(present).isManaged(project: context.project.name, manager: ConfigFiles.manager)
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

    /// Lets pods end in peace: without their accounts they could not say goodbye.
    private func waitForPods(of deployment: JSONValue) throws {
        let deadline = ContinuousClock.now + patience
        let path = ClusterObject.collection("Pod", apiVersion: "v1", namespace: namespace)
        let query = [("labelSelector", RolloutState.selector(deployment))]
        while ContinuousClock.now < deadline, try !cluster.list(path, query: query).isEmpty {
            if let signal = signals.take().first { throw Interruption(signal: signal) }
            Readiness.wait(for: [signals.descriptor], timeout: Self.pause)
        }
    }

    private func waitForEnd(of path: String) throws {
        let deadline = ContinuousClock.now + patience
        while let present = try cluster.get(path) {
            if let signal = signals.take().first { throw Interruption(signal: signal) }
            guard ContinuousClock.now < deadline else {
                let said = (present["status"]?["conditions"]?.array ?? []).filter { $0["status"]?.string == "True" }
                    .compactMap { $0["message"]?.string }
                let waiting = ["metadata", "spec"].flatMap { present[$0]?["finalizers"]?.array ?? [] }
                    .compactMap(\.string)
                throw Problems(
                    Problem(
                        "AB6112",
                        "\(path) is still there after \(SwiftBuild.elapsed(patience))",
                        cause: said.isEmpty
                            ? "not finished with it: " + waiting.joined(separator: ", ") : said.joined(separator: "; "),
                        fix: "kubectl get --raw \(path)",
                        status: .timeout
                    )
                )
            }
            Readiness.wait(for: [signals.descriptor], timeout: Self.pause)
        }
    }
}
