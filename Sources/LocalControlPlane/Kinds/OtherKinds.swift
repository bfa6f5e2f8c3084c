internal import APIMachinery
internal import APIServer
internal import JSON

/// Kinds that are kept for whoever reads them.
enum OtherKinds {
    static let lease = LocalKind.make(
        "coordination.k8s.io",
        "v1",
        "Lease",
        "leases",
        "Who leads at present.",
        columns: [LocalKind.column("Holder", ".spec.holderIdentity"), LocalKind.age],
        fields: [
            Shape.field(
                "spec",
                Shape.object(
                    "io.k8s.api.coordination.v1.LeaseSpec",
                    "Who holds it, and until when.",
                    [
                        Shape.field("acquireTime", Shape.microTime("When the holder got it.")),
                        Shape.field("holderIdentity", Shape.text("Who holds it.")),
                        Shape.field("leaseDurationSeconds", Shape.integer("How long it holds after a renewal.")),
                        Shape.field("leaseTransitions", Shape.integer("How often it went to another one.")),
                        Shape.field("preferredHolder", Shape.text("Who should have it.")),
                        Shape.field("renewTime", Shape.microTime("When it was last renewed.")),
                        Shape.field("strategy", Shape.text("How the holder is chosen.")),
                    ]
                )
            )
        ]
    )

    static let event = LocalKind.make(
        "events.k8s.io",
        "v1",
        "Event",
        "events",
        "Something that happened to an object.",
        shortNames: ["ev"],
        columns: [
            LocalKind.column("Last Seen", ".eventTime", type: "date"), LocalKind.column("Type", ".type"),
            LocalKind.column("Reason", ".reason"), LocalKind.column("Object"), LocalKind.column("Message", ".note"),
        ],
        fields: [
            Shape.field("action", Shape.text("What was done.")),
            Shape.field("deprecatedCount", Shape.integer("No longer used.")),
            Shape.field("deprecatedFirstTimestamp", Shape.time("No longer used.")),
            Shape.field("deprecatedLastTimestamp", Shape.time("No longer used.")),
            Shape.field("deprecatedSource", Shape.anything("No longer used.")),
            Shape.needed("eventTime", Shape.microTime("When it was first seen.")),
            Shape.field("note", Shape.text("For people.")),
            Shape.field("reason", Shape.text("For programs, in one word.")),
            Shape.field("regarding", Shape.objectReference("What it happened to.")),
            Shape.field("related", Shape.objectReference("Another object that it is about.")),
            Shape.field("reportingController", Shape.text("Who tells.")),
            Shape.field("reportingInstance", Shape.text("Which one of those.")),
            Shape.field("series", Shape.anything("How often it came again.")),
            Shape.field("type", Shape.text("Normal or Warning.")),
        ]
    ).showing { object in
        let regarding = object["regarding"]
        let kind = (regarding?["kind"]?.string ?? "").lowercased()
        return [
            .null, object["type"] ?? "", object["reason"] ?? "",
            .string(kind + "/" + (regarding?["name"]?.string ?? "")), object["note"] ?? "",
        ]
    }.selectable(by: "regarding", "reason", "reportingController", "type")

    // MARK: Deployments, which are kept and not run

    static let deployment: UntypedResource = {
        var deployment = LocalKind.make(
            "apps",
            "v1",
            "Deployment",
            "deployments",
            "Pods that should run. Kept for whoever reads it: nothing runs here.",
            shortNames: ["deploy"],
            categories: ["all"],
            hasStatus: true,
            columns: [
                LocalKind.column("Ready"), LocalKind.column("Up-to-date", ".status.updatedReplicas", type: "integer"),
                LocalKind.column("Available", ".status.availableReplicas", type: "integer"), LocalKind.age,
            ],
            fields: [Shape.field("spec", deploymentSpec), Shape.field("status", deploymentStatus)]
        ).showing { object in
            let status = object["status"]
            return [
                .string("\(status?["readyReplicas"]?.integer ?? 0)/\(object["spec"]?["replicas"]?.integer ?? 1)"),
                .integer(status?["updatedReplicas"]?.integer ?? 0),
                .integer(status?["availableReplicas"]?.integer ?? 0),
                .null,
            ]
        }
        deployment.definition.scale = ResourceDefinition.Scale(
            specReplicasPath: ".spec.replicas",
            statusReplicasPath: ".status.replicas"
        )
        return deployment
    }()

    static let replicaSet = LocalKind.make(
        "apps",
        "v1",
        "ReplicaSet",
        "replicasets",
        "One revision of a Deployment. Kept for whoever reads it: nothing makes pods of it.",
        shortNames: ["rs"],
        categories: ["all"],
        hasStatus: true,
        columns: [
            LocalKind.column("Desired", ".spec.replicas", type: "integer"),
            LocalKind.column("Current", ".status.replicas", type: "integer"),
            LocalKind.column("Ready", ".status.readyReplicas", type: "integer"), LocalKind.age,
        ],
        fields: [
            Shape.field(
                "spec",
                Shape.object(
                    "io.k8s.api.apps.v1.ReplicaSetSpec",
                    "What should run.",
                    [
                        Shape.field("minReadySeconds", Shape.integer("How long a pod must be ready to count.")),
                        Shape.field("replicas", Shape.integer("How many pods.", default: 1)),
                        Shape.needed("selector", Shape.labelSelector("Which pods are meant.")),
                        Shape.field("template", podTemplate),
                    ]
                )
            ), Shape.field("status", deploymentStatus),
        ]
    )

    private static let deploymentSpec = Shape.object(
        "io.k8s.api.apps.v1.DeploymentSpec",
        "What should run.",
        [
            Shape.field("minReadySeconds", Shape.integer("How long a pod must be ready to count.")),
            Shape.field("paused", Shape.flag("Whether changes wait.")),
            Shape.field("progressDeadlineSeconds", Shape.integer("When to give up.", default: 600)),
            Shape.field("replicas", Shape.integer("How many pods.", default: 1)),
            Shape.field("revisionHistoryLimit", Shape.integer("How many old sets are kept.", default: 10)),
            Shape.needed("selector", Shape.labelSelector("Which pods are meant.")),
            Shape.field("strategy", Shape.anything("How pods are replaced.")),
            Shape.needed("template", podTemplate),
        ]
    )

    private static let podTemplate = Shape.object(
        "io.k8s.api.core.v1.PodTemplateSpec",
        "What the pods are like.",
        [
            Shape.field("metadata", Shape.described(.objectMeta, "What the pods carry.")),
            Shape.field("spec", podSpec),
        ]
    )

    private static let podSpec = Shape.object(
        "io.k8s.api.core.v1.PodSpec",
        "What runs in a pod.",
        [
            Shape.field("affinity", Shape.anything("Near what the pod should run.")),
            Shape.field("automountServiceAccountToken", Shape.flag("Whether the pod is given a token.")),
            Shape.needed("containers", Shape.list(container, "The programs.", keys: ["name"])),
            Shape.field("dnsPolicy", Shape.text("How names are looked up.", default: "ClusterFirst")),
            Shape.field("hostNetwork", Shape.flag("Whether the pod uses the network of its node.")),
            Shape.field("hostPID", Shape.flag("Whether the pod sees the processes of its node.")),
            Shape.field(
                "imagePullSecrets",
                Shape.list(Shape.localReference("A secret."), "For pulling images.", keys: ["name"])
            ),
            Shape.field("initContainers", Shape.list(container, "Programs that run first.", keys: ["name"])),
            Shape.field("nodeName", Shape.text("The node.")),
            Shape.field("nodeSelector", Shape.map("Labels of the nodes that will do.")),
            Shape.field("priorityClassName", Shape.text("How important the pod is.")),
            Shape.field("restartPolicy", Shape.text("Always, OnFailure or Never.", default: "Always")),
            Shape.field("schedulerName", Shape.text("Who finds a node.", default: "default-scheduler")),
            Shape.field("securityContext", Shape.anything("What the pod may do.")),
            Shape.field("serviceAccount", Shape.text("No longer used.")),
            Shape.field("serviceAccountName", Shape.text("Who the pod is.")),
            Shape.field("terminationGracePeriodSeconds", Shape.long("How long the pod has to end.", default: 30)),
            Shape.field("tolerations", Shape.list(Shape.anything("A taint."), "Taints that do not matter.")),
            Shape.field(
                "topologySpreadConstraints",
                Shape.list(Shape.anything("A rule."), "How pods are spread over nodes.")
            ),
            Shape.field("volumes", Shape.list(Shape.anything("A volume."), "Files for the containers.")),
        ]
    )

    private static let container = Shape.object(
        "io.k8s.api.core.v1.Container",
        "A program.",
        [
            Shape.field("args", Shape.texts("What follows the command.")),
            Shape.field("command", Shape.texts("The command.")),
            Shape.field("env", Shape.list(Shape.anything("A variable."), "The environment.")),
            Shape.field("envFrom", Shape.list(Shape.anything("Many variables."), "More of the environment.")),
            Shape.field("image", Shape.text("The image.")),
            Shape.field("imagePullPolicy", Shape.text("Always, IfNotPresent or Never.")),
            Shape.field("lifecycle", Shape.anything("What is done at the start and the end.")),
            Shape.field("livenessProbe", Shape.anything("Whether the program lives.")),
            Shape.needed("name", Shape.text("Its name.", default: "")),
            Shape.field("ports", Shape.list(Shape.anything("A port."), "Where it listens.")),
            Shape.field("readinessProbe", Shape.anything("Whether the program is ready.")),
            Shape.field("resources", Shape.anything("What it needs.")),
            Shape.field("securityContext", Shape.anything("What it may do.")),
            Shape.field("startupProbe", Shape.anything("Whether the program has started.")),
            Shape.field("stdin", Shape.flag("Whether it has an input.")),
            Shape.field(
                "terminationMessagePath",
                Shape.text("Where its last words are.", default: "/dev/termination-log")
            ),
            Shape.field("terminationMessagePolicy", Shape.text("How they are read.", default: "File")),
            Shape.field("tty", Shape.flag("Whether it has a terminal.")),
            Shape.field("volumeMounts", Shape.list(Shape.anything("A mount."), "Where volumes are.")),
            Shape.field("workingDir", Shape.text("Where it runs.")),
        ]
    )

    private static let deploymentStatus = Shape.object(
        "io.k8s.api.apps.v1.DeploymentStatus",
        "What runs.",
        [
            Shape.field("availableReplicas", Shape.integer("Pods that have been ready for long enough.")),
            Shape.field("collisionCount", Shape.integer("How often names collided.")),
            Shape.field("conditions", Shape.list(Shape.anything("A condition."), "What is true of it.")),
            Shape.field("observedGeneration", Shape.long("The generation that this is about.")),
            Shape.field("readyReplicas", Shape.integer("Pods that are ready.")),
            Shape.field("replicas", Shape.integer("All pods.")),
            Shape.field("terminatingReplicas", Shape.integer("Pods that are about to end.")),
            Shape.field("unavailableReplicas", Shape.integer("Pods that are missing.")),
            Shape.field("updatedReplicas", Shape.integer("Pods of the newest template.")),
        ]
    )
}
