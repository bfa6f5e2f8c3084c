import Testing

@testable import APIServer

struct AuditPolicyTests {
    private static func attributes(_ method: String, _ target: String) -> AuthorizationAttributes {
        AuthorizationAttributes(
            user: jane,
            info: RequestInfo(method: method, path: target, query: Query(""))
        )
    }

    private static let jane = UserInfo(name: "jane", groups: ["keepers", "system:authenticated"])
    private static let bees = "/apis/insect.example.com/v1/namespaces/garden/bees"

    private func level(_ rule: AuditPolicy.Rule, _ method: String, _ target: String) -> AuditLevel {
        AuditPolicy(rules: [rule]).decision(for: Self.attributes(method, target), user: Self.jane).level
    }

    private static func rule(_ change: (inout AuditPolicy.Rule) -> Void) -> AuditPolicy.Rule {
        var rule = AuditPolicy.Rule(level: .request)
        change(&rule)
        return rule
    }

    private static func resources(_ names: [String], objects: [String] = []) -> AuditPolicy.Rule {
        rule {
            let group = "insect.example.com"
            $0.resources = [.init(group: group, resources: names, resourceNames: objects)]
        }
    }

    @Test(arguments: [
        (rule { _ in }, true),
        (rule { $0.users = ["jane"] }, true), (rule { $0.users = ["joe"] }, false),
        (rule { $0.userGroups = ["x", "keepers"] }, true), (rule { $0.userGroups = ["x"] }, false),
        (rule { $0.verbs = ["create"] }, false), (rule { $0.verbs = ["list", "get"] }, true),
        (rule { $0.namespaces = ["garden"] }, true), (rule { $0.namespaces = ["", "field"] }, false),
        (rule { $0.nonResourceURLs = ["*"] }, false),
        (resources([]), true), (resources(["bees"]), false), (resources(["bees/status"]), true),
        (resources(["bees/*"]), true), (resources(["*/status"]), true), (resources(["*/scale"]), false),
        (resources(["*"]), true), (resources(["swarms/*"]), false),
        (resources(["bees/status"], objects: ["maja"]), true), (resources(["*"], objects: ["willi"]), false),
        (rule { $0.resources = [.init(group: "", resources: ["*"])] }, false),
    ])
    func matchesWhatIsAskedOfASubresource(_ rule: AuditPolicy.Rule, _ expected: Bool) {
        #expect(level(rule, "GET", Self.bees + "/maja/status") == (expected ? .request : .none))
    }

    @Test(arguments: [
        (["/healthz"], "/healthz", true), (["/healthz"], "/healthz/ping", false),
        (["/healthz*"], "/healthz/ping", true),
        (["*"], "/version", true), (["/apis/*"], "/version", false),
    ])
    func matchesPaths(_ patterns: [String], _ path: String, _ expected: Bool) {
        let rule = Self.rule { $0.nonResourceURLs = patterns }
        #expect(level(rule, "GET", path) == (expected ? .request : .none))
    }

    @Test func rulesForResourcesMatchNoPaths() {
        #expect(level(Self.rule { $0.namespaces = [""] }, "GET", "/version") == .none)
        #expect(level(Self.rule { $0.namespaces = [""] }, "GET", "/apis/g/v1/hives") == .request)
    }

    @Test func theFirstRuleCounts() {
        let policy = AuditPolicy(
            rules: [Self.rule { $0.verbs = ["watch"] }, .init(level: .none, users: ["jane"]), .init(level: .metadata)],
            omitStages: [.requestReceived]
        )
        let get = Self.attributes("GET", Self.bees)
        #expect(policy.decision(for: get, user: Self.jane).level == .none)
        #expect(
            policy.decision(for: get, user: nil)
                == AuditPolicy.Decision(level: .metadata, omitStages: [.requestReceived])
        )
    }

    @Test func aRuleDecidesAboutManagedFieldsIfItSaysSo() {
        var policy = AuditPolicy(rules: [.init(level: .metadata)], omitManagedFields: true)
        let get = Self.attributes("GET", Self.bees)
        #expect(policy.decision(for: get, user: nil).omitManagedFields)
        policy.rules[0].omitManagedFields = false
        policy.rules[0].omitStages = [.responseStarted]
        #expect(policy.decision(for: get, user: nil) == .init(level: .metadata, omitStages: [.responseStarted]))
    }
}
