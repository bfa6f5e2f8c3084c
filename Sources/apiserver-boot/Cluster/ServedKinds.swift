internal import JSON
internal import Project

/// The kinds that a cluster serves for a project.
struct ServedKinds {
    let patience: Patience
    /// Reads a path of the cluster; nil if there is nothing.
    let get: (String) throws(Problems) -> JSONValue?

    /// The kinds of all APIServices among objects, as kubectl calls them.
    ///
    /// A cluster of several API servers may know a group at one of them and not yet at the next, or be busy.
    ///
    /// - Throws: `Problems` with what was in the way when time was up.
    func list(_ objects: [JSONValue]) throws -> [String] {
        var kinds: [String] = []
        for service in objects where service["kind"]?.string == "APIService" {
            let path = RolloutWait.path(service)
            let found = try patience.ask { () throws(Problems) -> JSONValue in
                guard let found = try get(path) else { throw Problems(Self.absence(of: path)) }
                return found
            }
            let parts = path.split(separator: "/")
            kinds += (found["resources"]?.array ?? []).compactMap { $0["name"]?.string }
                .filter { !$0.contains("/") }.map { "\($0).\(parts[2]).\(parts[1])" }
        }
        return kinds
    }

    private static func absence(of path: String) -> Problem {
        Problem(
            TargetCluster.busy,
            "the cluster does not know \(path)",
            cause: "its APIService is available, and one of the cluster's API servers has not noticed",
            fix: "try again in a moment: kubectl get --raw \(path)",
            status: .unreachable
        )
    }
}
