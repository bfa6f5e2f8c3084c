internal import JSON

/// What a server and whoever runs it can expect of the cluster: before it joins, and once it has.
extension Registration {
    /// Makes sure that the cluster has an aggregation layer and that the caller may register servers with it.
    ///
    /// - Parameter tell: told of each of the two.
    /// - Throws: `JoinError`, or what the cluster refuses.
    func checkLayer(tell: @Sendable (SetupStep, SetupStep.Outcome) -> Void) async throws {
        let resource = PlaneResource.apiServices
        guard let found = try await client.get("/apis/\(resource.group)/\(resource.version)"),
            found["resources"]?.array?.contains(where: { $0["name"]?.string == resource.plural }) == true
        else {
            throw JoinError(
                cause: "the cluster has no aggregation layer: it does not serve \(resource.plural).\(resource.group)",
                fix: "use another cluster, or run local without one"
            )
        }
        tell(.aggregationLayer, .done)
        let question: JSONValue = [
            "apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview",
            "spec": [
                "resourceAttributes": [
                    "group": .string(resource.group), "version": .string(resource.version),
                    "resource": .string(resource.plural), "verb": "create",
                ]
            ],
        ]
        let path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
        let answer = await client.send(PlaneRequest(method: "POST", target: path, body: question))
        guard answer.isSuccess else { throw answer.failure }
        guard answer.json["status"]?["allowed"]?.bool == true else {
            throw JoinError(
                cause: "you may not create \(resource.plural).\(resource.group) in the cluster",
                fix: "ask who administers it for a role with that right, such as cluster-admin"
            )
        }
        tell(.right, .done)
    }

    /// Gets objects of a server through the cluster, as kubectl does.
    ///
    /// - Returns: what came of the first kind that can be listed; nil if there is none.
    /// - Throws: what the cluster refuses.
    func look(at server: ExtensionServer) async throws -> FoundObjects? {
        for version in server.versions {
            let path = "/apis/\(version.group)/\(version.version)"
            let resources = try await client.get(path)?["resources"]?.array ?? []
            let listable = resources.first { resource in
                resource["verbs"]?.array?.contains { $0.string == "list" } == true
            }
            guard let plural = listable?["name"]?.string else { continue }
            let answer = await client.send(PlaneRequest(method: "GET", target: "\(path)/\(plural)?limit=1"))
            guard answer.isSuccess else { throw answer.failure }
            let isEmpty = answer.json["items"]?.array?.isEmpty ?? true
            return FoundObjects(resource: "\(plural).\(version.version).\(version.group)", isEmpty: isEmpty)
        }
        return nil
    }
}

/// What a look at the objects of a server came to.
public struct FoundObjects: Sendable, Equatable {
    /// What kubectl calls their kind, with version and group.
    public let resource: String
    /// Whether there are none.
    public let isEmpty: Bool
}
