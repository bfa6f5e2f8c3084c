internal import APIMachinery
internal import APIServer
internal import JSON

/// Kinds about nodes, pods and volumes, of which there are none here.
///
/// Kept for whoever reads them, so that discovery is that of a cluster and manifests that name them can be applied.
enum WorkloadKinds {
    static let batch = [
        kept("batch", "Job", "jobs", "Pods that should run to an end.", categories: ["all"]),
        kept("batch", "CronJob", "cronjobs", "Jobs by the clock.", shortNames: ["cj"], categories: ["all"]),
    ]

    static let volumeClaim = kept(
        "",
        "PersistentVolumeClaim",
        "persistentvolumeclaims",
        "A volume that pods ask for.",
        shortNames: ["pvc"]
    )

    static let certificates = [
        kept(
            "certificates.k8s.io",
            "CertificateSigningRequest",
            "certificatesigningrequests",
            "A certificate that somebody asks for.",
            scope: .cluster,
            shortNames: ["csr"]
        )
    ]

    static let networking = [
        kept("networking.k8s.io", "Ingress", "ingresses", "A way in by HTTP.", shortNames: ["ing"]),
        kept(
            "networking.k8s.io",
            "IngressClass",
            "ingressclasses",
            "Who serves ingresses.",
            scope: .cluster,
            hasStatus: false
        ),
        kept(
            "networking.k8s.io",
            "NetworkPolicy",
            "networkpolicies",
            "Who may talk to whom.",
            shortNames: ["netpol"],
            hasStatus: false
        ),
    ]

    static let policy = [
        kept(
            "policy",
            "PodDisruptionBudget",
            "poddisruptionbudgets",
            "How many pods may be missing.",
            shortNames: ["pdb"]
        )
    ]

    static let node = [
        described(
            "node.k8s.io",
            "RuntimeClass",
            "runtimeclasses",
            "What runs containers.",
            [
                Shape.needed("handler", Shape.text("Name of the handler on the node.")),
                Shape.field("overhead", Shape.anything("What a pod costs besides its containers.")),
                Shape.field("scheduling", Shape.anything("Which nodes have it.")),
            ]
        )
    ]

    static let scheduling = [
        described(
            "scheduling.k8s.io",
            "PriorityClass",
            "priorityclasses",
            "How important pods are.",
            shortNames: ["pc"],
            [
                Shape.field("description", Shape.text("When to use it.")),
                Shape.field("globalDefault", Shape.flag("Whether pods have it that name none.")),
                Shape.field(
                    "preemptionPolicy",
                    Shape.text("Whether others make room.", default: "PreemptLowerPriority")
                ),
                Shape.needed("value", Shape.integer("Higher is more important.")),
            ]
        )
    ]

    static let storage = [
        described(
            "storage.k8s.io",
            "StorageClass",
            "storageclasses",
            "How volumes are made.",
            shortNames: ["sc"],
            [
                Shape.field("allowVolumeExpansion", Shape.flag("Whether volumes may grow.")),
                Shape.field("allowedTopologies", Shape.anything("Where volumes may be.")),
                Shape.field("mountOptions", Shape.texts("Options of the file system.")),
                Shape.field("parameters", Shape.map("What the provisioner is told.")),
                Shape.needed("provisioner", Shape.text("Who makes them.")),
                Shape.field("reclaimPolicy", Shape.text("What becomes of a volume nobody claims.", default: "Delete")),
                Shape.field("volumeBindingMode", Shape.text("When a volume is bound.", default: "Immediate")),
            ]
        ),
        kept("storage.k8s.io", "CSIDriver", "csidrivers", "A driver of volumes.", scope: .cluster, hasStatus: false),
        kept("storage.k8s.io", "CSINode", "csinodes", "Drivers of a node.", scope: .cluster, hasStatus: false),
        kept("storage.k8s.io", "VolumeAttachment", "volumeattachments", "A volume at a node.", scope: .cluster),
    ]

    // MARK: Autoscaling

    /// Both versions of one kind; `autoscaling/v2` is the one that is stored.
    static let autoscaling: [String: UntypedResource] = {
        var old = scaler("v1")
        old.definition.isStorageVersion = false
        old.conversion = UntypedResource.Conversion(toHub: { toV2($0) }, fromHub: { toV1($0) })
        return ["v1": old, "v2": scaler("v2")]
    }()

    private static func scaler(_ version: String) -> UntypedResource {
        kept(
            "autoscaling",
            version: version,
            "HorizontalPodAutoscaler",
            "horizontalpodautoscalers",
            "How many pods there should be.",
            shortNames: ["hpa"],
            categories: ["all"]
        )
    }

    private static let percentage = "targetCPUUtilizationPercentage"

    /// The one number of the older version is a metric of the newer one.
    static func toV2(_ object: JSONValue) -> JSONValue {
        var object = object
        guard let percent = object["spec"]?[percentage] else { return object }
        object["spec"]?[percentage] = nil
        let target: JSONValue = ["type": "Utilization", "averageUtilization": percent]
        object["spec"]?["metrics"] = [["type": "Resource", "resource": ["name": "cpu", "target": target]]]
        return object
    }

    /// What the older version cannot say is left out.
    static func toV1(_ object: JSONValue) -> JSONValue {
        var object = object
        let metrics = object["spec"]?["metrics"]?.array ?? []
        let cpu = metrics.first { $0["resource"]?["name"]?.string == "cpu" }
        object["spec"]?["metrics"] = nil
        if let percent = cpu?["resource"]?["target"]?["averageUtilization"] { object["spec"]?[percentage] = percent }
        return object
    }

    // MARK: Forms

    /// A kind whose `spec` and `status` are taken as they are.
    private static func kept(
        _ group: String,
        version: String = "v1",
        _ kind: String,
        _ plural: String,
        _ description: String,
        scope: ResourceDefinition.Scope = .namespaced,
        shortNames: [String] = [],
        categories: [String] = [],
        hasStatus: Bool = true
    ) -> UntypedResource {
        let status = hasStatus ? [Shape.field("status", Shape.anything("What has been seen."))] : []
        return LocalKind.make(
            group,
            version,
            kind,
            plural,
            description,
            scope: scope,
            shortNames: shortNames,
            categories: categories,
            hasStatus: hasStatus,
            columns: [LocalKind.age],
            fields: [Shape.field("spec", Shape.anything("What is asked for."))] + status
        )
    }

    /// A kind of the cluster that has fields of its own.
    private static func described(
        _ group: String,
        _ kind: String,
        _ plural: String,
        _ description: String,
        shortNames: [String] = [],
        _ fields: [Schema.Field]
    ) -> UntypedResource {
        LocalKind.make(
            group,
            "v1",
            kind,
            plural,
            description,
            scope: .cluster,
            shortNames: shortNames,
            columns: [LocalKind.age],
            fields: fields
        )
    }
}
