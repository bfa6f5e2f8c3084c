/// A resource that the server of a project answers for, as roles name it.
public struct ServedResource: Sendable, Equatable {
    /// A subresource of the project's own.
    public struct Subresource: Sendable, Equatable {
        /// `feed`.
        public var name: String
        /// What it can be asked for: `get`, `create`, `update`, `patch`, `delete`.
        public var verbs: [String]

        /// Makes a subresource.
        public init(_ name: String, verbs: [String]) {
            self.name = name
            self.verbs = verbs
        }
    }

    /// Full name of its group: `insect.example.com`.
    public var group: String
    /// `bees`.
    public var name: String
    /// Whether it has the subresource `status`.
    public var hasStatus: Bool
    /// Whether it has the subresource `scale`.
    public var hasScale: Bool
    /// Subresources beside these two.
    public var subresources: [Subresource]

    /// Makes a resource.
    public init(
        group: String,
        name: String,
        hasStatus: Bool = false,
        hasScale: Bool = false,
        subresources: [Subresource] = []
    ) {
        self.group = group
        self.name = name
        self.hasStatus = hasStatus
        self.hasScale = hasScale
        self.subresources = subresources
    }
}

/// What people with the roles `admin`, `edit` and `view` of a cluster may do with the resources of a project.
///
/// `view` reads objects, their status and scale, and nothing that a subresource of the project's own does or tells: a
/// connector may lead anywhere. Status is written by controllers alone.
/// Source: kube-apiserver, `plugin/pkg/auth/authorizer/rbac/bootstrappolicy`, of `pods`, `pods/status`, `pods/exec`,
/// `services/proxy` and `deployments/scale`.
public enum UserRole: String, Sendable, CaseIterable {
    case admin
    case edit
    case view

    /// Rules by group; the role `admin` of a cluster has those of `edit`, and that one those of `view`.
    public func rules(_ resources: [ServedResource]) -> [RoleRule] {
        Set(resources.map(\.group)).sorted().flatMap { group in
            rules(group, resources.filter { $0.group == group })
        }
    }

    private func rules(_ group: String, _ resources: [ServedResource]) -> [RoleRule] {
        func rule(_ names: [String], _ verbs: [String]) -> [RoleRule] {
            names.isEmpty ? [] : [RoleRule(groups: [group], resources: Set(names).sorted(), verbs: verbs)]
        }
        let objects = resources.flatMap { [$0.name] + ($0.hasScale ? [$0.name + "/scale"] : []) }
        let own = resources.flatMap { each in each.subresources.map { (each.name + "/" + $0.name, $0.verbs) } }
            .filter { !$0.1.isEmpty }
        switch self {
        case .view:
            let status = resources.filter(\.hasStatus).map { $0.name + "/status" }
            return rule(objects + status, ["get", "list", "watch"])
        case .edit:
            // Those that are asked for the same are one rule.
            let verbs = Set(own.map { $0.1.sorted() }).sorted { $0.lexicographicallyPrecedes($1) }
            return rule(objects, ["create", "delete", "deletecollection", "patch", "update"])
                + verbs.flatMap { verbs in rule(own.filter { $0.1.sorted() == verbs }.map(\.0), verbs) }
        case .admin:
            return rule(objects + own.map(\.0), ["*"])
        }
    }
}
