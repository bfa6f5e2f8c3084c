internal import JSON
internal import Project

/// The objects that let an extension server join, as a person would apply them in a cluster.
struct RegistrationObjects: Sendable {
    let server: ExtensionServer
    /// Who made the objects.
    var manager = OwnerLabel.tool
    /// Which run made them; nil to leave that unsaid.
    var run: RunIdentity?
    /// By what name the cluster reaches the server; nil if it is in the control plane's own process's reach.
    var externalName: String?

    private var name: String { server.name + "-apiserver" }

    private func metadata(_ name: String, namespace: String? = nil) -> JSONValue {
        var metadata: JSONValue = [
            "name": .string(name), "labels": [OwnerLabel.managedBy: .string(manager)],
        ]
        if let namespace { metadata["namespace"] = .string(namespace) }
        if let run { metadata["annotations"] = [RunIdentity.annotation: .string(run.text)] }
        return metadata
    }

    /// What every server needs in a cluster, in the order in which it is made.
    var made: [(JSONValue, PlaneResource)] {
        [
            (namespace, .namespaces), (authority([]), .configMaps), (serviceAccount, .serviceAccounts),
            (role, .clusterRoles),
            (roleBinding, .clusterRoleBindings), (authDelegator, .clusterRoleBindings), (authReader, .roleBindings),
        ] + users.map { ($0, .clusterRoles) } + [(service, .services)] + controllers
    }

    /// What controllers need, in the order in which it is made; nothing if there are none.
    var controllers: [(JSONValue, PlaneResource)] {
        guard let rules = server.controllerRules else { return [] }
        let name = server.controllerAccount
        let account: JSONValue = [
            "apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata(name, namespace: server.namespace),
        ]
        let role: JSONValue = [
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": metadata(name),
            "rules": .array(rules.map(\.json)),
        ]
        var binding = clusterBinding(name, to: name)
        binding["subjects"] = subjects(name)
        return [(account, .serviceAccounts), (role, .clusterRoles), (binding, .clusterRoleBindings)]
    }

    private var subjects: JSONValue { subjects(server.name) }

    private func subjects(_ account: String) -> JSONValue {
        [["kind": "ServiceAccount", "name": .string(account), "namespace": .string(server.namespace)]]
    }

    var namespace: JSONValue {
        ["apiVersion": "v1", "kind": "Namespace", "metadata": metadata(server.namespace)]
    }

    var serviceAccount: JSONValue {
        ["apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata(server.name, namespace: server.namespace)]
    }

    /// What a server watches to know namespaces, webhooks and policies.
    var role: JSONValue {
        let read: JSONValue = ["get", "list", "watch"]
        return [
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": metadata(name),
            "rules": [
                ["apiGroups": [""], "resources": ["namespaces"], "verbs": read],
                // Where webhooks are; without DNS nothing else tells.
                ["apiGroups": [""], "resources": ["services"], "verbs": ["get"]],
                ["apiGroups": ["admissionregistration.k8s.io"], "resources": ["*"], "verbs": read],
                [
                    "apiGroups": ["flowcontrol.apiserver.k8s.io"],
                    "resources": ["prioritylevelconfigurations", "flowschemas"], "verbs": read,
                ],
            ],
        ]
    }

    var roleBinding: JSONValue { clusterBinding(name, to: name) }

    var authDelegator: JSONValue { clusterBinding(name + ":auth-delegator", to: "system:auth-delegator") }

    private func clusterBinding(_ name: String, to role: String) -> JSONValue {
        [
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": metadata(name),
            "roleRef": ["apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": .string(role)],
            "subjects": subjects,
        ]
    }

    var authReader: JSONValue {
        [
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
            "metadata": metadata(name + ":auth-reader", namespace: "kube-system"),
            "roleRef": [
                "apiGroup": "rbac.authorization.k8s.io", "kind": "Role",
                "name": "extension-apiserver-authentication-reader",
            ],
            "subjects": subjects,
        ]
    }

    /// What people with the roles `edit` and `view` may do with the kinds of the server.
    var users: [JSONValue] {
        [UserRole.edit, .view].map { role in
            var metadata = metadata("\(server.name)-\(role.rawValue)")
            metadata["labels"]?["rbac.authorization.k8s.io/aggregate-to-\(role.rawValue)"] = "true"
            return [
                "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": metadata,
                "rules": .array(role.rules(server.resources).map(\.json)),
            ]
        }
    }

    var service: JSONValue {
        let spec: JSONValue =
            if let externalName {
                ["type": "ExternalName", "externalName": .string(externalName)]
            } else {
                [
                    "ports": [
                        ["name": "https", "port": 443, "targetPort": .integer(Int64(server.port)), "protocol": "TCP"]
                    ]
                ]
            }
        return [
            "apiVersion": "v1", "kind": "Service", "metadata": metadata(server.name, namespace: server.namespace),
            "spec": spec,
        ]
    }

    /// The port that APIServices name: that of the Service, or the server's own if nothing is in between.
    private var servicePort: Int64 { externalName == nil ? 443 : Int64(server.port) }

    var endpoints: JSONValue {
        var slice = EndpointSlices.slice(
            name: server.name,
            namespace: server.namespace,
            service: server.name,
            addresses: ["127.0.0.1"],
            port: (name: "https", number: server.port)
        )
        slice["metadata"]?["labels"]?[OwnerLabel.managedBy] = .string(manager)
        slice["metadata"]?["annotations"] = metadata(server.name)["annotations"]
        return slice
    }

    /// The CA of the serving certificate, for everybody to see; PEM.
    func authority(_ pem: [UInt8]) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": metadata(server.name + "-serving-ca", namespace: server.namespace),
            "data": ["ca.crt": .string(String(decoding: pem, as: UTF8.self))],
        ]
    }

    /// The serving certificate where a pod would find it; both texts in Base64.
    func secret(certificate: String, key: String) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "Secret",
            "metadata": metadata(server.name + "-serving-cert", namespace: server.namespace),
            "type": "kubernetes.io/tls",
            "data": ["tls.crt": .string(certificate), "tls.key": .string(key)],
        ]
    }

    /// How a cluster would run the server; nothing here runs it.
    var deployment: JSONValue {
        let labels: JSONValue = ["app.kubernetes.io/name": .string(server.name)]
        let folder = "/apiserver.local.config/certificates"
        let container: JSONValue = [
            "name": "apiserver", "image": .string(server.name),
            "args": [
                "--bind-address=0.0.0.0", "--secure-port=8443", .string("--tls-cert-file=\(folder)/tls.crt"),
                .string("--tls-private-key-file=\(folder)/tls.key"),
            ],
            "ports": [["name": "https", "containerPort": 8443]],
            "readinessProbe": ["httpGet": ["path": "/readyz", "port": "https", "scheme": "HTTPS"]],
            "volumeMounts": [["name": "serving-cert", "mountPath": .string(folder), "readOnly": true]],
        ]
        return [
            "apiVersion": "apps/v1", "kind": "Deployment",
            "metadata": metadata(server.name, namespace: server.namespace),
            "spec": [
                "replicas": 1, "selector": ["matchLabels": labels],
                "template": [
                    "metadata": ["labels": labels],
                    "spec": [
                        "serviceAccountName": .string(server.name), "containers": [container],
                        "volumes": [
                            [
                                "name": "serving-cert",
                                "secret": ["secretName": .string(server.name + "-serving-cert")],
                            ]
                        ],
                    ],
                ],
            ],
        ]
    }

    /// One for each group version.
    func apiServices(authority: String) -> [JSONValue] {
        server.versions.map { version in
            [
                "apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService", "metadata": metadata(version.name),
                "spec": [
                    "group": .string(version.group), "version": .string(version.version),
                    "service": [
                        "name": .string(server.name), "namespace": .string(server.namespace),
                        "port": .integer(servicePort),
                    ],
                    "caBundle": .string(authority), "groupPriorityMinimum": 1000,
                    "versionPriority": .integer(Int64(version.priority)),
                ],
            ]
        }
    }
}
