internal import JSON
internal import LocalControlPlane
internal import Project

/// Applies objects on the server's side, in the name of the tool.
struct ClusterApply {
    let cluster: TargetCluster
    /// The project's name.
    let project: String
    /// Whether fields that others have set are taken over.
    let isForced: Bool

    /// What came of it.
    struct Count: Equatable {
        var created = 0
        var changed = 0
        var unchanged = 0
        /// What is somebody else's and was left as it is, as kubectl calls it.
        var left: [String] = []

        /// `19 objects applied (17 created, 2 unchanged)`.
        var text: String {
            let parts = [(created, "created"), (changed, "changed"), (unchanged, "unchanged")]
            let all = created + changed + unchanged
            return "\(all) object\(all == 1 ? "" : "s") applied ("
                + parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ") + ")"
        }
    }

    // MARK: Before

    /// Makes sure that all of them can be applied, without changing anything.
    ///
    /// - Throws: `Problems` with every object that is in the way or would be refused.
    func check(_ objects: [JSONValue]) throws(Problems) {
        let objects = objects.map(ClusterObject.init)
        var present: [JSONValue?] = []
        for object in objects { present.append(try cluster.get(object.path)) }
        let found = zip(objects, present).compactMap { object, present in
            present.flatMap { RunLocalMark($0) }.map { (object.title, $0.place) }
        }
        if let problem = Conflicts.runLocal(found, "run in-cluster") { throw Problems(problem) }
        let conflicts = Conflicts(project: project, kubectl: cluster.choice.kubectl, isForced: isForced)
        let missing = Set(zip(objects, present).filter { $0.1 == nil }.map(\.0.name))
        var problems: [Problem] = []
        for (object, present) in zip(objects, present) {
            if let present, object.kind == "Namespace" { try Self.checkLife(object, present) }
            if let problem = present.flatMap({ conflicts.problem(object, $0) }) {
                problems.append(problem)
                continue
            }
            if let present, object.kind == "Namespace", !isOurs(present) { continue }
            let answer = try send(object, isDryRun: true)
            if !answer.isSuccess, !Self.waits(answer, for: missing) { problems.append(refusal(object, answer)) }
        }
        guard problems.isEmpty else { throw Problems(problems) }
    }

    /// Whether something is refused only because what comes before it is not there yet: its namespace, or its role.
    static func waits(_ answer: TargetCluster.Answer, for missing: Set<String>) -> Bool {
        answer.status == 404 && answer.json["details"]?["name"]?.string.map(missing.contains) == true
    }

    private static func checkLife(_ namespace: ClusterObject, _ present: JSONValue) throws(Problems) {
        guard present["metadata"]?["deletionTimestamp"] != nil else { return }
        throw Problems(
            Problem(
                "AB6108",
                "\(namespace.title) is on its way out",
                cause: "nothing can be made in it",
                fix: "wait for it: kubectl wait --for=delete \(namespace.title) --timeout=2m",
                status: .failure
            )
        )
    }

    // MARK: Applying

    /// Applies all of them in their order.
    ///
    /// - Throws: `Problems` with every object that was refused; those behind a namespace that was refused are not tried.
    func apply(_ objects: [JSONValue]) throws(Problems) -> Count {
        var count = Count()
        var problems: [Problem] = []
        for object in objects.map(ClusterObject.init) {
            let before = try cluster.get(object.path)
            if let before, object.kind == "Namespace" {
                try Self.checkLife(object, before)
                guard isOurs(before) else {
                    count.left.append(object.title)
                    continue
                }
            }
            let answer = try send(object, isDryRun: false)
            guard answer.isSuccess else {
                problems.append(refusal(object, answer))
                if object.kind == "Namespace" { break }
                continue
            }
            if before == nil {
                count.created += 1
            } else if before?["metadata"]?["resourceVersion"] == answer.json["metadata"]?["resourceVersion"] {
                count.unchanged += 1
            } else {
                count.changed += 1
            }
        }
        guard problems.isEmpty else { throw Problems(problems) }
        return count
    }

    /// Whether a namespace is the project's; one of somebody else's is used as it is, and goes with nothing of ours.
    private func isOurs(_ namespace: JSONValue) -> Bool { ObjectOwner(of: namespace) == .project(project) }

    private func send(_ object: ClusterObject, isDryRun: Bool) throws(Problems) -> TargetCluster.Answer {
        try cluster.send(
            "PATCH",
            object.path,
            query: [
                ("fieldManager", OwnerLabel.tool), ("fieldValidation", "Strict"),
                ("force", isForced ? "true" : "false"),
            ] + (isDryRun ? [("dryRun", "All")] : []),
            body: object.json,
            contentType: "application/apply-patch+yaml"
        )
    }

    private func refusal(_ object: ClusterObject, _ answer: TargetCluster.Answer) -> Problem {
        guard answer.status == 409 else { return cluster.refusal(of: object.title, answer) }
        return Problem(
            "AB6109",
            "\(object.title) cannot be changed: somebody else has set what should change",
            cause: answer.message,
            fix: "--force takes it over",
            status: .conflict
        )
    }
}
