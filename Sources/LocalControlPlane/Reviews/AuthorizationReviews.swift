internal import APIMachinery
internal import APIServer
internal import JSON

/// authorization.k8s.io: who may do what.
struct AuthorizationReviews: Sendable {
    let roles: RoleStore

    private static let group = "authorization.k8s.io"

    var kinds: [UntypedResource] {
        [
            LocalKind.review(
                Self.group,
                "v1",
                "SubjectAccessReview",
                "Asks whether somebody may do something.",
                fields: ReviewShapes.subjectAccessReview
            ) { question, _ in try answer(question, about: nil) },
            LocalKind.review(
                Self.group,
                "v1",
                "SelfSubjectAccessReview",
                "Asks whether one may do something.",
                fields: ReviewShapes.selfSubjectAccessReview
            ) { question, context in try answer(question, about: context.user) },
            LocalKind.review(
                Self.group,
                "v1",
                "LocalSubjectAccessReview",
                "Asks whether somebody may do something in a namespace.",
                scope: .namespaced,
                fields: ReviewShapes.subjectAccessReview
            ) { question, context in
                let namespace = question["spec"]?["resourceAttributes"]?["namespace"]?.string ?? ""
                guard namespace == context.namespace else {
                    throw StatusError.badRequest(
                        "spec.resourceAttributes.namespace must match namespace: \(context.namespace)"
                    )
                }
                return try answer(question, about: nil)
            },
            LocalKind.review(
                Self.group,
                "v1",
                "SelfSubjectRulesReview",
                "Asks for all that one may do in a namespace.",
                fields: ReviewShapes.selfSubjectRulesReview
            ) { question, context in try rules(question, of: context.user) },
        ]
    }

    private func answer(_ question: JSONValue, about user: UserInfo?) throws -> JSONValue {
        let spec = question["spec"] ?? .emptyObject
        let request = try Self.request(spec, user: user)
        let decision = roles.decide(request)
        var answer = question
        answer["status"] = ["allowed": .bool(decision.isAllowed)]
        if !decision.reason.isEmpty { answer["status"]?["reason"] = .string(decision.reason) }
        return answer
    }

    /// Reads a question, and refuses one that asks nothing or two things.
    ///
    /// Source: `pkg/apis/authorization/validation/validation.go`.
    static func request(_ spec: JSONValue, user: UserInfo?) throws(StatusError) -> AccessRequest {
        let name = user?.name ?? spec["user"]?.string ?? ""
        let groups = user?.groups ?? spec["groups"]?.array?.compactMap(\.string) ?? []
        func text(_ json: JSONValue, _ key: String) -> String { json[key]?.string ?? "" }
        var errors: [FieldError] = []
        let kind = user == nil ? "SubjectAccessReview" : "SelfSubjectAccessReview"
        let resource = spec["resourceAttributes"]
        let path = spec["nonResourceAttributes"]
        if resource != nil, path != nil {
            errors.append(
                .invalid(
                    "spec.nonResourceAttributes",
                    path ?? .null,
                    "cannot be specified in combination with resourceAttributes"
                )
            )
        }
        if resource == nil, path == nil {
            errors.append(
                .invalid(
                    "spec.resourceAttributes",
                    .null,
                    "exactly one of nonResourceAttributes or resourceAttributes must be specified"
                )
            )
        }
        if user == nil, name.isEmpty, groups.isEmpty {
            errors.append(.invalid("spec.user", "", "at least one of user or group must be specified"))
        }
        guard errors.isEmpty else {
            throw StatusError.invalid(kind: kind, group: group, name: "", errors: errors)
        }
        var request = AccessRequest(user: name, groups: groups, verb: "")
        if let resource {
            request.verb = text(resource, "verb")
            request.group = text(resource, "group")
            request.resource = text(resource, "resource")
            request.subresource = text(resource, "subresource")
            request.namespace = text(resource, "namespace")
            request.name = text(resource, "name")
        } else if let path {
            request.isResource = false
            request.verb = text(path, "verb")
            request.path = text(path, "path")
        }
        return request
    }

    private func rules(_ question: JSONValue, of user: UserInfo) throws -> JSONValue {
        let namespace = question["spec"]?["namespace"]?.string ?? ""
        guard !namespace.isEmpty else { throw StatusError.badRequest("no namespace on request") }
        var (rules, faults) = roles.index.rules(user: user.name, groups: user.groups, namespace: namespace)
        if user.groups.contains(RoleStore.masters) {
            rules =
                [
                    PolicyRule(verbs: ["*"], apiGroups: ["*"], resources: ["*"]),
                    PolicyRule(verbs: ["*"], nonResourceURLs: ["*"]),
                ] + rules
        }
        var status: JSONValue = [
            "resourceRules": .array(rules.filter { $0.nonResourceURLs.isEmpty }.map(\.json)),
            "nonResourceRules": .array(rules.filter { !$0.nonResourceURLs.isEmpty }.map(\.json)),
            "incomplete": false,
        ]
        if !faults.isEmpty { status["evaluationError"] = .string(faults.joined(separator: ", ")) }
        var answer = question
        answer["status"] = status
        return answer
    }
}
