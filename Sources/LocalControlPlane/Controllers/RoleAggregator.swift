internal import JSON

/// Keeps roles up to date that are made of others.
struct RoleAggregator: Sendable {
    let client: any PlaneClient
    let objects: PlaneObjects

    func pass() async throws(PlaneFailure) -> Bool {
        var isUnfinished = false
        let all = objects.list(.clusterRoles)
        for role in all {
            guard let rules = RoleAggregation.rules(of: role, among: all) else { continue }
            let path = PlaneResource.clusterRoles.path() + "/" + role.name
            guard var present = try await client.get(path) else { continue }
            present["rules"] = .array(rules)
            if try await !client.replace(present, at: path) { isUnfinished = true }
        }
        return isUnfinished
    }
}
