/// What a controller may do in the cluster: one rule of a role.
///
/// Source: `rbac.authorization.k8s.io/v1` `PolicyRule`.
public struct RoleRule: Sendable, Equatable {
    /// Groups of the resources; empty text for the core group.
    public var groups: [String]
    /// Resources and subresources, such as `bees/status`.
    public var resources: [String]
    /// The only objects that it is about; none for all.
    public var resourceNames: [String]
    /// Paths that are no resources, such as `/metrics`.
    public var urls: [String]
    /// Such as `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`.
    public var verbs: [String]

    /// Makes a rule.
    public init(
        groups: [String] = [],
        resources: [String] = [],
        resourceNames: [String] = [],
        urls: [String] = [],
        verbs: [String]
    ) {
        self.groups = groups
        self.resources = resources
        self.resourceNames = resourceNames
        self.urls = urls
        self.verbs = verbs
    }
}

extension RoleRule {
    /// The rules that the markers of a Swift file ask for: lines such as
    /// `// +rbac:groups=apps,resources=deployments;statefulsets,verbs=get;list;watch`.
    ///
    /// - Parameters:
    ///   - text: the file.
    ///   - path: how messages call it.
    /// - Returns: the rules in the order of the file.
    /// - Throws: `Problems` with every marker that cannot be read.
    public static func read(_ text: String, path: String) throws(Problems) -> [RoleRule] {
        var rules: [RoleRule] = []
        var problems: [Problem] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard let marker = marker(in: line) else { continue }
            do {
                rules.append(try RoleRule(marker: marker))
            } catch {
                problems.append(
                    Problem(
                        "AB3101",
                        "\(path):\(number + 1): the marker +rbac cannot be read",
                        cause: error.reason,
                        fix: "// +rbac:groups=apps,resources=deployments,verbs=get;list;watch"
                    )
                )
            }
        }
        guard problems.isEmpty else { throw Problems(problems) }
        return rules
    }

    private struct MarkerError: Error { let reason: String }

    /// What follows `+rbac:` in a comment of its own line; nil if there is no such marker.
    private static func marker(in line: Substring) -> Substring? {
        var rest = line.drop { $0 == " " || $0 == "\t" }
        guard rest.hasPrefix("//") else { return nil }
        rest = rest.drop { $0 == "/" }.drop { $0 == " " }
        guard rest.hasPrefix("+rbac:") else { return nil }
        return rest.dropFirst(6)
    }

    private init(marker: Substring) throws(MarkerError) {
        self.init(verbs: [])
        for part in marker.split(separator: ",", omittingEmptySubsequences: false) {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { throw MarkerError(reason: "'\(part)' is no name=value") }
            let values = pair[1].split(separator: ";", omittingEmptySubsequences: false).map { value in
                value == "\"\"" ? "" : String(value).trimmingBlanks()
            }
            switch String(pair[0]).trimmingBlanks() {
            case "groups": groups = values
            case "resources": resources = values
            case "resourceNames": resourceNames = values
            case "urls": urls = values
            case "verbs": verbs = values
            case let other:
                throw MarkerError(
                    reason: "there is no '\(other)': it has groups, resources, resourceNames, urls, verbs"
                )
            }
        }
        guard !verbs.isEmpty, !verbs.contains("") else { throw MarkerError(reason: "it has no verbs") }
        guard resources.isEmpty != urls.isEmpty else {
            throw MarkerError(reason: "it is about resources or about urls, one of the two")
        }
        guard resources.isEmpty || !groups.isEmpty else {
            throw MarkerError(reason: "resources belong to groups; the core group is groups=\"\"")
        }
    }
}

extension String {
    fileprivate func trimmingBlanks() -> String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " || $0 == "\r" }.reversed())
    }
}
