/// All roles and bindings, arranged by who is given them.
///
/// Pure: made anew when a role or binding changes, which is rare; asked for every request, which is often.
struct RoleIndex: Sendable {
    /// A role as a subject has it through one binding.
    private struct Grant: Sendable {
        /// Rules for resources; others cannot allow one.
        let resourceRules: [PolicyRule]
        /// Rules for paths.
        let pathRules: [PolicyRule]
        /// Why something is allowed, for the person who asks.
        let origin: String
        /// What is wrong with the binding; nil if the role is there.
        let fault: String?
    }

    private typealias Grants = [RoleBinding.Subject: [Grant]]

    private var clusterWide: Grants = [:]
    private var perNamespace: [String: Grants] = [:]

    /// Arranges roles and bindings.
    ///
    /// - Parameters:
    ///   - clusterRoles: rules by name.
    ///   - roles: rules by `namespace/name`.
    ///   - bindings: in the order in which they are asked.
    init(clusterRoles: [String: [PolicyRule]], roles: [String: [PolicyRule]], bindings: [RoleBinding]) {
        for binding in bindings {
            let kind = binding.refersToClusterRole ? "ClusterRole" : "Role"
            let rules =
                binding.refersToClusterRole
                ? clusterRoles[binding.roleName] : roles["\(binding.namespace ?? "")/\(binding.roleName)"]
            for subject in binding.subjects {
                let grant = Grant(
                    resourceRules: (rules ?? []).filter { !$0.resources.isEmpty },
                    pathRules: (rules ?? []).filter { !$0.nonResourceURLs.isEmpty },
                    origin: Self.origin(of: binding, kind: kind, to: subject),
                    fault: rules == nil
                        ? "\(kind.lowercased()).rbac.authorization.k8s.io \"\(binding.roleName)\" not found" : nil
                )
                if let namespace = binding.namespace {
                    perNamespace[namespace, default: [:]][subject, default: []].append(grant)
                } else {
                    clusterWide[subject, default: []].append(grant)
                }
            }
        }
    }

    /// Whether something is allowed, and why, or what is wrong with the bindings that might have allowed it.
    func decide(_ request: AccessRequest) -> (isAllowed: Bool, reason: String) {
        var faults: [String] = []
        func search(_ grants: Grants) -> Grant? {
            Self.first(in: grants, user: request.user, groups: request.groups) { grant in
                if let fault = grant.fault { faults.append(fault) }
                let rules = request.isResource ? grant.resourceRules : grant.pathRules
                return rules.contains { $0.allows(request) }
            }
        }
        if let grant = search(clusterWide) { return (true, "RBAC: allowed by " + grant.origin) }
        if !request.namespace.isEmpty, let grants = perNamespace[request.namespace], let grant = search(grants) {
            return (true, "RBAC: allowed by " + grant.origin)
        }
        guard !faults.isEmpty else { return (false, "") }
        return (false, "RBAC: " + (faults.count == 1 ? faults[0] : "[" + faults.joined(separator: ", ") + "]"))
    }

    /// All rules that somebody has in a namespace, and what is wrong with the bindings.
    func rules(user: String, groups: [String], namespace: String) -> (rules: [PolicyRule], faults: [String]) {
        var rules: [PolicyRule] = []
        var faults: [String] = []
        func collect(_ grants: Grants) {
            _ = Self.first(in: grants, user: user, groups: groups) { grant in
                rules += grant.resourceRules + grant.pathRules.filter { $0.resources.isEmpty }
                if let fault = grant.fault { faults.append(fault) }
                return false
            }
        }
        collect(clusterWide)
        if !namespace.isEmpty, let grants = perNamespace[namespace] { collect(grants) }
        return (rules, faults)
    }

    private static func first(
        in grants: Grants,
        user: String,
        groups: [String],
        where isWanted: (Grant) -> Bool
    ) -> Grant? {
        if let own = grants[.user(user)], let found = own.first(where: isWanted) { return found }
        for group in groups {
            if let common = grants[.group(group)], let found = common.first(where: isWanted) { return found }
        }
        return nil
    }

    private static func origin(of binding: RoleBinding, kind: String, to subject: RoleBinding.Subject) -> String {
        let who =
            switch subject {
            case .user(let name): Self.userText(name)
            case .group(let name): "Group \"\(name)\""
            }
        let role = "\(kind) \"\(binding.roleName)\" to \(who)"
        guard let namespace = binding.namespace else { return "ClusterRoleBinding \"\(binding.name)\" of \(role)" }
        return "RoleBinding \"\(binding.name)/\(namespace)\" of \(role)"
    }

    private static func userText(_ name: String) -> String {
        let prefix = "system:serviceaccount:"
        guard name.hasPrefix(prefix) else { return "User \"\(name)\"" }
        let parts = name.dropFirst(prefix.count).split(separator: ":", maxSplits: 1)
        return parts.count == 2 ? "ServiceAccount \"\(parts[1])/\(parts[0])\"" : "User \"\(name)\""
    }
}
