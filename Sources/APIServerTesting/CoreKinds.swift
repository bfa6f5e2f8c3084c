internal import APIMachinery
public import APIServer
internal import JSON

/// Kinds of Kubernetes that controllers often read and write; kept as they are written, nothing acts on them.
public enum CoreKinds {
    /// Namespaces, ConfigMaps, Secrets, Services, ServiceAccounts, Events, Pods, Deployments, StatefulSets, DaemonSets, Jobs,
    /// CronJobs, Ingresses and Leases.
    public static let groups: [APIGroup] = [
        group(
            "",
            [
                kind("Namespace", "namespaces", scope: .cluster),
                kind("ConfigMap", "configmaps", ["data", "binaryData", "immutable"]),
                kind("Secret", "secrets", ["data", "stringData", "immutable", "type"]), kind("Service", "services"),
                kind(
                    "ServiceAccount",
                    "serviceaccounts",
                    ["secrets", "imagePullSecrets", "automountServiceAccountToken"]
                ),
                kind("Pod", "pods"), kind("Event", "events", eventFields),
            ]
        ),
        group(
            "apps",
            [
                kind("Deployment", "deployments"), kind("StatefulSet", "statefulsets"), kind("DaemonSet", "daemonsets"),
            ]
        ),
        group("batch", [kind("Job", "jobs"), kind("CronJob", "cronjobs")]),
        group("coordination.k8s.io", [kind("Lease", "leases", ["spec"])]),
        group("networking.k8s.io", [kind("Ingress", "ingresses")]),
    ]

    private static let eventFields = [
        "action", "count", "eventTime", "firstTimestamp", "involvedObject", "lastTimestamp", "message", "reason",
        "related", "reportingComponent", "reportingInstance", "series", "source", "type",
    ]

    private struct Kind {
        let name: String
        let plural: String
        let fields: [String]
        let scope: RESTMapping.Scope
    }

    private static func kind(
        _ name: String,
        _ plural: String,
        _ fields: [String] = ["spec", "status"],
        scope: RESTMapping.Scope = .namespaced
    ) -> Kind { Kind(name: name, plural: plural, fields: fields, scope: scope) }

    private static func group(_ name: String, _ kinds: [Kind]) -> APIGroup {
        APIGroup(name, versions: [APIGroup.Version("v1", definitions: kinds.map { definition($0, name) })])
    }

    private static func definition(_ kind: Kind, _ group: String) -> UntypedResource {
        var definition = ResourceDefinition(
            group: group,
            version: "v1",
            kind: kind.name,
            plural: kind.plural,
            singular: kind.name.lowercased(),
            scope: kind.scope,
            schema: .resource(
                definitionName: "io.k8s.api.\(group.isEmpty ? "core" : group).v1.\(kind.name)",
                description: "As in Kubernetes.",
                fields: kind.fields.map { Schema.Field($0, Schema(.any)) }
            ),
            isStorageVersion: true,
            hasStatus: kind.fields.contains("status")
        )
        definition.allowsUnconditionalUpdate = true
        return UntypedResource(definition)
    }
}
