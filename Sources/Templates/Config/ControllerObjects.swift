internal import JSON
internal import Project

/// What runs the controllers.
struct ControllerObjects {
    let context: ConfigContext

    private static let component = ControllerFiles.product

    /// One copy works; more may wait for its Lease.
    var deployment: [JSONValue] {
        guard context.controllerRules != nil else { return [] }
        let name = context.controllers
        let pod: JSONValue = [
            "serviceAccountName": .string(name), "automountServiceAccountToken": true,
            "securityContext": PodParts.securityContext(ownsFiles: false),
            "containers": [container], "terminationGracePeriodSeconds": 30,
        ]
        return [
            [
                "apiVersion": "apps/v1", "kind": "Deployment",
                "metadata": context.metadata(name, in: context.namespace, component: Self.component),
                "spec": [
                    "replicas": 1, "selector": ["matchLabels": context.selector(Self.component)],
                    "template": ["metadata": ["labels": context.labels(Self.component)], "spec": pod],
                ],
            ]
        ]
    }

    private var container: JSONValue {
        let arguments =
            [
                "--leader-elect", "--leader-elect-resource-name=\(context.controllers)",
                "--health-probe-bind-address=:8081",
            ] + context.deployment.controllerArguments
        return [
            "name": .string(Self.component), "image": .string(context.deployment.image),
            "command": [.string("/" + Self.component)], "args": ConfigContext.arguments(arguments),
            "ports": [["name": "health", "containerPort": 8081, "protocol": "TCP"]],
            "startupProbe": PodParts.probe("/healthz", port: "health", period: 1, failures: 60),
            "livenessProbe": PodParts.probe("/healthz", port: "health", period: 10, failures: 3),
            "readinessProbe": PodParts.probe("/readyz", port: "health", period: 5, failures: 2),
            "resources": PodParts.resources(cpu: "10m"),
            "securityContext": PodParts.containerSecurityContext,
        ]
    }
}
