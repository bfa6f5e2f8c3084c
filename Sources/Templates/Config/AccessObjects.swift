internal import JSON
internal import Project

/// Who the programs are and what they and users may do.
struct AccessObjects {
    let context: ConfigContext

    private static let api = "rbac.authorization.k8s.io"
    private static let read: JSONValue = ["get", "list", "watch"]

    var namespace: JSONValue {
        var metadata = context.metadata(context.namespace)
        for mode in ["enforce", "audit", "warn"] {
            metadata["labels"]?["pod-security.kubernetes.io/" + mode] = "restricted"
        }
        return ["apiVersion": "v1", "kind": "Namespace", "metadata": metadata]
    }

    /// Pods that want a token say so themselves.
    var accounts: [JSONValue] {
        let all =
            [(context.server, "apiserver")] + (hasControllers ? [(context.controllers, ControllerFiles.product)] : [])
        return all.map { name, component in
            var account: JSONValue = [
                "apiVersion": "v1", "kind": "ServiceAccount",
                "metadata": context.metadata(name, in: context.namespace, component: component),
                "automountServiceAccountToken": false,
            ]
            let secrets = context.deployment.imagePullSecrets
            if !secrets.isEmpty { account["imagePullSecrets"] = .array(secrets.map { ["name": .string($0)] }) }
            return account
        }
    }

    private var hasControllers: Bool { context.controllerRules != nil }

    // MARK: The server

    /// Why it may do this: whose word about callers it takes (the two bindings to roles of the cluster), and what it follows
    /// to answer writes (namespaces, admission, priorities).
    var server: [JSONValue] {
        let name = context.server
        var rules: [JSONValue] = [
            ["apiGroups": [""], "resources": ["namespaces"], "verbs": Self.read],
            [
                "apiGroups": ["admissionregistration.k8s.io"],
                "resources": [
                    "mutatingadmissionpolicies", "mutatingadmissionpolicybindings", "mutatingwebhookconfigurations",
                    "validatingadmissionpolicies", "validatingadmissionpolicybindings",
                    "validatingwebhookconfigurations",
                ],
                "verbs": Self.read,
            ],
            [
                "apiGroups": ["flowcontrol.apiserver.k8s.io"],
                "resources": ["flowschemas", "prioritylevelconfigurations"],
                "verbs": Self.read,
            ],
        ]
        let makesCertificate = context.deployment.certificates == .cluster
        if makesCertificate {
            rules.append([
                "apiGroups": ["apiregistration.k8s.io"], "resources": ["apiservices"],
                "resourceNames": ConfigContext.texts(context.apiServiceNames.sorted()), "verbs": ["get", "patch"],
            ])
        }
        let reader = binding(
            name + ":auth-reader",
            in: "kube-system",
            role: ("Role", "extension-apiserver-authentication-reader"),
            account: name
        )
        return [
            role(name, rules: rules), binding(name, role: ("ClusterRole", name), account: name),
            binding(name + ":auth-delegator", role: ("ClusterRole", "system:auth-delegator"), account: name), reader,
        ] + (makesCertificate ? certificate : [])
    }

    /// The right to keep the serving certificate in its Secret, and in no other.
    private var certificate: [JSONValue] {
        let name = context.server
        let rule: JSONValue = [
            "apiGroups": [""], "resources": ["secrets"],
            "resourceNames": [.string(context.certificateSecret)],
            "verbs": ["get", "list", "watch", "update", "patch"],
        ]
        return [
            role(name, in: context.namespace, rules: [rule]),
            binding(name, in: context.namespace, role: ("Role", name), account: name),
        ]
    }

    // MARK: The controllers

    /// What their markers ask for, and the Lease by which copies agree who works.
    var controllers: [JSONValue] {
        guard let wanted = context.controllerRules else { return [] }
        let name = context.controllers
        var rules: [JSONValue] = []
        for rule in wanted.map(\.json) where !rules.contains(rule) { rules.append(rule) }
        let group: JSONValue = ["coordination.k8s.io"]
        let lease: [JSONValue] = [
            // A right to create cannot be bound to a name.
            ["apiGroups": group, "resources": ["leases"], "verbs": ["create"]],
            [
                "apiGroups": group, "resources": ["leases"], "resourceNames": [.string(name)],
                "verbs": ["get", "update"],
            ],
        ]
        let part = ControllerFiles.product
        return [
            role(name, component: part, rules: rules),
            binding(name, role: ("ClusterRole", name), account: name, component: part),
            role(name, in: context.namespace, component: part, rules: lease),
            binding(name, in: context.namespace, role: ("Role", name), account: name, component: part),
        ]
    }

    // MARK: Users

    /// What people with the roles `admin`, `edit` and `view` may do with the kinds of the server.
    var users: [JSONValue] {
        UserRole.allCases.map { role in
            var object = self.role(
                context.deployment.name + "-" + role.rawValue,
                rules: role.rules(context.resources).map(\.json)
            )
            object["metadata"]?["labels"] = context.labels()
            object["metadata"]?["labels"]?["rbac.authorization.k8s.io/aggregate-to-" + role.rawValue] = "true"
            return object
        }
    }

    // MARK: Forms

    private func role(
        _ name: String,
        in namespace: String? = nil,
        component: String = "apiserver",
        rules: [JSONValue]
    ) -> JSONValue {
        [
            "apiVersion": .string(Self.api + "/v1"), "kind": namespace == nil ? "ClusterRole" : "Role",
            "metadata": context.metadata(name, in: namespace, component: component), "rules": .array(rules),
        ]
    }

    private func binding(
        _ name: String,
        in namespace: String? = nil,
        role: (kind: String, name: String),
        account: String,
        component: String = "apiserver"
    ) -> JSONValue {
        [
            "apiVersion": .string(Self.api + "/v1"), "kind": namespace == nil ? "ClusterRoleBinding" : "RoleBinding",
            "metadata": context.metadata(name, in: namespace, component: component),
            "roleRef": ["apiGroup": .string(Self.api), "kind": .string(role.kind), "name": .string(role.name)],
            "subjects": [
                ["kind": "ServiceAccount", "name": .string(account), "namespace": .string(context.namespace)]
            ],
        ]
    }
}
