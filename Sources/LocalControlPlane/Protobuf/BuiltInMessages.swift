/// The messages that kubectl's own commands send, field by field.
///
/// Source: `k8s.io/api/{core,rbac,apps,batch,networking,policy,scheduling,authentication,authorization}/v1/generated.proto`,
/// `k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto`.
enum BuiltInMessages {
    /// The shape of a kind; nil for one that is not read in this form.
    static func shape(apiVersion: String, kind: String) -> MessageShape? { all[apiVersion + "/" + kind] }

    private static let all: [String: MessageShape] = [
        "v1/Namespace": object(.message(MessageShape([1: ("finalizers", .list(.text))]))),
        "v1/ConfigMap": MessageShape([
            1: metadata, 2: ("data", .map(.text)), 3: ("binaryData", .map(.bytes)), 4: ("immutable", .flag),
        ]),
        "v1/Secret": MessageShape([
            1: metadata, 2: ("data", .map(.bytes)), 3: ("type", .text), 4: ("stringData", .map(.text)),
            5: ("immutable", .flag),
        ]),
        "v1/ServiceAccount": MessageShape([
            1: metadata, 2: ("secrets", .list(objectReference)), 3: ("imagePullSecrets", .list(named)),
            4: ("automountServiceAccountToken", .flag),
        ]),
        "v1/Service": object(.message(serviceSpec)),
        "apps/v1/Deployment": object(.message(deploymentSpec)),
        "batch/v1/Job": object(.message(jobSpec)),
        "batch/v1/CronJob": object(.message(cronJobSpec)),
        "networking.k8s.io/v1/Ingress": object(.message(ingressSpec)),
        "policy/v1/PodDisruptionBudget": object(
            .message(
                MessageShape([
                    1: ("minAvailable", .intOrString), 2: ("selector", labelSelector),
                    3: ("maxUnavailable", .intOrString),
                ])
            )
        ),
        "scheduling.k8s.io/v1/PriorityClass": MessageShape([
            1: metadata, 2: ("value", .number), 3: ("globalDefault", .flag), 4: ("description", .text),
            5: ("preemptionPolicy", .text),
        ]),
        "rbac.authorization.k8s.io/v1/Role": MessageShape([1: metadata, 2: ("rules", .list(policyRule))]),
        "rbac.authorization.k8s.io/v1/ClusterRole": MessageShape([
            1: metadata, 2: ("rules", .list(policyRule)),
            3: (
                "aggregationRule",
                .message(MessageShape([1: ("clusterRoleSelectors", .list(labelSelector))]))
            ),
        ]),
        "rbac.authorization.k8s.io/v1/RoleBinding": binding,
        "rbac.authorization.k8s.io/v1/ClusterRoleBinding": binding,
        "authentication.k8s.io/v1/TokenRequest": object(
            .message(
                MessageShape([
                    1: ("audiences", .list(.text)), 3: ("boundObjectRef", .message(boundObject)),
                    4: ("expirationSeconds", .number),
                ])
            )
        ),
        "authentication.k8s.io/v1/TokenReview": object(
            .message(MessageShape([1: ("token", .text), 2: ("audiences", .list(.text))]))
        ),
        "authentication.k8s.io/v1/SelfSubjectReview": MessageShape([1: metadata]),
        "authorization.k8s.io/v1/SubjectAccessReview": object(.message(accessSpec)),
        "authorization.k8s.io/v1/LocalSubjectAccessReview": object(.message(accessSpec)),
        "authorization.k8s.io/v1/SelfSubjectAccessReview": object(
            .message(MessageShape([1: resourceAttributes, 2: pathAttributes]))
        ),
        "authorization.k8s.io/v1/SelfSubjectRulesReview": object(.message(MessageShape([1: ("namespace", .text)]))),
        "v1/DeleteOptions": deleteOptions,
        "meta.k8s.io/v1/DeleteOptions": deleteOptions,
    ]

    /// An object of metadata and what is asked for; what has been seen is the server's.
    private static func object(_ spec: MessageShape.Kind) -> MessageShape {
        MessageShape([1: metadata, 2: ("spec", spec)])
    }

    // MARK: meta/v1

    private static let metadata: (String, MessageShape.Kind) = (
        "metadata",
        .message(
            MessageShape([
                1: ("name", .text), 2: ("generateName", .text), 3: ("namespace", .text), 5: ("uid", .text),
                6: ("resourceVersion", .text), 8: ("creationTimestamp", .time), 11: ("labels", .map(.text)),
                12: ("annotations", .map(.text)), 13: ("ownerReferences", .list(ownerReference)),
                14: ("finalizers", .list(.text)),
            ])
        )
    )

    private static let ownerReference = MessageShape.Kind.message(
        MessageShape([
            1: ("kind", .text), 3: ("name", .text), 4: ("uid", .text), 5: ("apiVersion", .text),
            6: ("controller", .flag),
            7: ("blockOwnerDeletion", .flag),
        ])
    )

    private static let labelSelector = MessageShape.Kind.message(
        MessageShape([
            1: ("matchLabels", .map(.text)),
            2: (
                "matchExpressions",
                .list(
                    .message(MessageShape([1: ("key", .text), 2: ("operator", .text), 3: ("values", .list(.text))]))
                )
            ),
        ])
    )

    private static let deleteOptions = MessageShape([
        1: ("gracePeriodSeconds", .number),
        2: ("preconditions", .message(MessageShape([1: ("uid", .text), 2: ("resourceVersion", .text)]))),
        3: ("orphanDependents", .flag), 4: ("propagationPolicy", .text), 5: ("dryRun", .list(.text)),
    ])

    // MARK: core/v1

    private static let named = MessageShape.Kind.message(MessageShape([1: ("name", .text)]))

    private static let objectReference = MessageShape.Kind.message(
        MessageShape([
            1: ("kind", .text), 2: ("namespace", .text), 3: ("name", .text), 4: ("uid", .text),
            5: ("apiVersion", .text), 6: ("resourceVersion", .text), 7: ("fieldPath", .text),
        ])
    )

    private static let serviceSpec = MessageShape([
        1: (
            "ports",
            .list(
                .message(
                    MessageShape([
                        1: ("name", .text), 2: ("protocol", .text), 3: ("port", .number),
                        4: ("targetPort", .intOrString), 6: ("appProtocol", .text),
                    ])
                )
            )
        ),
        2: ("selector", .map(.text)), 3: ("clusterIP", .text), 4: ("type", .text), 5: ("externalIPs", .list(.text)),
        7: ("sessionAffinity", .text), 10: ("externalName", .text), 17: ("ipFamilyPolicy", .text),
        18: ("clusterIPs", .list(.text)), 19: ("ipFamilies", .list(.text)), 22: ("internalTrafficPolicy", .text),
    ])

    // MARK: apps/v1

    private static let deploymentSpec = MessageShape([
        1: ("replicas", .number), 2: ("selector", labelSelector),
        3: ("template", podTemplate),
    ])

    private static let podTemplate = MessageShape.Kind.message(
        MessageShape([1: metadata, 2: ("spec", .message(podSpec))])
    )

    private static let podSpec = MessageShape([
        2: ("containers", .list(container)), 3: ("restartPolicy", .text), 7: ("nodeSelector", .map(.text)),
        8: ("serviceAccountName", .text), 15: ("imagePullSecrets", .list(named)),
        20: ("initContainers", .list(container)),
    ])

    private static let container = MessageShape.Kind.message(
        MessageShape([
            1: ("name", .text), 2: ("image", .text), 3: ("command", .list(.text)), 4: ("args", .list(.text)),
            5: ("workingDir", .text),
            6: (
                "ports",
                .list(
                    .message(MessageShape([1: ("name", .text), 3: ("containerPort", .number), 4: ("protocol", .text)]))
                )
            ),
            7: ("env", .list(.message(MessageShape([1: ("name", .text), 2: ("value", .text)])))),
            14: ("imagePullPolicy", .text),
        ])
    )

    // MARK: batch/v1

    private static let jobSpec = MessageShape([
        1: ("parallelism", .number), 2: ("completions", .number), 3: ("activeDeadlineSeconds", .number),
        6: ("template", podTemplate), 7: ("backoffLimit", .number), 8: ("ttlSecondsAfterFinished", .number),
        10: ("suspend", .flag),
    ])

    private static let cronJobSpec = MessageShape([
        1: ("schedule", .text), 2: ("startingDeadlineSeconds", .number), 3: ("concurrencyPolicy", .text),
        4: ("suspend", .flag),
        5: ("jobTemplate", .message(MessageShape([1: metadata, 2: ("spec", .message(jobSpec))]))),
        6: ("successfulJobsHistoryLimit", .number), 7: ("failedJobsHistoryLimit", .number), 8: ("timeZone", .text),
    ])

    // MARK: networking/v1

    private static let ingressSpec = MessageShape([
        1: ("defaultBackend", ingressBackend),
        2: ("tls", .list(.message(MessageShape([1: ("hosts", .list(.text)), 2: ("secretName", .text)])))),
        3: (
            "rules",
            .list(
                .message(
                    MessageShape([
                        1: ("host", .text),
                        2: ("", .embedded(MessageShape([1: ("http", .message(ingressPaths))]))),
                    ])
                )
            )
        ),
        4: ("ingressClassName", .text),
    ])

    private static let ingressPaths = MessageShape([
        1: (
            "paths",
            .list(
                .message(MessageShape([1: ("path", .text), 2: ("backend", ingressBackend), 3: ("pathType", .text)]))
            )
        )
    ])

    private static let ingressBackend = MessageShape.Kind.message(
        MessageShape([
            4: (
                "service",
                .message(
                    MessageShape([
                        1: ("name", .text),
                        2: ("port", .message(MessageShape([1: ("name", .text), 2: ("number", .nonzero)]))),
                    ])
                )
            )
        ])
    )

    // MARK: rbac/v1

    private static let policyRule = MessageShape.Kind.message(
        MessageShape([
            1: ("verbs", .list(.text)), 2: ("apiGroups", .list(.text)), 3: ("resources", .list(.text)),
            4: ("resourceNames", .list(.text)), 5: ("nonResourceURLs", .list(.text)),
        ])
    )

    private static let binding = MessageShape([
        1: metadata,
        2: (
            "subjects",
            .list(
                .message(
                    MessageShape([
                        1: ("kind", .text), 2: ("apiGroup", .text), 3: ("name", .text), 4: ("namespace", .text),
                    ])
                )
            )
        ),
        3: ("roleRef", .message(MessageShape([1: ("apiGroup", .text), 2: ("kind", .text), 3: ("name", .text)]))),
    ])

    // MARK: Reviews

    private static let boundObject = MessageShape([
        1: ("kind", .text), 2: ("apiVersion", .text), 3: ("name", .text), 4: ("uid", .text),
    ])

    private static let resourceAttributes: (String, MessageShape.Kind) = (
        "resourceAttributes",
        .message(
            MessageShape([
                1: ("namespace", .text), 2: ("verb", .text), 3: ("group", .text), 4: ("version", .text),
                5: ("resource", .text), 6: ("subresource", .text), 7: ("name", .text),
            ])
        )
    )

    private static let pathAttributes: (String, MessageShape.Kind) = (
        "nonResourceAttributes", .message(MessageShape([1: ("path", .text), 2: ("verb", .text)]))
    )

    private static let accessSpec = MessageShape([
        1: resourceAttributes, 2: pathAttributes, 3: ("user", .text), 4: ("groups", .list(.text)),
        5: ("extra", .map(.wrapped(.list(.text)))), 6: ("uid", .text),
    ])
}
