internal import JSON
internal import Project

/// What runs the server and lets the cluster find it.
struct ServerObjects {
    let context: ConfigContext

    private static let component = "apiserver"
    private static let dataFolder = "/var/lib/apiserver"
    private static let certificateFolder = "/etc/apiserver/serving-cert"
    private static let etcdFolder = "/etc/apiserver/etcd"
    /// How long a server that is about to end is still asked by those who have not heard of it.
    private static let drain = 10

    private var wanted: Project.Deployment { context.deployment }

    private func metadata(_ name: String) -> JSONValue {
        context.metadata(name, in: context.namespace, component: Self.component)
    }

    // MARK: What it needs

    /// The Secret that the server fills; a right to create one could not be bound to a name.
    var certificate: [JSONValue] {
        guard wanted.certificates == .cluster else { return [] }
        return [
            [
                "apiVersion": "v1", "kind": "Secret", "metadata": metadata(context.certificateSecret),
                "type": "Opaque",
            ]
        ]
    }

    var storage: [JSONValue] {
        guard wanted.storage == .sqlite else { return [] }
        var spec: JSONValue = [
            "accessModes": ["ReadWriteOnce"],
            "resources": ["requests": ["storage": .string(wanted.storageSize)]],
        ]
        if let name = wanted.storageClass { spec["storageClassName"] = .string(name) }
        return [
            [
                "apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": metadata(context.claim), "spec": spec,
            ]
        ]
    }

    var service: JSONValue {
        [
            "apiVersion": "v1", "kind": "Service", "metadata": metadata(context.server),
            "spec": [
                "selector": context.selector(Self.component),
                "ports": [["name": "https", "port": 443, "protocol": "TCP", "targetPort": "https"]],
            ],
        ]
    }

    /// While nodes are emptied, one server at a time is missing.
    var disruption: [JSONValue] {
        guard wanted.replicaCount > 1 else { return [] }
        return [
            [
                "apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": metadata(context.server),
                "spec": ["maxUnavailable": 1, "selector": ["matchLabels": context.selector(Self.component)]],
            ]
        ]
    }

    /// One for each group version.
    ///
    /// The server itself adds the CA of a certificate that it makes.
    var apiServices: [JSONValue] {
        context.versions.map { group, version in
            var spec: JSONValue = [
                "group": .string(group), "version": .string(version.name),
                "service": [
                    "name": .string(context.server), "namespace": .string(context.namespace), "port": 443,
                ],
                "groupPriorityMinimum": 1000, "versionPriority": .integer(Int64(version.priority)),
            ]
            if let authority = context.authority { spec["caBundle"] = .string(authority) }
            let name = version.name + "." + group
            return [
                "apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService",
                "metadata": context.metadata(name, component: Self.component), "spec": spec,
            ]
        }
    }

    // MARK: The Deployment

    var deployment: JSONValue {
        var spec: JSONValue = ["replicas": .integer(Int64(wanted.replicaCount))]
        switch wanted.storage {
        case .sqlite: spec["strategy"] = ["type": "Recreate"]
        case .etcd:
            spec["strategy"] = ["type": "RollingUpdate", "rollingUpdate": ["maxSurge": 1, "maxUnavailable": 0]]
        }
        spec["selector"] = ["matchLabels": context.selector(Self.component)]
        spec["template"] = ["metadata": ["labels": context.labels(Self.component)], "spec": pod]
        return [
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata(context.server), "spec": spec,
        ]
    }

    private var pod: JSONValue {
        var pod: JSONValue = [
            "serviceAccountName": .string(context.server), "automountServiceAccountToken": true,
            "securityContext": PodParts.securityContext(ownsFiles: wanted.storage == .sqlite),
        ]
        if wanted.replicaCount > 1 { pod["affinity"] = affinity }
        pod["containers"] = [container]
        // Draining, a minute for requests under way, and some air.
        pod["terminationGracePeriodSeconds"] = .integer(Int64((isDrained ? Self.drain : 0) + 65))
        let volumes = volumes
        if !volumes.isEmpty { pod["volumes"] = .array(volumes.map(\.volume)) }
        return pod
    }

    /// Whether another server takes over while one ends.
    private var isDrained: Bool { wanted.storage != .sqlite }

    private var affinity: JSONValue {
        let term: JSONValue = [
            "labelSelector": ["matchLabels": context.selector(Self.component)],
            "topologyKey": "kubernetes.io/hostname",
        ]
        let preferred: JSONValue = [["weight": 100, "podAffinityTerm": term]]
        return ["podAntiAffinity": ["preferredDuringSchedulingIgnoredDuringExecution": preferred]]
    }

    private var container: JSONValue {
        // A server without its etcd is not mended by starting it again.
        let liveness = wanted.storage == .etcd ? "/livez?exclude=etcd" : "/livez"
        var container: JSONValue = [
            "name": .string(Self.component), "image": .string(wanted.image),
            "args": ConfigContext.arguments(arguments),
            "ports": [["name": "https", "containerPort": 8443, "protocol": "TCP"]],
            "startupProbe": PodParts.probe(liveness, port: "https", isSecure: true, period: 1, failures: 60),
            "livenessProbe": PodParts.probe(liveness, port: "https", isSecure: true, period: 10, failures: 3),
            "readinessProbe": PodParts.probe("/readyz", port: "https", isSecure: true, period: 5, failures: 2),
            "resources": PodParts.resources(cpu: "50m"),
            "securityContext": PodParts.containerSecurityContext,
        ]
        let mounts = volumes.map(\.mount)
        if !mounts.isEmpty { container["volumeMounts"] = .array(mounts) }
        return container
    }

    private var arguments: [String] {
        var arguments = ["--secure-port=8443"]
        switch wanted.certificates {
        case .cluster:
            arguments += [
                "--serving-certificate-secret=\(context.certificateSecret)",
                "--serving-certificate-service=\(context.server)",
            ]
        case .provided:
            arguments += [
                "--tls-cert-file=\(Self.certificateFolder)/tls.crt",
                "--tls-private-key-file=\(Self.certificateFolder)/tls.key",
            ]
        }
        switch wanted.storage {
        case .sqlite: arguments += ["--storage=sqlite", "--sqlite-file=\(Self.dataFolder)/data.sqlite"]
        case .etcd:
            arguments.append("--etcd-servers=" + wanted.etcdServers.joined(separator: ","))
            if wanted.etcdSecret != nil {
                arguments += [
                    "--etcd-cafile=\(Self.etcdFolder)/ca.crt", "--etcd-certfile=\(Self.etcdFolder)/tls.crt",
                    "--etcd-keyfile=\(Self.etcdFolder)/tls.key",
                ]
            }
        }
        let delay = "--shutdown-delay-duration="
        if isDrained, !wanted.apiserverArguments.contains(where: { $0.hasPrefix(delay) }) {
            arguments.append("\(delay)\(Self.drain)s")
        }
        return arguments + wanted.apiserverArguments
    }

    private var volumes: [(volume: JSONValue, mount: JSONValue)] {
        var volumes: [(volume: JSONValue, mount: JSONValue)] = []
        if wanted.certificates == .provided {
            volumes.append(secret("serving-cert", context.certificateSecret, Self.certificateFolder))
        }
        if let name = wanted.etcdSecret, wanted.storage == .etcd {
            volumes.append(secret("etcd", name, Self.etcdFolder))
        }
        if wanted.storage == .sqlite {
            volumes.append(
                (
                    ["name": "data", "persistentVolumeClaim": ["claimName": .string(context.claim)]],
                    ["name": "data", "mountPath": .string(Self.dataFolder)]
                )
            )
        }
        return volumes
    }

    private func secret(_ name: String, _ secret: String, _ folder: String) -> (volume: JSONValue, mount: JSONValue) {
        (
            ["name": .string(name), "secret": ["secretName": .string(secret)]],
            ["name": .string(name), "mountPath": .string(folder), "readOnly": true]
        )
    }
}
