internal import APIMachinery
internal import APIServer
internal import JSON

/// rbac.authorization.k8s.io.
enum RoleKinds {
    private static let group = "rbac.authorization.k8s.io"
    private static let package = "io.k8s.api.rbac.v1."

    static let all = [
        make(
            "ClusterRole",
            "clusterroles",
            "What may be done, in all namespaces and beside them.",
            scope: .cluster,
            columns: [created],
            fields: [
                Shape.field(
                    "aggregationRule",
                    Shape.object(
                        package + "AggregationRule",
                        "Of which other roles the rules are made.",
                        [
                            Shape.field(
                                "clusterRoleSelectors",
                                Shape.list(Shape.labelSelector("Chooses roles."), "Which roles.")
                            )
                        ]
                    )
                ),
                Shape.field("rules", rules),
            ]
        ).validating { object, _ in ruleErrors(object, isNamespaced: false) },
        make(
            "Role",
            "roles",
            "What may be done in a namespace.",
            columns: [created],
            fields: [Shape.field("rules", rules)]
        )
        .validating { object, _ in ruleErrors(object, isNamespaced: true) },
        make(
            "ClusterRoleBinding",
            "clusterrolebindings",
            "Who may do what a role says, everywhere.",
            scope: .cluster,
            columns: bindingColumns,
            fields: bindingFields
        ).defaulting(setBindingDefaults).validating(bindingErrors).showing(bindingCells),
        make(
            "RoleBinding",
            "rolebindings",
            "Who may do what a role says, in a namespace.",
            columns: bindingColumns,
            fields: bindingFields
        ).defaulting(setBindingDefaults).validating(bindingErrors).showing(bindingCells),
    ]

    private static func make(
        _ kind: String,
        _ plural: String,
        _ description: String,
        scope: ResourceDefinition.Scope = .namespaced,
        columns: [ResourceDefinition.Column],
        fields: [Schema.Field]
    ) -> UntypedResource {
        LocalKind.make(
            group,
            "v1",
            kind,
            plural,
            description,
            scope: scope,
            names: .pathSegment,
            columns: columns,
            fields: fields
        )
    }

    private static let created = LocalKind.column("Created At", ".metadata.creationTimestamp", type: "string")

    private static let rules = Shape.list(
        Shape.object(
            package + "PolicyRule",
            "What may be done to what.",
            [
                Shape.field("apiGroups", Shape.texts("Groups of the resources; * for all.")),
                Shape.field("nonResourceURLs", Shape.texts("Paths that are no resources; a trailing * for all below.")),
                Shape.field("resourceNames", Shape.texts("Names of objects; none for all.")),
                Shape.field("resources", Shape.texts("Resources and subresources; * for all.")),
                Shape.needed("verbs", Shape.texts("What may be done; * for all.")),
            ]
        ),
        "What may be done."
    )

    // MARK: Bindings

    private static let bindingColumns = [
        LocalKind.column("Role"), LocalKind.age, LocalKind.column("Users", priority: 1),
        LocalKind.column("Groups", priority: 1), LocalKind.column("ServiceAccounts", priority: 1),
    ]

    private static let bindingFields = [
        Shape.needed(
            "roleRef",
            Shape.object(
                package + "RoleRef",
                "The role. Cannot be changed.",
                [
                    Shape.field("apiGroup", Shape.text("rbac.authorization.k8s.io.", default: "")),
                    Shape.needed("kind", Shape.text("ClusterRole or Role.", default: "")),
                    Shape.needed("name", Shape.text("Its name.", default: "")),
                ],
                isAtomic: true
            )
        ),
        Shape.field(
            "subjects",
            Shape.list(
                Shape.object(
                    package + "Subject",
                    "Somebody.",
                    [
                        Shape.field("apiGroup", Shape.text("Empty for service accounts.")),
                        Shape.needed("kind", Shape.text("User, Group or ServiceAccount.", default: "")),
                        Shape.needed("name", Shape.text("The name.", default: "")),
                        Shape.field("namespace", Shape.text("Of a service account.")),
                    ],
                    isAtomic: true
                ),
                "Who."
            )
        ),
    ]

    @Sendable private static func setBindingDefaults(_ binding: inout JSONValue) {
        if binding["roleRef"]?["apiGroup"]?.string == "" { binding["roleRef"]?["apiGroup"] = .string(group) }
        guard let subjects = binding["subjects"]?.array else { return }
        binding["subjects"] = .array(
            subjects.map { subject in
                var subject = subject
                let kind = subject["kind"]?.string
                if kind == "User" || kind == "Group", subject["apiGroup"]?.string ?? "" == "" {
                    subject["apiGroup"] = .string(group)
                }
                return subject
            }
        )
    }

    @Sendable private static func bindingErrors(_ binding: JSONValue, _ old: JSONValue?) -> [FieldError] {
        var errors: [FieldError] = []
        let isNamespaced = binding["kind"]?.string == "RoleBinding"
        let role = binding["roleRef"]
        if role?["apiGroup"]?.string != group {
            errors.append(
                FieldError("roleRef.apiGroup", .notSupported(role?["apiGroup"] ?? "", supported: [group]))
            )
        }
        let kinds = isNamespaced ? ["Role", "ClusterRole"] : ["ClusterRole"]
        if !kinds.contains(role?["kind"]?.string ?? "") {
            errors.append(FieldError("roleRef.kind", .notSupported(role?["kind"] ?? "", supported: kinds)))
        }
        if role?["name"]?.string ?? "" == "" { errors.append(.required("roleRef.name")) }
        for (index, subject) in (binding["subjects"]?.array ?? []).enumerated() {
            let path = "subjects[\(index)]"
            if subject["name"]?.string ?? "" == "" { errors.append(.required(path + ".name")) }
            switch subject["kind"]?.string {
            case "ServiceAccount":
                if subject["namespace"]?.string ?? "" == "" { errors.append(.required(path + ".namespace")) }
            case "User", "Group": break
            default:
                let supported = ["ServiceAccount", "User", "Group"]
                errors.append(FieldError(path + ".kind", .notSupported(subject["kind"] ?? "", supported: supported)))
            }
        }
        if let old, old["roleRef"] != role {
            errors.append(.invalid("roleRef", role ?? .null, "cannot change roleRef"))
        }
        return errors
    }

    @Sendable private static func bindingCells(_ binding: JSONValue) -> [JSONValue] {
        func names(_ kind: String) -> JSONValue {
            let found = (binding["subjects"]?.array ?? []).filter { $0["kind"]?.string == kind }.map { subject in
                let name = subject["name"]?.string ?? ""
                return kind == "ServiceAccount" ? "\(subject["namespace"]?.string ?? "")/\(name)" : name
            }
            return .string(found.joined(separator: ", "))
        }
        let role = binding["roleRef"]
        return [
            .string("\(role?["kind"]?.string ?? "")/\(role?["name"]?.string ?? "")"),
            .null,
            names("User"), names("Group"), names("ServiceAccount"),
        ]
    }

    private static func ruleErrors(_ role: JSONValue, isNamespaced: Bool) -> [FieldError] {
        var errors: [FieldError] = []
        for (index, json) in (role["rules"]?.array ?? []).enumerated() {
            let rule = PolicyRule(json: json)
            let path = "rules[\(index)]"
            if rule.verbs.isEmpty { errors.append(.required(path + ".verbs", "verbs must contain at least one value")) }
            if !rule.nonResourceURLs.isEmpty {
                if isNamespaced {
                    let text = "namespaced rules cannot apply to non-resource URLs"
                    errors.append(.invalid(path + ".nonResourceURLs", json["nonResourceURLs"] ?? .null, text))
                }
                if !(rule.apiGroups + rule.resources + rule.resourceNames).isEmpty {
                    let text = "rules cannot apply to both regular resources and non-resource URLs"
                    errors.append(.invalid(path + ".nonResourceURLs", json["nonResourceURLs"] ?? .null, text))
                }
                continue
            }
            if rule.apiGroups.isEmpty {
                errors.append(.required(path + ".apiGroups", "resource rules must supply at least one api group"))
            }
            if rule.resources.isEmpty {
                errors.append(.required(path + ".resources", "resource rules must supply at least one resource"))
            }
        }
        return errors
    }
}
