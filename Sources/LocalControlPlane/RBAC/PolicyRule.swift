internal import JSON

/// One rule of a role: what may be done to what.
struct PolicyRule: Sendable, Hashable {
    var verbs: [String]
    var apiGroups: [String] = []
    var resources: [String] = []
    var resourceNames: [String] = []
    var nonResourceURLs: [String] = []

    /// Whether the rule allows what is asked.
    ///
    /// Source: `plugin/pkg/auth/authorizer/rbac/rbac.go`, `RuleAllows`.
    func allows(_ request: AccessRequest) -> Bool {
        if request.isResource {
            Self.matches(verbs, request.verb) && Self.matches(apiGroups, request.group) && matchesResource(request)
                && (resourceNames.isEmpty || resourceNames.contains(request.name))
        } else {
            Self.matches(verbs, request.verb) && matchesPath(request.path)
        }
    }

    private static func matches(_ allowed: [String], _ wanted: String) -> Bool {
        allowed.contains { $0 == "*" || $0 == wanted }
    }

    private func matchesResource(_ request: AccessRequest) -> Bool {
        resources.contains { resource in
            if resource == "*" { return true }
            if request.subresource.isEmpty { return resource == request.resource }
            let (before, after) = Self.split(resource)
            return after == request.subresource[...] && (before == "*" || before == request.resource[...])
        }
    }

    private static func split(_ resource: String) -> (Substring, Substring) {
        guard let slash = resource.utf8.firstIndex(of: UInt8(ascii: "/")) else { return (resource[...], "") }
        return (resource[..<slash], resource[resource.utf8.index(after: slash)...])
    }

    private func matchesPath(_ path: String) -> Bool {
        nonResourceURLs.contains { url in
            url == "*" || url == path || (url.hasSuffix("*") && path.hasPrefix(url.dropLast()))
        }
    }
}

extension PolicyRule {
    /// Reads a rule of a role.
    init(json: JSONValue) {
        func strings(_ key: String) -> [String] { json[key]?.array?.compactMap(\.string) ?? [] }
        self.init(
            verbs: strings("verbs"),
            apiGroups: strings("apiGroups"),
            resources: strings("resources"),
            resourceNames: strings("resourceNames"),
            nonResourceURLs: strings("nonResourceURLs")
        )
    }

    /// The rule as roles carry it; empty lists are left out.
    var json: JSONValue {
        var json = JSONValue.emptyObject
        let members = [
            ("apiGroups", apiGroups), ("nonResourceURLs", nonResourceURLs), ("resourceNames", resourceNames),
            ("resources", resources), ("verbs", verbs),
        ]
        for (key, values) in members where !values.isEmpty { json[key] = .array(values.map { .string($0) }) }
        return json
    }
}
