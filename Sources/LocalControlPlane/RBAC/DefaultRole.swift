internal import JSON

/// A role that every cluster has.
struct DefaultRole: Sendable {
    let name: String
    /// Nil for a `ClusterRole`.
    var namespace: String?
    /// Besides `kubernetes.io/bootstrapping`.
    var labels: [String: String] = [:]
    var rules: [PolicyRule] = []
    /// Labels of the roles that it is made of.
    var aggregates: [[String: String]] = []

    /// The object as it is created.
    var json: JSONValue {
        var role = Self.object(kind: namespace == nil ? "ClusterRole" : "Role", name: name, namespace: namespace)
        for (key, value) in labels.sorted(by: { $0.key < $1.key }) {
            role["metadata"]?["labels"]?[key] = .string(value)
        }
        role["rules"] = .array(rules.map(\.json))
        if !aggregates.isEmpty {
            let selectors = aggregates.map { labels -> JSONValue in
                ["matchLabels": .object(JSONObject(uniqueKeysWithValues: labels.map { ($0, .string($1)) }))]
            }
            role["aggregationRule"] = ["clusterRoleSelectors": .array(selectors)]
        }
        return role
    }

    /// What roles and bindings of every cluster have in common.
    static func object(kind: String, name: String, namespace: String?) -> JSONValue {
        var metadata: JSONValue = [
            "name": .string(name),
            "labels": ["kubernetes.io/bootstrapping": "rbac-defaults"],
            "annotations": ["rbac.authorization.kubernetes.io/autoupdate": "true"],
        ]
        if let namespace { metadata["namespace"] = .string(namespace) }
        return ["apiVersion": "rbac.authorization.k8s.io/v1", "kind": .string(kind), "metadata": metadata]
    }
}

/// A binding that every cluster has.
struct DefaultBinding: Sendable {
    let name: String
    /// Nil for a `ClusterRoleBinding`.
    var namespace: String?
    /// A `ClusterRole`, or with a namespace a `Role`.
    let role: String
    var groups: [String] = []
    var users: [String] = []
    /// Service accounts of kube-system.
    var serviceAccounts: [String] = []

    /// The object as it is created.
    var json: JSONValue {
        let kind = namespace == nil ? "ClusterRoleBinding" : "RoleBinding"
        var binding = DefaultRole.object(kind: kind, name: name, namespace: namespace)
        binding["roleRef"] = [
            "apiGroup": "rbac.authorization.k8s.io",
            "kind": .string(namespace == nil ? "ClusterRole" : "Role"),
            "name": .string(role),
        ]
        let named = groups.map { ("Group", $0) } + users.map { ("User", $0) }
        var subjects: [JSONValue] = named.map { kind, name in
            ["apiGroup": "rbac.authorization.k8s.io", "kind": .string(kind), "name": .string(name)]
        }
        subjects += serviceAccounts.map { name in
            ["kind": "ServiceAccount", "name": .string(name), "namespace": "kube-system"]
        }
        binding["subjects"] = .array(subjects)
        return binding
    }
}
