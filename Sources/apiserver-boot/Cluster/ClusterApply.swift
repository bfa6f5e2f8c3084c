internal import JSON
internal import Project
internal import Templates

/// Applies objects on the server's side, in the name of the tool.
struct ClusterApply {
    let cluster: TargetCluster
    /// Whether fields that others have set are taken over.
    let isForced: Bool

    /// What came of it.
    struct Count: Equatable {
        var created = 0
        var changed = 0
        var unchanged = 0

        /// `19 objects applied (17 created, 2 unchanged)`.
        var text: String {
            let parts = [(created, "created"), (changed, "changed"), (unchanged, "unchanged")]
            let all = created + changed + unchanged
            return "\(all) object\(all == 1 ? "" : "s") applied ("
                + parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ") + ")"
        }
    }

    /// Applies all of them in their order.
    ///
    /// - Throws: `Problems` with every object that was refused; those behind a namespace that was refused are not tried.
    func apply(_ objects: [JSONValue]) throws(Problems) -> Count {
        var count = Count()
        var problems: [Problem] = []
        for object in objects.map(ClusterObject.init) {
            let before = try cluster.get(object.path)
            if object.kind == "Namespace", before?["metadata"]?["deletionTimestamp"] != nil {
                throw Problems(
                    Problem(
                        "AB6108",
                        "\(object.title) is on its way out",
                        cause: "nothing can be made in it",
                        fix: "wait for it: kubectl wait --for=delete \(object.title) --timeout=2m",
                        status: .failure
                    )
                )
            }
            let answer = try cluster.send(
                "PATCH",
                object.path,
                query: [
                    ("fieldManager", ConfigFiles.manager), ("fieldValidation", "Strict"),
                    ("force", isForced ? "true" : "false"),
                ],
                body: object.json,
                contentType: "application/apply-patch+yaml"
            )
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

    private func refusal(_ object: ClusterObject, _ answer: TargetCluster.Answer) -> Problem {
        guard answer.status == 409 else { return cluster.refusal(of: object.title, answer) }
        return Problem(
            "AB6109",
            "\(object.title) was not changed: somebody else has set what should change",
            cause: answer.message,
            fix: "--force takes it over",
            status: .conflict
        )
    }
}
