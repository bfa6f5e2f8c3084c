internal import JSON
internal import Project

/// In a cluster that others use, nothing is touched but what an earlier run of the same folder has left.
extension Registration {
    /// Makes sure that nothing is in the way of what `prepare` and `announce` will make.
    ///
    /// - Throws: `JoinError`, or what the cluster refuses.
    func checkVacancy(for server: ExtensionServer) async throws {
        guard run != nil else { return }
        let objects = objects(of: server)
        for (object, resource) in objects.made + objects.apiServices(authority: "").map({ ($0, .apiServices) }) {
            let path = resource.path(namespace: object.namespace) + "/" + object.name
            guard let present = try await client.get(path) else { continue }
            try checkOwner(of: present, like: object)
        }
    }

    /// Makes sure that an object may be changed.
    ///
    /// - Parameters:
    ///   - present: as the cluster has it.
    ///   - object: as it is to be.
    /// - Throws: why not.
    func checkOwner(of present: JSONValue, like object: JSONValue) throws(JoinError) {
        guard let run else { return }
        guard isManaged(present) else { throw Self.occupied(object) }
        let owner = RunIdentity(of: present)
        guard takesOver || owner == run else { throw Self.taken(object, by: owner) }
    }

    /// Makes sure that the registration is still that of this run.
    func checkPossession(of server: ExtensionServer) async throws {
        let namespace = objects(of: server).namespace
        let path = PlaneResource.namespaces.path() + "/" + namespace.name
        guard let run, let present = try await client.get(path), let owner = RunIdentity(of: present) else { return }
        guard owner == run else {
            throw JoinError(
                cause: "the registration has been taken over by another run: \(owner.place)",
                fix: "agree with whoever runs that, then take it back with --take-over"
            )
        }
    }

    func isManaged(_ object: JSONValue) -> Bool {
        object["metadata"]?["labels"]?[OwnerLabel.managedBy]?.string == manager
    }

    private static func name(_ object: JSONValue) -> String {
        let namespace = object.namespace.isEmpty ? "" : " in namespace \(object.namespace)"
        return "\(object["kind"]?.string ?? "object") \(object.name)\(namespace)"
    }

    private static func occupied(_ object: JSONValue) -> JoinError {
        guard object["kind"]?.string != "APIService" else {
            return JoinError(
                cause: "the cluster has an \(name(object)) that is not ours: another server serves this group version",
                fix: "delete that APIService if nobody needs it, or give your group another name"
            )
        }
        return JoinError(
            cause:
                "the cluster has a \(name(object)) that is not ours: it lacks the label \(OwnerLabel.managedBy)",
            fix: "rename or delete it if nobody needs it, or give the project another name"
        )
    }

    private static func taken(_ object: JSONValue, by owner: RunIdentity?) -> JoinError {
        let other = owner.map { "another run of this project: \($0.place)" } ?? "a run of an older apiserver-boot"
        return JoinError(
            cause: "the \(name(object)) belongs to \(other)",
            fix: "end that run, or replace its registration with --take-over"
        )
    }
}
