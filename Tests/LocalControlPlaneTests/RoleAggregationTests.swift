import JSON
import Testing

@testable import LocalControlPlane

struct RoleAggregationTests {
    private func role(
        _ name: String,
        labels: JSONValue = [:],
        rules: JSONValue = [],
        selectors: JSONValue? = nil
    ) -> JSONValue {
        var role: JSONValue = ["metadata": ["name": .string(name), "labels": labels], "rules": rules]
        if let selectors { role["aggregationRule"] = ["clusterRoleSelectors": selectors] }
        return role
    }

    @Test func unitesTheRulesOfTheChosenOnce() {
        let one: JSONValue = ["verbs": ["get"], "apiGroups": [""], "resources": ["secrets"]]
        let two: JSONValue = ["verbs": ["list"], "apiGroups": [""], "resources": ["secrets"]]
        let all = [
            role("a", labels: ["to": "view"], rules: [one]), role("b", labels: ["to": "view"], rules: [one, two]),
            role("c", labels: ["to": "edit"], rules: [["verbs": ["x"]]]),
        ]
        let sum = role("sum", labels: ["to": "view"], selectors: [["matchLabels": ["to": "view"]]])
        #expect(RoleAggregation.rules(of: sum, among: all + [sum]) == [one, two])
        var done = sum
        done["rules"] = [one, two]
        #expect(RoleAggregation.rules(of: done, among: all) == nil)
        #expect(RoleAggregation.rules(of: all[0], among: all) == nil)
    }

    @Test func followsExpressions() {
        let rule: JSONValue = ["verbs": ["get"]]
        let all = [role("a", labels: ["to": "view"], rules: [rule])]
        func found(_ requirement: JSONValue) -> Int? {
            RoleAggregation.rules(of: role("s", selectors: [["matchExpressions": [requirement]]]), among: all)?.count
        }
        #expect(found(["key": "to", "operator": "In", "values": ["view", "x"]]) == 1)
        #expect(found(["key": "to", "operator": "NotIn", "values": ["x"]]) == 1)
        #expect(found(["key": "to", "operator": "Exists"]) == 1)
        #expect(found(["key": "to", "operator": "DoesNotExist"]) == nil)
    }
}

struct EscalationCheckTests {
    private let owned = [
        PolicyRule(verbs: ["get", "list"], apiGroups: [""], resources: ["secrets", "*/status"]),
        PolicyRule(verbs: ["get"], nonResourceURLs: ["/api/*"]),
    ]

    @Test func findsWhatIsNotOwned() {
        let wanted = PolicyRule(verbs: ["get", "delete"], apiGroups: [""], resources: ["secrets"])
        #expect(
            EscalationCheck.missing([wanted], ownedBy: owned)
                == [PolicyRule(verbs: ["delete"], apiGroups: [""], resources: ["secrets"])]
        )
    }

    @Test func allowsPartsOfWhatIsOwned() {
        let wanted = [
            PolicyRule(verbs: ["get"], apiGroups: [""], resources: ["secrets"], resourceNames: ["one"]),
            PolicyRule(verbs: ["list"], apiGroups: [""], resources: ["pods/status"]),
            PolicyRule(verbs: ["get"], nonResourceURLs: ["/api/v1"]),
        ]
        #expect(EscalationCheck.missing(wanted, ownedBy: owned) == [])
    }

    @Test func everythingIsMoreThanOneThing() {
        let wanted = PolicyRule(verbs: ["*"], apiGroups: [""], resources: ["secrets"])
        #expect(EscalationCheck.missing([wanted], ownedBy: owned).count == 1)
    }
}
