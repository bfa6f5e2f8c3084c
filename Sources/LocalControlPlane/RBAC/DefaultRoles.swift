/// The roles and bindings that every cluster has, as far as they mean something without nodes and pods.
///
/// Source: `plugin/pkg/auth/authorizer/rbac/bootstrappolicy/{policy,namespace_policy,controller_policy}.go`.
enum DefaultRoles {
    private static let read = ["get", "list", "watch"]
    private static let write = ["create", "delete", "deletecollection", "patch", "update"]
    private static let aggregateTo = "rbac.authorization.k8s.io/aggregate-to-"

    private static func on(
        _ verbs: [String],
        _ group: String,
        _ resources: [String],
        names: [String] = []
    ) -> PolicyRule {
        PolicyRule(verbs: verbs, apiGroups: [group], resources: resources, resourceNames: names)
    }

    private static func on(paths: [String]) -> PolicyRule { PolicyRule(verbs: ["get"], nonResourceURLs: paths) }

    /// All of them.
    static let roles = people + system + controllers + namespaced

    // MARK: For people

    private static let people = [
        DefaultRole(
            name: "cluster-admin",
            rules: [
                PolicyRule(verbs: ["*"], apiGroups: ["*"], resources: ["*"]),
                PolicyRule(verbs: ["*"], nonResourceURLs: ["*"]),
            ]
        ),
        DefaultRole(name: "admin", aggregates: [[aggregateTo + "admin": "true"]]),
        DefaultRole(
            name: "edit",
            labels: [aggregateTo + "admin": "true"],
            aggregates: [[aggregateTo + "edit": "true"]]
        ),
        DefaultRole(
            name: "view",
            labels: [aggregateTo + "edit": "true"],
            aggregates: [[aggregateTo + "view": "true"]]
        ),
        DefaultRole(
            name: "system:aggregate-to-admin",
            labels: [aggregateTo + "admin": "true"],
            rules: [
                on(["create"], "authorization.k8s.io", ["localsubjectaccessreviews"]),
                on(write + read, "rbac.authorization.k8s.io", ["rolebindings", "roles"]),
            ]
        ),
        DefaultRole(
            name: "system:aggregate-to-edit",
            labels: [aggregateTo + "edit": "true"],
            rules: [
                on(read, "", ["secrets"]),
                on(["impersonate"], "", ["serviceaccounts"]),
                on(write, "", ["configmaps", "endpoints", "events", "secrets", "serviceaccounts", "services"]),
                on(["create"], "", ["serviceaccounts/token"]),
                on(write, "apps", ["deployments", "deployments/scale"]),
                on(write + read, "coordination.k8s.io", ["leases"]),
            ]
        ),
        DefaultRole(
            name: "system:aggregate-to-view",
            labels: [aggregateTo + "view": "true"],
            rules: [
                on(
                    read,
                    "",
                    [
                        "configmaps", "endpoints", "events", "namespaces", "serviceaccounts", "services",
                        "services/status",
                    ]
                ),
                on(read, "apps", ["deployments", "deployments/scale", "deployments/status"]),
                on(read, "discovery.k8s.io", ["endpointslices"]),
            ]
        ),
    ]

    // MARK: For programs

    private static let system = [
        DefaultRole(
            name: "system:discovery",
            rules: [
                on(paths: [
                    "/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz",
                    "/version", "/version/",
                ])
            ]
        ),
        DefaultRole(
            name: "system:public-info-viewer",
            rules: [on(paths: ["/healthz", "/livez", "/readyz", "/version", "/version/"])]
        ),
        DefaultRole(
            name: "system:basic-user",
            rules: [
                on(["create"], "authorization.k8s.io", ["selfsubjectaccessreviews", "selfsubjectrulesreviews"]),
                on(["create"], "authentication.k8s.io", ["selfsubjectreviews"]),
            ]
        ),
        DefaultRole(
            name: "system:monitoring",
            rules: [
                on(paths: [
                    "/healthz", "/healthz/*", "/livez", "/livez/*", "/metrics", "/metrics/slis", "/readyz", "/readyz/*",
                ])
            ]
        ),
        DefaultRole(
            name: "system:auth-delegator",
            rules: [
                on(["create"], "authentication.k8s.io", ["tokenreviews"]),
                on(["create"], "authorization.k8s.io", ["subjectaccessreviews"]),
            ]
        ),
    ]

    // MARK: For controllers

    private static let controllers = [
        DefaultRole(
            name: "system:controller:generic-garbage-collector",
            rules: [on(["delete", "get", "list", "patch", "update", "watch"], "*", ["*"])]
        ),
        DefaultRole(
            name: "system:controller:deployment-controller",
            rules: [
                on(["get", "list", "patch", "watch"], "apps", ["deployments"]),
                on(["patch"], "apps", ["deployments/status"]),
                on(["create", "delete", "get", "list", "patch", "watch"], "apps", ["replicasets"]),
            ]
        ),
        DefaultRole(
            name: "system:controller:namespace-controller",
            rules: [
                on(["delete", "get", "list", "watch"], "", ["namespaces"]),
                on(["update"], "", ["namespaces/finalize", "namespaces/status"]),
                on(["delete", "deletecollection", "get", "list"], "*", ["*"]),
            ]
        ),
        DefaultRole(
            name: "system:controller:service-account-controller",
            rules: [on(["create"], "", ["serviceaccounts"])]
        ),
        DefaultRole(
            name: "system:controller:root-ca-cert-publisher",
            rules: [on(["create", "update"], "", ["configmaps"])]
        ),
        DefaultRole(
            name: "system:controller:clusterrole-aggregation-controller",
            rules: [
                on(
                    ["escalate", "get", "list", "patch", "update", "watch"],
                    "rbac.authorization.k8s.io",
                    ["clusterroles"]
                )
            ]
        ),
        DefaultRole(
            name: "system:controller:endpointslice-mirroring-controller",
            rules: [
                on(read, "", ["endpoints", "services"]),
                on(["create", "delete", "get", "list", "update", "watch"], "discovery.k8s.io", ["endpointslices"]),
            ]
        ),
    ]

    // MARK: In namespaces

    private static let namespaced = [
        DefaultRole(
            name: "extension-apiserver-authentication-reader",
            namespace: "kube-system",
            rules: [on(read, "", ["configmaps"], names: ["extension-apiserver-authentication"])]
        )
    ]

    /// All bindings.
    static let bindings =
        [
            DefaultBinding(name: "cluster-admin", role: "cluster-admin", groups: ["system:masters"]),
            DefaultBinding(name: "system:monitoring", role: "system:monitoring", groups: ["system:monitoring"]),
            DefaultBinding(name: "system:discovery", role: "system:discovery", groups: ["system:authenticated"]),
            DefaultBinding(name: "system:basic-user", role: "system:basic-user", groups: ["system:authenticated"]),
            DefaultBinding(
                name: "system:public-info-viewer",
                role: "system:public-info-viewer",
                groups: ["system:authenticated", "system:unauthenticated"]
            ),
        ]
        + controllers.map { role in
            let account = role.name.split(separator: ":").last.map(String.init) ?? role.name
            return DefaultBinding(name: role.name, role: role.name, serviceAccounts: [account])
        }
}
