import APIMachinery
import JSON
import Testing

@testable import LocalControlPlane

/// What webhook configurations must look like.
struct WebhookValidationTests {
    private static let rule: JSONValue = [
        "operations": ["CREATE"], "apiGroups": ["a"], "apiVersions": ["v1"], "resources": ["bees"], "scope": "*",
    ]
    private static let webhook: JSONValue = [
        "name": "check.example.com", "clientConfig": ["url": "https://127.0.0.1:8443/check"], "rules": [rule],
        "sideEffects": "None", "admissionReviewVersions": ["v1"], "timeoutSeconds": 10, "failurePolicy": "Fail",
    ]

    private func errors(_ webhooks: [JSONValue], isMutating: Bool = false) -> [String] {
        WebhookValidation(isMutating: isMutating).errors(["webhooks": .array(webhooks)]).map { "\($0.field): \($0)" }
    }

    private func changed(_ key: String, _ value: JSONValue) -> JSONValue {
        var webhook = Self.webhook
        webhook[key] = value
        return webhook
    }

    @Test func acceptsWhatIsProper() {
        #expect(errors([Self.webhook]) == [])
        let service: JSONValue = ["service": ["namespace": "ns", "name": "check", "path": "/a/b/", "port": 8443]]
        #expect(errors([changed("clientConfig", service)]) == [])
        #expect(errors([changed("reinvocationPolicy", "IfNeeded")], isMutating: true) == [])
    }

    @Test(
        arguments: [
            ("name", "check", "webhooks[0].name", "should be a domain with at least three segments separated by dots"),
            ("name", "", "webhooks[0].name", "Required value"),
            ("sideEffects", nil, "webhooks[0].sideEffects", "must specify one of None, NoneOnDryRun"),
            ("sideEffects", "Some", "webhooks[0].sideEffects", "supported values: \"None\", \"NoneOnDryRun\""),
            ("admissionReviewVersions", [], "webhooks[0].admissionReviewVersions", "must specify one of v1, v1beta1"),
            (
                "admissionReviewVersions", ["v2"], "webhooks[0].admissionReviewVersions",
                "must include at least one of v1, v1beta1"
            ),
            ("admissionReviewVersions", ["v1", "v1"], "webhooks[0].admissionReviewVersions[1]", "duplicate version"),
            ("timeoutSeconds", 31, "webhooks[0].timeoutSeconds", "the timeout value must be between 1 and 30 seconds"),
            ("timeoutSeconds", 0, "webhooks[0].timeoutSeconds", "the timeout value must be between 1 and 30 seconds"),
            ("failurePolicy", "fail", "webhooks[0].failurePolicy", "supported values: \"Fail\", \"Ignore\""),
            ("matchPolicy", "exact", "webhooks[0].matchPolicy", "supported values: \"Equivalent\", \"Exact\""),
            (
                "objectSelector", ["matchExpressions": [["key": "a", "operator": "Near"]]],
                "webhooks[0].objectSelector",
                "is not a valid label selector operator"
            ), ("clientConfig", [:], "webhooks[0].clientConfig", "exactly one of url or service is required"),
            (
                "clientConfig", ["url": "http://a"], "webhooks[0].clientConfig.url",
                "'https' is the only allowed URL scheme"
            ),
            (
                "clientConfig", ["url": "https://a/?b"], "webhooks[0].clientConfig.url",
                "query parameters are not permitted"
            ),
            ("clientConfig", ["url": "https://a/#b"], "webhooks[0].clientConfig.url", "fragments are not permitted"),
            (
                "clientConfig", ["url": "https://u@a"], "webhooks[0].clientConfig.url",
                "user information is not permitted"
            ),
            (
                "clientConfig", ["service": ["name": "a"]], "webhooks[0].clientConfig.service.namespace",
                "Required value"
            ),
            (
                "clientConfig", ["service": ["name": "a", "namespace": "b", "path": "x"]],
                "webhooks[0].clientConfig.service.path", "must start with a '/'"
            ),
            (
                "clientConfig", ["service": ["name": "a", "namespace": "b", "path": "/a//b"]],
                "webhooks[0].clientConfig.service.path", "segment[1] may not be empty"
            ), ("matchConditions", [["name": "a"]], "webhooks[0].matchConditions[0].expression", "Required value"),
        ] as [(String, JSONValue?, String, String)]
    )
    func refusesWhatIsNot(_ key: String, _ value: JSONValue?, _ field: String, _ text: String) {
        var webhook = Self.webhook
        webhook[key] = value
        let errors = errors([webhook])
        #expect(errors.count == 1, "\(errors)")
        #expect(errors.first?.hasPrefix(field + ":") == true, "\(errors)")
        #expect(errors.first?.contains(text) == true, "\(errors)")
    }

    @Test(
        arguments: [
            ("operations", ["READ"], "operations[0]", "Unsupported value"),
            ("operations", ["*", "CREATE"], "operations", "must not specify other operations"),
            ("apiGroups", ["*", "a"], "apiGroups", "must not specify other API groups"),
            ("apiVersions", [""], "apiVersions[0]", "Required value"), ("resources", [], "resources", "Required value"),
            ("resources", ["*/*", "a"], "resources", "must not specify other resources"),
            ("resources", ["*", "a"], "resources", "must not specify other resources without subresources"),
            ("resources", ["a/*", "a/b"], "resources[1]", "if 'a/*' is present, must not specify a/b"),
            ("resources", ["*/b", "a/b"], "resources[1]", "if '*/b' is present, must not specify a/b"),
            ("scope", "Everywhere", "scope", "Unsupported value"),
        ] as [(String, JSONValue, String, String)]
    )
    func refusesRulesThatSayNothingOrThingsTwice(_ key: String, _ value: JSONValue, _ field: String, _ text: String) {
        var rule = Self.rule
        rule[key] = value
        let errors = errors([changed("rules", [rule])])
        #expect(errors.count == 1, "\(errors)")
        #expect(errors.first?.hasPrefix("webhooks[0].rules[0].\(field):") == true, "\(errors)")
        #expect(errors.first?.contains(text) == true, "\(errors)")
    }

    @Test func refusesNamesThatAreGivenTwice() {
        #expect(errors([Self.webhook, Self.webhook]).first?.hasPrefix("webhooks[1].name:") == true)
    }
}
