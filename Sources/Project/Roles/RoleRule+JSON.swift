public import JSON

extension RoleRule {
    /// As roles write it.
    public var json: JSONValue {
        var rule: JSONValue = .object([:])
        if !groups.isEmpty { rule["apiGroups"] = Self.list(groups) }
        if !resources.isEmpty { rule["resources"] = Self.list(resources) }
        if !resourceNames.isEmpty { rule["resourceNames"] = Self.list(resourceNames) }
        if !urls.isEmpty { rule["nonResourceURLs"] = Self.list(urls) }
        rule["verbs"] = Self.list(verbs)
        return rule
    }

    private static func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
