internal import APIMachinery

/// The shapes of the questions of authentication.k8s.io and authorization.k8s.io.
enum ReviewShapes {
    private static let authentication = "io.k8s.api.authentication.v1."
    private static let authorization = "io.k8s.api.authorization.v1."

    private static let extra = Shape.map("Whatever else is known.", of: Shape.texts(""))

    static let userInfo = Shape.object(
        authentication + "UserInfo",
        "Who.",
        [
            Shape.field("extra", extra), Shape.field("groups", Shape.texts("Groups.")),
            Shape.field("uid", Shape.text("UID.")), Shape.field("username", Shape.text("Name.")),
        ]
    )

    static let tokenReview = [
        Shape.needed(
            "spec",
            Shape.object(
                authentication + "TokenReviewSpec",
                "The question.",
                [
                    Shape.field("audiences", Shape.texts("For whom the token is.")),
                    Shape.field("token", Shape.text("The token.")),
                ]
            )
        ),
        Shape.field(
            "status",
            Shape.object(
                authentication + "TokenReviewStatus",
                "The answer.",
                [
                    Shape.field("audiences", Shape.texts("Those of the question that the token is for.")),
                    Shape.field("authenticated", Shape.flag("Whether the token is known.")),
                    Shape.field("error", Shape.text("Why not.")),
                    Shape.field("user", userInfo),
                ]
            )
        ),
    ]

    static let selfSubjectReview = [
        Shape.field(
            "status",
            Shape.object(
                authentication + "SelfSubjectReviewStatus",
                "The answer.",
                [Shape.field("userInfo", userInfo)]
            )
        )
    ]

    static let tokenRequest = [
        Shape.needed(
            "spec",
            Shape.object(
                authentication + "TokenRequestSpec",
                "What is asked for.",
                [
                    Shape.field("audiences", Shape.texts("For whom the token is to be.")),
                    Shape.field(
                        "boundObjectRef",
                        Shape.object(
                            authentication + "BoundObjectReference",
                            "What the token is good with.",
                            [
                                Shape.field("apiVersion", Shape.text("Version.")),
                                Shape.field("kind", Shape.text("Pod, Secret or Node.")),
                                Shape.field("name", Shape.text("Name.")),
                                Shape.field("uid", Shape.text("UID.")),
                            ]
                        )
                    ),
                    Shape.field("expirationSeconds", Shape.long("How long it is to hold.", default: 3_600)),
                ]
            )
        ),
        Shape.field(
            "status",
            Shape.object(
                authentication + "TokenRequestStatus",
                "What is given.",
                [
                    Shape.needed("expirationTimestamp", Shape.time("How long it holds.")),
                    Shape.needed("token", Shape.text("The token.", default: "")),
                ]
            )
        ),
    ]

    // MARK: Authorization

    private static let resourceAttributes = Shape.field(
        "resourceAttributes",
        Shape.object(
            authorization + "ResourceAttributes",
            "A resource.",
            [
                Shape.field("fieldSelector", Shape.anything("Which objects.")),
                Shape.field("group", Shape.text("Group.")),
                Shape.field("labelSelector", Shape.anything("Which objects.")),
                Shape.field("name", Shape.text("Name; empty for all.")),
                Shape.field("namespace", Shape.text("Namespace; empty for all.")),
                Shape.field("resource", Shape.text("Resource.")),
                Shape.field("subresource", Shape.text("Subresource.")), Shape.field("verb", Shape.text("Verb.")),
                Shape.field("version", Shape.text("Version.")),
            ]
        )
    )

    private static let nonResourceAttributes = Shape.field(
        "nonResourceAttributes",
        Shape.object(
            authorization + "NonResourceAttributes",
            "A path that is no resource.",
            [Shape.field("path", Shape.text("Path.")), Shape.field("verb", Shape.text("Verb."))]
        )
    )

    private static let accessStatus = Shape.field(
        "status",
        Shape.object(
            authorization + "SubjectAccessReviewStatus",
            "The answer.",
            [
                Shape.needed("allowed", Shape.flag("Whether it is allowed.", default: false)),
                Shape.field("denied", Shape.flag("Whether it is forbidden.")),
                Shape.field("evaluationError", Shape.text("What went wrong.")),
                Shape.field("reason", Shape.text("Why.")),
            ]
        )
    )

    static let subjectAccessReview = [
        Shape.needed(
            "spec",
            Shape.object(
                authorization + "SubjectAccessReviewSpec",
                "The question.",
                [
                    Shape.field("extra", extra), Shape.field("groups", Shape.texts("Groups of the user.")),
                    nonResourceAttributes, resourceAttributes,
                    Shape.field("uid", Shape.text("UID of the user.")),
                    Shape.field("user", Shape.text("Name of the user.")),
                ]
            )
        ),
        accessStatus,
    ]

    static let selfSubjectAccessReview = [
        Shape.needed(
            "spec",
            Shape.object(
                authorization + "SelfSubjectAccessReviewSpec",
                "The question.",
                [nonResourceAttributes, resourceAttributes]
            )
        ),
        accessStatus,
    ]

    static let selfSubjectRulesReview = [
        Shape.needed(
            "spec",
            Shape.object(
                authorization + "SelfSubjectRulesReviewSpec",
                "The question.",
                [Shape.field("namespace", Shape.text("In which namespace."))]
            )
        ),
        Shape.field(
            "status",
            Shape.object(
                authorization + "SubjectRulesReviewStatus",
                "The answer.",
                [
                    Shape.field("evaluationError", Shape.text("What went wrong.")),
                    Shape.needed("incomplete", Shape.flag("Whether there may be more.", default: false)),
                    Shape.needed("nonResourceRules", Shape.list(pathRule, "About paths.")),
                    Shape.needed("resourceRules", Shape.list(resourceRule, "About resources.")),
                ]
            )
        ),
    ]

    private static let pathRule = Shape.object(
        authorization + "NonResourceRule",
        "What may be done to paths.",
        [
            Shape.field("nonResourceURLs", Shape.texts("Paths.")), Shape.needed("verbs", Shape.texts("Verbs.")),
        ]
    )

    private static let resourceRule = Shape.object(
        authorization + "ResourceRule",
        "What may be done to resources.",
        [
            Shape.field("apiGroups", Shape.texts("Groups.")),
            Shape.field("resourceNames", Shape.texts("Names.")),
            Shape.field("resources", Shape.texts("Resources.")), Shape.needed("verbs", Shape.texts("Verbs.")),
        ]
    )
}
