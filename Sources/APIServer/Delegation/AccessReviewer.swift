internal import APIMachinery
internal import JSON

/// Asks the core API server whether somebody may do something (SubjectAccessReview).
///
/// Source: apiserver `plugin/pkg/authorizer/webhook`.
struct AccessReviewer: Authorizer {
    let call: ReviewCall

    func authorize(_ attributes: AuthorizationAttributes) async -> AuthorizationDecision {
        do throws(ReviewFailure) {
            let status = try await call.status(
                "/apis/authorization.k8s.io/v1/subjectaccessreviews",
                kind: "SubjectAccessReview",
                apiVersion: "authorization.k8s.io/v1",
                spec: Self.spec(attributes)
            )
            return Self.decision(status)
        } catch {
            return .failed(error: error.cause)
        }
    }

    private static func decision(_ status: JSONValue) -> AuthorizationDecision {
        let reason = status["reason"]?.string ?? ""
        switch (status["allowed"]?.bool ?? false, status["denied"]?.bool ?? false) {
        case (true, true):
            return .failed(error: "webhook subject access review returned both allow and deny response")
        case (false, true): return .deny(reason: reason)
        case (true, false): return .allow
        case (false, false): return .noOpinion(reason: reason)
        }
    }

    /// The question; members without a value are left out, as Go does.
    static func spec(_ attributes: AuthorizationAttributes) -> JSONValue {
        let user = attributes.user
        var spec = JSONValue.emptyObject
        if attributes.isResource {
            var resource = JSONValue.emptyObject
            let members = [
                ("namespace", attributes.namespace), ("verb", attributes.verb), ("group", attributes.group),
                ("version", attributes.version), ("resource", attributes.resource),
                ("subresource", attributes.subresource), ("name", attributes.name),
            ]
            for (key, value) in members where !value.isEmpty { resource[key] = .string(value) }
            if let fields = fieldRequirements(attributes.fieldSelector) {
                resource["fieldSelector"] = ["requirements": fields]
            }
            if let labels = labelRequirements(attributes.labelSelector) {
                resource["labelSelector"] = ["requirements": labels]
            }
            spec["resourceAttributes"] = resource
        } else {
            spec["nonResourceAttributes"] = ["path": .string(attributes.path), "verb": .string(attributes.verb)]
        }
        spec["user"] = .string(user.name)
        if !user.groups.isEmpty { spec["groups"] = .array(user.groups.map { .string($0) }) }
        if !user.extra.isEmpty {
            spec["extra"] = .object(
                JSONObject(
                    uniqueKeysWithValues: user.extra.sorted { $0.key < $1.key }.map { key, values in
                        (key, .array(values.map { .string($0) }))
                    }
                )
            )
        }
        if !user.uid.isEmpty { spec["uid"] = .string(user.uid) }
        return spec
    }

    /// A selector that does not parse, or asks for nothing, narrows nothing.
    private static func fieldRequirements(_ text: String) -> JSONValue? {
        guard !text.isEmpty, let selector = try? FieldSelector(parsing: text), !selector.isEmpty else { return nil }
        return .array(
            selector.requirements.map { requirement in
                [
                    "key": .string(requirement.field), "operator": requirement.isNegated ? "NotIn" : "In",
                    "values": [.string(requirement.value)],
                ]
            }
        )
    }

    /// Requirements whose operators a review does not know are left out: the question is then wider, never narrower.
    private static func labelRequirements(_ text: String) -> JSONValue? {
        guard !text.isEmpty, let selector = try? LabelSelector(parsing: text) else { return nil }
        let requirements = selector.requirements.compactMap { requirement -> JSONValue? in
            let name: String
            switch requirement.operator {
            case .equals, .doubleEquals, .in: name = "In"
            case .notEquals, .notIn: name = "NotIn"
            case .exists: name = "Exists"
            case .doesNotExist: name = "DoesNotExist"
            default: return nil
            }
            var value: JSONValue = ["key": .string(requirement.key), "operator": .string(name)]
            if !requirement.values.isEmpty { value["values"] = .array(requirement.values.map { .string($0) }) }
            return value
        }
        return requirements.isEmpty ? nil : .array(requirements)
    }
}
