internal import JSON
internal import Project
internal import Templates

/// What `undeploy` does with each object, in the order in which it does it.
struct RemovalPlan {
    /// What becomes of an object.
    enum Fate: Equatable {
        case goes
        case isAbsent
        /// It is not touched; why.
        case stays(String)
    }

    /// One object and what becomes of it.
    struct Step: Equatable {
        /// As kubectl calls it.
        let title: String
        let fate: Fate

        /// `would delete apiservice/v1.insect.example.com`.
        var text: String {
            switch fate {
            case .goes: "would delete \(title)"
            case .isAbsent: "not there    \(title)"
            case .stays(let reason): "would keep   \(title)  (\(reason))"
            }
        }
    }

    var steps: [Step] = []
    /// What a `run local` has made, with where that runs.
    var ofRunLocal: [(title: String, place: String)] = []

    /// Adds an object.
    ///
    /// - Parameters:
    ///   - title: as kubectl calls it.
    ///   - present: as the cluster has it; nil if it is not there.
    ///   - project: whose objects go.
    ///   - reason: why it stays although it is the project's; nil if it goes.
    mutating func add(_ title: String, _ present: JSONValue?, of project: String, keeps reason: String? = nil) {
        guard let present else { return steps.append(Step(title: title, fate: .isAbsent)) }
        let owner = ObjectOwner(of: present)
        if case .runLocal(let place) = owner { ofRunLocal.append((title, place)) }
        guard owner == .project(project) else {
            return steps.append(Step(title: title, fate: .stays("it belongs to \(owner.text)")))
        }
        steps.append(Step(title: title, fate: reason.map { .stays($0) } ?? .goes))
    }
}

extension Removal {
    /// Looks what is there of a project; changes nothing.
    ///
    /// - Parameters:
    ///   - objects: what its manifests have.
    ///   - strays: what else carries its labels.
    ///   - deletesData: whether the volume and the namespace go.
    ///   - looksInside: whether it is said what keeps the namespace; every kind of the cluster is asked for then.
    /// - Returns: a step for each.
    /// - Throws: `Problems` if the cluster refuses or does not answer.
    func plan(
        _ objects: [ClusterObject],
        strays: [ClusterObject],
        deletesData: Bool,
        looksInside: Bool
    ) throws(Problems) -> RemovalPlan {
        let project = context.project.name
        var plan = RemovalPlan()
        let leading = try leadingHere(objects + strays)
        // Whatever leads to a server that goes would be dead.
        for service in leading { plan.steps.append(RemovalPlan.Step(title: service.title, fate: .goes)) }
        for object in objects where object.kind == "APIService" && !leading.contains(where: { $0.path == object.path })
        {
            guard let present = try cluster.get(object.path) else {
                plan.steps.append(RemovalPlan.Step(title: object.title, fate: .isAbsent))
                continue
            }
            if case .runLocal(let place) = ObjectOwner(of: present) { plan.ofRunLocal.append((object.title, place)) }
            let owner = ObjectOwner(of: present).text
            plan.steps.append(
                RemovalPlan.Step(title: object.title, fate: .stays("it leads elsewhere; it belongs to \(owner)"))
            )
        }
        for object in (objects + strays).reversed() where !["APIService", "Namespace"].contains(object.kind) {
            let isData = object.kind == "PersistentVolumeClaim" && !deletesData
            plan.add(
                object.title,
                try cluster.get(object.path),
                of: project,
                keeps: isData ? "the objects are on it; --delete-data deletes it" : nil
            )
        }
        if let lease = try lease(objects) { plan.steps.append(RemovalPlan.Step(title: lease.title, fate: .goes)) }
        let going = Set(plan.steps.filter { $0.fate == .goes }.map(\.title))
        for namespace in objects where namespace.kind == "Namespace" {
            let others = deletesData || !looksInside ? [] : try others().filter { !going.contains($0.title) }
            plan.add(
                namespace.title,
                try cluster.get(namespace.path),
                of: project,
                keeps: others.isEmpty ? nil : "in it: \(others.map(\.short).joined(separator: ", "))"
            )
        }
        return plan
    }
}
