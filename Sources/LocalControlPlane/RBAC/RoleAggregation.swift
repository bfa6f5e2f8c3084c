internal import APIMachinery
internal import JSON

/// Roles that are made of other roles: those that their selectors choose.
///
/// Source: `pkg/controller/clusterroleaggregation`.
enum RoleAggregation {
    /// The rules that an aggregated role should have, of all roles in the order of their names.
    ///
    /// Nil if the role is no such one, or has them already.
    static func rules(of role: JSONValue, among all: [JSONValue]) -> [JSONValue]? {
        guard let selectors = role["aggregationRule"]?["clusterRoleSelectors"]?.array else { return nil }
        let name = role["metadata"]?["name"]?.string
        var rules: [JSONValue] = []
        for selector in selectors {
            for other in all where other["metadata"]?["name"]?.string != name && selects(selector, other) {
                for rule in other["rules"]?.array ?? [] where !rules.contains(rule) { rules.append(rule) }
            }
        }
        return rules == (role["rules"]?.array ?? []) ? nil : rules
    }

    private static func selects(_ selector: JSONValue, _ role: JSONValue) -> Bool {
        let labels = role["metadata"]?["labels"]
        for (key, value) in selector["matchLabels"]?.object ?? JSONObject() where labels?[key] != value { return false }
        for requirement in selector["matchExpressions"]?.array ?? [] {
            let value = labels?[requirement["key"]?.string ?? ""]
            let values = requirement["values"]?.array ?? []
            let isMet =
                switch requirement["operator"]?.string {
                case "In": value.map(values.contains) ?? false
                case "NotIn": !(value.map(values.contains) ?? false)
                case "Exists": value != nil
                case "DoesNotExist": value == nil
                default: false
                }
            if !isMet { return false }
        }
        return true
    }
}
