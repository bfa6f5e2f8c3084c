/// Nobody may give away what he does not have.
///
/// Source: `k8s.io/component-helpers/auth/rbac/validation/policy_comparator.go`.
enum EscalationCheck {
    /// The parts of `wanted` that `owned` does not allow.
    static func missing(_ wanted: [PolicyRule], ownedBy owned: [PolicyRule]) -> [PolicyRule] {
        wanted.flatMap(parts).filter { part in !owned.contains { covers($0, part) } }
    }

    /// A rule as rules with one verb, group, resource and name each.
    static func parts(_ rule: PolicyRule) -> [PolicyRule] {
        var parts: [PolicyRule] = []
        for verb in rule.verbs {
            for url in rule.nonResourceURLs { parts.append(PolicyRule(verbs: [verb], nonResourceURLs: [url])) }
            for group in rule.apiGroups {
                for resource in rule.resources {
                    let names = rule.resourceNames.isEmpty ? [[]] : rule.resourceNames.map { [$0] }
                    for name in names {
                        parts.append(
                            PolicyRule(
                                verbs: [verb],
                                apiGroups: [group],
                                resources: [resource],
                                resourceNames: name
                            )
                        )
                    }
                }
            }
        }
        return parts
    }

    private static func covers(_ owner: PolicyRule, _ part: PolicyRule) -> Bool {
        guard all(part.verbs, in: owner.verbs) else { return false }
        if let url = part.nonResourceURLs.first {
            return owner.nonResourceURLs.contains { own in
                own == "*" || own == url || (own.hasSuffix("*") && url.hasPrefix(own.dropLast()))
            }
        }
        guard all(part.apiGroups, in: owner.apiGroups), resource(part.resources, in: owner.resources) else {
            return false
        }
        return owner.resourceNames.isEmpty
            || (!part.resourceNames.isEmpty && part.resourceNames.allSatisfy(owner.resourceNames.contains))
    }

    private static func all(_ wanted: [String], in owned: [String]) -> Bool {
        owned.contains("*") || wanted.allSatisfy(owned.contains)
    }

    private static func resource(_ wanted: [String], in owned: [String]) -> Bool {
        wanted.allSatisfy { resource in
            if owned.contains("*") || owned.contains(resource) { return true }
            guard let slash = resource.firstIndex(of: "/") else { return false }
            return owned.contains("*" + resource[slash...])
        }
    }
}
