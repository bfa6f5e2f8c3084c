internal import APIMachinery
internal import APIServer
internal import JSON

/// Lets nobody give away what he may not do himself, unless he may `escalate` or `bind`.
///
/// Source: `pkg/registry/rbac/{role,clusterrole,rolebinding,clusterrolebinding}/policybased`.
struct RoleEscalation: AdmissionPlugin {
    let roles: RoleStore
    let objects: PlaneObjects

    func validate(_ request: AdmissionRequest, objects _: ObjectReader) async throws {
        guard request.group == "rbac.authorization.k8s.io", let object = request.object,
            !request.user.groups.contains(RoleStore.masters)
        else { return }
        switch request.resource {
        case "roles", "clusterroles":
            guard object["rules"] != request.oldObject?["rules"] || object["aggregationRule"] != nil,
                !may("escalate", request, request.resource, name: request.name)
            else { return }
            try check(object["rules"], request)
        case "rolebindings", "clusterrolebindings":
            let role = object["roleRef"]
            let resource = role?["kind"]?.string == "ClusterRole" ? "clusterroles" : "roles"
            let name = role?["name"]?.string ?? ""
            guard !may("bind", request, resource, name: name) else { return }
            let granted =
                resource == "clusterroles"
                ? objects.get(.clusterRoles, name: name)
                : objects.get(.roles, namespace: request.namespace, name: name)
            guard let granted else {
                throw StatusError.notFound(
                    resource: GroupResource(group: request.group, resource: resource),
                    name: name
                )
            }
            try check(granted["rules"], request)
        default: return
        }
    }

    private func may(_ verb: String, _ request: AdmissionRequest, _ resource: String, name: String) -> Bool {
        roles.decide(
            AccessRequest(
                user: request.user.name,
                groups: request.user.groups,
                verb: verb,
                group: request.group,
                resource: resource,
                namespace: request.namespace,
                name: name
            )
        ).isAllowed
    }

    private func check(_ rules: JSONValue?, _ request: AdmissionRequest) throws {
        let wanted = (rules?.array ?? []).map { PolicyRule(json: $0) }
        let owned = roles.index.rules(
            user: request.user.name,
            groups: request.user.groups,
            namespace: request.namespace
        ).rules
        let missing = EscalationCheck.missing(wanted, ownedBy: owned)
        guard !missing.isEmpty else { return }
        let groups = request.user.groups.map { "\"\($0)\"" }.joined(separator: " ")
        throw AdmissionRefusal(
            "user \"\(request.user.name)\" (groups=[\(groups)]) is attempting to grant RBAC permissions not currently "
                + "held:\n" + missing.map(Self.text).joined(separator: "\n")
        )
    }

    private static func text(_ rule: PolicyRule) -> String {
        func list(_ values: [String]) -> String { "[" + values.map { "\"\($0)\"" }.joined(separator: " ") + "]" }
        var parts: [String] = []
        if !rule.nonResourceURLs.isEmpty {
            parts.append("NonResourceURLs:" + list(rule.nonResourceURLs))
        } else {
            parts.append("APIGroups:" + list(rule.apiGroups))
            parts.append("Resources:" + list(rule.resources))
            if !rule.resourceNames.isEmpty { parts.append("ResourceNames:" + list(rule.resourceNames)) }
        }
        parts.append("Verbs:" + list(rule.verbs))
        return "{" + parts.joined(separator: ", ") + "}"
    }
}
