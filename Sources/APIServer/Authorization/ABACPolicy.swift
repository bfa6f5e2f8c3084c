internal import JSON

/// Who may do what by the lines of a file (`--authorization-mode=ABAC --authorization-policy-file`).
///
/// One JSON object a line; empty lines and those that begin with `#` are skipped.
/// Source: Kubernetes, "Using ABAC Authorization", `abac.authorization.kubernetes.io/v1beta1`.
struct ABACPolicy: Authorizer, Equatable {
    /// What one line grants.
    struct Grant: Sendable, Equatable {
        /// Empty, a name, or `*`.
        var user = ""
        /// Empty, a name, or `*`.
        var group = ""
        var isReadOnly = false
        var apiGroup = ""
        var resource = ""
        var namespace = ""
        /// A path, with a trailing `*` everything below.
        var nonResourcePath = ""
    }

    /// What is wrong with a policy file.
    struct ParseError: Error, Equatable, CustomStringConvertible {
        let line: Int
        let cause: String

        var description: String { "line \(line): \(cause)" }
    }

    let grants: [Grant]

    static let apiVersion = "abac.authorization.kubernetes.io/v1beta1"

    /// Reads the text of a file.
    init(parsing text: String) throws(ParseError) {
        var grants: [Grant] = []
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let content = line.drop { $0 == " " || $0 == "\t" }
            guard !content.isEmpty, !content.hasPrefix("#") else { continue }
            do {
                grants.append(try Self.grant(String(content)))
            } catch {
                throw ParseError(line: index + 1, cause: error.cause)
            }
        }
        self.grants = grants
    }

    func authorize(_ attributes: AuthorizationAttributes) async -> AuthorizationDecision {
        grants.contains { $0.allows(attributes) } ? .allow : .noOpinion(reason: "")
    }

    private static func grant(_ line: String) throws(ParseError) -> Grant {
        let object: JSONValue
        do {
            object = try JSONReader.parse(Array(line.utf8))
        } catch {
            throw ParseError(line: 0, cause: "not JSON: \(error)")
        }
        guard object["apiVersion"]?.string == apiVersion, object["kind"]?.string == "Policy" else {
            throw ParseError(
                line: 0,
                cause: "expected {\"apiVersion\": \"\(apiVersion)\", \"kind\": \"Policy\", \"spec\": {…}}"
            )
        }
        guard let spec = object["spec"]?.object else { throw ParseError(line: 0, cause: "there is no spec") }
        var grant = Grant()
        for (key, value) in spec {
            if key == "readonly" {
                guard let isReadOnly = value.bool else { throw ParseError(line: 0, cause: "readonly is no boolean") }
                grant.isReadOnly = isReadOnly
                continue
            }
            guard let field = fields[key] else { throw ParseError(line: 0, cause: "unknown field spec.\(key)") }
            guard let text = value.string else { throw ParseError(line: 0, cause: "spec.\(key) is no string") }
            grant[keyPath: field] = text
        }
        guard !grant.user.isEmpty || !grant.group.isEmpty else {
            throw ParseError(line: 0, cause: "neither user nor group is given, so nobody is meant")
        }
        return grant
    }

    private static var fields: [String: WritableKeyPath<Grant, String>] {
        [
            "user": \.user, "group": \.group, "apiGroup": \.apiGroup, "resource": \.resource,
            "namespace": \.namespace, "nonResourcePath": \.nonResourcePath,
        ]
    }
}

extension ABACPolicy.Grant {
    /// Whether the line allows something.
    func allows(_ attributes: AuthorizationAttributes) -> Bool {
        names(attributes.user) && (!isReadOnly || ["get", "list", "watch"].contains(attributes.verb))
            && (attributes.isResource ? reaches(attributes) : reaches(path: attributes.path))
    }

    /// When both are given, both must fit.
    private func names(_ user: UserInfo) -> Bool {
        (self.user.isEmpty || self.user == "*" || self.user == user.name)
            && (group.isEmpty || group == "*" || user.groups.contains(group))
    }

    private func reaches(_ attributes: AuthorizationAttributes) -> Bool {
        (namespace == "*" || namespace == attributes.namespace)
            && (resource == "*" || resource == attributes.resource)
            && (apiGroup == "*" || apiGroup == attributes.group)
    }

    private func reaches(path: String) -> Bool {
        nonResourcePath == path || nonResourcePath.hasSuffix("*") && path.hasPrefix(nonResourcePath.dropLast())
    }
}
