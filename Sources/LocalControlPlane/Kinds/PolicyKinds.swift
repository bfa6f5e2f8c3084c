internal import APIMachinery
internal import APIServer
internal import JSON

/// Kinds that say how requests are checked and queued: kept for the extension servers that read them.
enum PolicyKinds {
    // MARK: admissionregistration.k8s.io

    private static let admission = "io.k8s.api.admissionregistration.v1."

    static let admissionKinds = [
        webhooks(
            "ValidatingWebhookConfiguration",
            "validatingwebhookconfigurations",
            "Webhooks that check changes.",
            []
        ),
        webhooks(
            "MutatingWebhookConfiguration",
            "mutatingwebhookconfigurations",
            "Webhooks that change objects.",
            [Shape.field("reinvocationPolicy", Shape.text("Never or IfNeeded.", default: "Never"))]
        ),
        policy("ValidatingAdmissionPolicy", "validatingadmissionpolicies", "A check in CEL.", hasStatus: true),
        policy("ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings", "Where a check holds."),
        policy("MutatingAdmissionPolicy", "mutatingadmissionpolicies", "A change in CEL."),
        policy("MutatingAdmissionPolicyBinding", "mutatingadmissionpolicybindings", "Where a change is made."),
    ]

    private static func webhooks(
        _ kind: String,
        _ plural: String,
        _ description: String,
        _ more: [Schema.Field]
    ) -> UntypedResource {
        let fields = [
            Shape.needed("admissionReviewVersions", Shape.texts("Versions of the question.")),
            Shape.needed("clientConfig", clientConfig),
            Shape.field("failurePolicy", Shape.choice("Fail or Ignore.", ["Fail", "Ignore"], default: "Fail")),
            Shape.field("matchConditions", Shape.list(matchCondition, "When it is asked.", keys: ["name"])),
            Shape.field("matchPolicy", Shape.text("Exact or Equivalent.", default: "Equivalent")),
            Shape.needed("name", Shape.text("Its name.", default: "")),
            Shape.field("namespaceSelector", anySelector("In which namespaces.")),
            Shape.field("objectSelector", anySelector("About which objects.")),
            Shape.field("rules", Shape.list(webhookRule, "About what.")),
            Shape.needed("sideEffects", Shape.text("None or NoneOnDryRun.")),
            Shape.field("timeoutSeconds", Shape.integer("How long to wait.", default: 10)),
        ]
        let webhook = Shape.object(
            admission + kind.replacingSuffix("WebhookConfiguration", "Webhook"),
            "A webhook.",
            fields + more
        )
        return LocalKind.make(
            "admissionregistration.k8s.io",
            "v1",
            kind,
            plural,
            description,
            scope: .cluster,
            categories: ["api-extensions"],
            columns: [LocalKind.column("Webhooks", type: "integer"), LocalKind.age],
            fields: [Shape.field("webhooks", Shape.list(webhook, "The webhooks.", keys: ["name"]))]
        ).validating { object, _ in
            WebhookValidation(isMutating: kind.hasPrefix("Mutating")).errors(object)
        }.showing { object in
            [
                .integer(Int64(object["webhooks"]?.array?.count ?? 0)),
                .null,
            ]
        }
    }

    /// A selector that chooses everything if it is not given.
    private static func anySelector(_ description: String) -> Schema {
        var schema = Shape.labelSelector(description)
        schema.defaultValue = .emptyObject
        return schema
    }

    private static let matchCondition = Shape.object(
        admission + "MatchCondition",
        "A condition in CEL.",
        [
            Shape.needed("expression", Shape.text("The expression.", default: "")),
            Shape.needed("name", Shape.text("Its name.", default: "")),
        ]
    )

    private static let webhookRule = Shape.object(
        admission + "RuleWithOperations",
        "What is asked about.",
        [
            Shape.field("apiGroups", Shape.texts("Groups.")),
            Shape.field("apiVersions", Shape.texts("Versions.")),
            Shape.field("operations", Shape.texts("CREATE, UPDATE, DELETE, CONNECT or *.")),
            Shape.field("resources", Shape.texts("Resources.")),
            Shape.field("scope", Shape.text("Cluster, Namespaced or *.", default: "*")),
        ]
    )

    private static let clientConfig = Shape.object(
        admission + "WebhookClientConfig",
        "Where it is.",
        [
            Shape.field("caBundle", Shape.bytes("Whom its certificate is signed by.")),
            Shape.field(
                "service",
                Shape.object(
                    admission + "ServiceReference",
                    "A Service.",
                    [
                        Shape.needed("name", Shape.text("Its name.", default: "")),
                        Shape.needed("namespace", Shape.text("Its namespace.", default: "")),
                        Shape.field("path", Shape.text("The path.")),
                        Shape.field("port", Shape.integer("The port.", default: 443)),
                    ]
                )
            ),
            Shape.field("url", Shape.text("An address.")),
        ]
    )

    private static func policy(
        _ kind: String,
        _ plural: String,
        _ description: String,
        hasStatus: Bool = false
    ) -> UntypedResource {
        var fields = [Shape.field("spec", Shape.anything("What it says."))]
        if hasStatus { fields.append(Shape.field("status", Shape.anything("What has been seen."))) }
        return LocalKind.make(
            "admissionregistration.k8s.io",
            "v1",
            kind,
            plural,
            description,
            scope: .cluster,
            categories: ["api-extensions"],
            hasStatus: hasStatus,
            fields: fields
        )
    }

    // MARK: flowcontrol.apiserver.k8s.io

    static let flowKinds = [
        LocalKind.make(
            "flowcontrol.apiserver.k8s.io",
            "v1",
            "FlowSchema",
            "flowschemas",
            "Which requests belong together.",
            scope: .cluster,
            hasStatus: true,
            columns: [
                LocalKind.column("PriorityLevel", ".spec.priorityLevelConfiguration.name"),
                LocalKind.column("MatchingPrecedence", ".spec.matchingPrecedence", type: "integer"), LocalKind.age,
            ],
            fields: [
                Shape.field("spec", Shape.anything("Which requests, and how they are queued.")),
                Shape.field("status", Shape.anything("What has been seen.")),
            ]
        ),
        LocalKind.make(
            "flowcontrol.apiserver.k8s.io",
            "v1",
            "PriorityLevelConfiguration",
            "prioritylevelconfigurations",
            "How many requests are served at a time.",
            scope: .cluster,
            hasStatus: true,
            columns: [LocalKind.column("Type", ".spec.type"), LocalKind.age],
            fields: [
                Shape.field("spec", Shape.anything("How many.")),
                Shape.field("status", Shape.anything("What has been seen.")),
            ]
        ),
    ]
}

extension String {
    /// The text with another ending.
    fileprivate func replacingSuffix(_ suffix: String, _ other: String) -> String {
        hasSuffix(suffix) ? dropLast(suffix.count) + other : self
    }
}
