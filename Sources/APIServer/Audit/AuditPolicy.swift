/// What is recorded of which requests.
///
/// The first rule that matches a request counts; a request that no rule matches is not recorded.
/// Source: apiserver `audit/policy`.
struct AuditPolicy: Sendable, Equatable {
    /// Resources of one group.
    struct GroupResources: Sendable, Equatable {
        /// Empty for the core group.
        var group = ""
        /// `pods`, `pods/log`, `pods/*`, `*/scale` or `*`; empty stands for all.
        var resources: [String] = []
        /// Names of objects; empty stands for all.
        var resourceNames: [String] = []
    }

    /// Which requests are recorded how.
    struct Rule: Sendable, Equatable {
        var level: AuditLevel
        var users: [String] = []
        var userGroups: [String] = []
        var verbs: [String] = []
        var resources: [GroupResources] = []
        /// Empty text for objects at the cluster scope.
        var namespaces: [String] = []
        /// Paths beside the resources; a `*` at the end stands for everything below.
        var nonResourceURLs: [String] = []
        var omitStages: [AuditStage] = []
        /// Nil leaves it to the policy.
        var omitManagedFields: Bool?
    }

    /// What is to be recorded of one request.
    struct Decision: Sendable, Equatable {
        var level: AuditLevel
        var omitStages: [AuditStage] = []
        var omitManagedFields = false
    }

    var rules: [Rule]
    /// Left out by every rule.
    var omitStages: [AuditStage] = []
    var omitManagedFields = false

    /// What is to be recorded of a request; no rule for users matches somebody who could not be identified.
    func decision(for request: AuthorizationAttributes, user: UserInfo?) -> Decision {
        guard let rule = rules.first(where: { $0.matches(request, user) }) else { return Decision(level: .none) }
        return Decision(
            level: rule.level,
            omitStages: omitStages + rule.omitStages,
            omitManagedFields: rule.omitManagedFields ?? omitManagedFields
        )
    }
}

extension AuditPolicy.Rule {
    fileprivate func matches(_ request: AuthorizationAttributes, _ user: UserInfo?) -> Bool {
        if !users.isEmpty {
            guard let user, users.contains(user.name) else { return false }
        }
        if !userGroups.isEmpty {
            guard let user, user.groups.contains(where: userGroups.contains) else { return false }
        }
        if !verbs.isEmpty, !verbs.contains(request.verb) { return false }
        if !namespaces.isEmpty || !resources.isEmpty { return matchesResource(request) }
        return nonResourceURLs.isEmpty || matchesPath(request)
    }

    private func matchesPath(_ request: AuthorizationAttributes) -> Bool {
        guard !request.isResource else { return false }
        return nonResourceURLs.contains { pattern in
            pattern == "*" || pattern == request.path
                || pattern.hasSuffix("*") && request.path.hasPrefix(pattern.dropLast())
        }
    }

    private func matchesResource(_ request: AuthorizationAttributes) -> Bool {
        guard request.isResource else { return false }
        if !namespaces.isEmpty, !namespaces.contains(request.namespace) { return false }
        return resources.isEmpty || resources.contains { $0.contain(request) }
    }
}

extension AuditPolicy.GroupResources {
    fileprivate func contain(_ request: AuthorizationAttributes) -> Bool {
        guard group == request.group else { return false }
        guard !resources.isEmpty else { return true }
        guard resourceNames.isEmpty || resourceNames.contains(request.name) else { return false }
        let whole = request.subresource.isEmpty ? request.resource : request.resource + "/" + request.subresource
        return resources.contains { pattern in
            pattern == "*" || pattern == whole || pattern == request.resource + "/*"
                || !request.subresource.isEmpty && pattern == "*/" + request.subresource
        }
    }
}
