import JSON
import Testing

@testable import APIServer

struct WebhookRuleTests {
    private func request(
        _ operation: AdmissionRequest.Operation = .create,
        resource: String = "bees",
        subresource: String = "",
        namespace: String = "garden"
    ) -> AdmissionRequest {
        AdmissionRequest(
            operation: operation,
            group: "insect.example.com",
            version: "v1",
            kind: "Bee",
            resource: resource,
            subresource: subresource,
            namespace: namespace,
            name: "maja",
            object: nil,
            oldObject: nil,
            user: UserInfo(name: "eva"),
            isDryRun: false
        )
    }

    @Test(arguments: [
        ("bees", "", true), ("bees", "status", false), ("bees/status", "status", true), ("bees/status", "", false),
        ("*", "", true), ("*", "status", false), ("*/*", "", true), ("*/*", "status", true), ("bees/*", "", true),
        ("bees/*", "scale", true), ("*/status", "status", true), ("*/status", "", false), ("wasps", "", false),
        ("wasps/*", "status", false),
    ])
    func meansResourcesAndWhatIsBelowThem(_ pattern: String, _ subresource: String, _ matches: Bool) {
        let rule = WebhookRule(json: WebhookCluster.rule(resources: [.string(pattern)]))
        #expect(rule.matches(request(subresource: subresource), version: "v1") == matches)
    }

    @Test(arguments: [
        (["CREATE"], true), (["UPDATE", "CREATE"], true), (["*"], true), (["UPDATE", "DELETE", "CONNECT"], false),
        ([], false),
    ])
    func meansOperations(_ operations: [String], _ matches: Bool) {
        let rule = WebhookRule(json: WebhookCluster.rule(.array(operations.map { .string($0) })))
        #expect(rule.matches(request(), version: "v1") == matches)
    }

    @Test(arguments: [
        ("insect.example.com", "v1", true), ("*", "v1", true), ("insect.example.com", "*", true), ("", "v1", false),
        ("insect.example.com", "v1beta1", false),
    ])
    func meansGroupsAndVersions(_ group: String, _ version: String, _ matches: Bool) {
        let rule = WebhookRule(json: WebhookCluster.rule(groups: [.string(group)], versions: [.string(version)]))
        #expect(rule.matches(request(), version: "v1") == matches)
    }

    @Test(arguments: [
        ("Namespaced", "garden", true), ("Namespaced", "", false), ("Cluster", "", true), ("Cluster", "garden", false),
        ("*", "", true), ("*", "garden", true),
    ])
    func meansScopes(_ scope: String, _ namespace: String, _ matches: Bool) {
        let rule = WebhookRule(json: WebhookCluster.rule(scope: scope))
        #expect(rule.matches(request(namespace: namespace), version: "v1") == matches)
    }

    @Test(
        arguments: [
            ("Equivalent", ["v1"], 0), ("Equivalent", ["v1beta1"], 1), ("Equivalent", ["v2"], nil),
            ("Exact", ["v1beta1"], nil),
            ("Exact", ["*"], 0), ("Equivalent", ["v1beta1", "v1"], 0),
        ] as [(String, [String], Int?)]
    )
    func isShownTheVersionThatItsRulesName(_ policy: String, _ versions: [String], _ place: Int?) {
        let rules = versions.map { WebhookCluster.rule(versions: [.string($0)]) }
        let json = WebhookCluster.webhook("a", ["matchPolicy": .string(policy), "rules": .array(rules)])
        let webhook = Webhook(json: json, configuration: "c", index: 0)
        #expect(webhook.place(for: request(), versions: ["v1", "v1beta1"]) == place)
    }
}
