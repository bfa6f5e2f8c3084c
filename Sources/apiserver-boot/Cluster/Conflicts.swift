internal import JSON
internal import Project

/// What of a cluster is in the way of a project's objects.
struct Conflicts {
    /// The project's name.
    let project: String
    /// How kubectl is told to use the cluster.
    let kubectl: String
    /// Whether what is somebody else's is taken over.
    let isForced: Bool

    /// What keeps an object from being applied; nil if nothing does.
    ///
    /// What a `run local` made is not looked at here: see ``runLocal(_:_:)``.
    ///
    /// - Parameters:
    ///   - object: as it is to be.
    ///   - present: as the cluster has it.
    /// - Returns: a conflict.
    func problem(_ object: ClusterObject, _ present: JSONValue) -> Problem? {
        guard !isForced else { return nil }
        let owner = ObjectOwner(of: present)
        switch owner {
        case .runLocal: return nil
        case .project(let name) where name == project: return isMoved(object, present) ? moved(object, present) : nil
        // A namespace that somebody has made for the project is as good as one that the tool makes.
        case .others where object.kind == "Namespace": return nil
        case .project, .others: break
        }
        let isService = object.kind == "APIService"
        let title =
            isService ? "\(object.title) is there already and leads elsewhere" : "\(object.title) is there already"
        let place = present["spec"]?["service"]
        let target = [place?["namespace"]?.string, place?["name"]?.string].compactMap(\.self).joined(separator: "/")
        let managers = ObjectOwner.managers(of: present).joined(separator: ", ")
        return Problem(
            "AB6116",
            title,
            cause: "it belongs to \(owner.text)" + (isService ? "; it leads to the Service \(target)" : "")
                + (managers.isEmpty || owner.text.contains(managers) ? "" : "; set by: \(managers)"),
            fix: isService
                ? "if nobody needs it: \(kubectl) delete \(object.title.replacing("/", with: " ")); or --force takes it over"
                : "--name gives the project's objects another name; --force takes this one over",
            status: .conflict
        )
    }

    /// Whether the project is served from another namespace so far.
    private func isMoved(_ object: ClusterObject, _ present: JSONValue) -> Bool {
        object.kind == "APIService"
            && present["spec"]?["service"]?["namespace"] != object.json["spec"]?["service"]?["namespace"]
    }

    /// Nothing of what is in another namespace would ever go: neither command looks there.
    private func moved(_ object: ClusterObject, _ present: JSONValue) -> Problem {
        let service = present["spec"]?["service"]
        let old = service?["namespace"]?.string ?? ""
        return Problem(
            "AB6117",
            "the project is in namespace \(old) so far: \(object.title) leads there",
            cause: "its Deployments, volume and certificate would stay there, and nothing would take them away again",
            fix:
                "apiserver-boot undeploy while PROJECT says that namespace (build config --namespace \(old)), then again; "
                + "--force leaves all of that there",
            status: .conflict
        )
    }

    /// What to say where a `run local` has objects of these names; nil if there are none.
    ///
    /// - Parameters:
    ///   - found: what it has made, as kubectl calls it, with where it runs.
    ///   - command: what would break it.
    /// - Returns: one conflict for all of them.
    static func runLocal(_ found: [(title: String, place: String)], _ command: String) -> Problem? {
        guard let first = found.first else { return nil }
        let place = found.lazy.map(\.place).first { !$0.isEmpty } ?? ""
        let more = found.count > 1 ? " and \(found.count - 1) more" : ""
        return Problem(
            "AB6115",
            "\(first.title)\(more) belong\(found.count > 1 ? "" : "s") to a run local"
                + (place.isEmpty ? "" : ": \(place)"),
            cause:
                "a project is served there by run local or by run in-cluster, not by both; \(command) would break it",
            fix:
                "choose another cluster with --context NAME; if that run local only registered its server here, end it first",
            status: .conflict
        )
    }
}
