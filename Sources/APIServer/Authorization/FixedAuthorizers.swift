/// Lets members of some groups do everything.
///
/// Source: apiserver `NewPrivilegedGroups`.
struct PrivilegedGroups: Authorizer {
    var groups: Set<String> = ["system:masters"]

    func authorize(_ attributes: AuthorizationAttributes) async -> AuthorizationDecision {
        attributes.user.groups.contains(where: groups.contains) ? .allow : .noOpinion(reason: "")
    }
}

/// Lets everybody use some paths that are no resources (`--authorization-always-allow-paths`).
///
/// Source: apiserver `path.NewAuthorizer`: a leading `/` does not matter, a trailing `*` allows everything below.
struct AlwaysAllowPaths: Authorizer {
    static let standard = ["/healthz", "/readyz", "/livez"]

    private var exact: Set<String> = []
    private var prefixes: [String] = []

    /// What is wrong with a path.
    struct PathError: Error, Equatable, CustomStringConvertible {
        let path: String

        var description: String { "'\(path)' has a '*' that is not at its end" }
    }

    /// The paths of health.
    init() { exact = Set(Self.standard.map { String($0.dropFirst()) }) }

    init(_ paths: [String]) throws(PathError) {
        for path in paths {
            let trimmed = String(path.drop { $0 == "/" })
            guard let star = trimmed.firstIndex(of: "*") else {
                exact.insert(trimmed)
                continue
            }
            guard trimmed.index(after: star) == trimmed.endIndex else { throw PathError(path: path) }
            prefixes.append(String(trimmed[..<star]))
        }
    }

    func authorize(_ attributes: AuthorizationAttributes) async -> AuthorizationDecision {
        guard !attributes.isResource else { return .noOpinion(reason: "") }
        let path = String(attributes.path.drop { $0 == "/" })
        let isAllowed = exact.contains(path) || prefixes.contains { path.hasPrefix($0) }
        return isAllowed ? .allow : .noOpinion(reason: "")
    }
}

/// Lets everybody read the version, and everybody who is known read discovery.
///
/// These are the answers of Kubernetes' default roles `system:public-info-viewer` and `system:discovery`, for a server
/// that has no cluster to ask.
struct DefaultRoles: Authorizer {
    private static let publicPaths: Set<String> = ["/version", "/version/"]
    private static let discoveryPaths = ["/api", "/api/*", "/apis", "/apis/*", "/openapi", "/openapi/*"]

    func authorize(_ attributes: AuthorizationAttributes) async -> AuthorizationDecision {
        mayRead(attributes) ? .allow : .noOpinion(reason: "")
    }

    private func mayRead(_ attributes: AuthorizationAttributes) -> Bool {
        guard !attributes.isResource, attributes.verb == "get" || attributes.verb == "head" else { return false }
        if Self.publicPaths.contains(attributes.path) { return true }
        guard attributes.user.groups.contains("system:authenticated") else { return false }
        return Self.discoveryPaths.contains { pattern in
            pattern.hasSuffix("*") ? attributes.path.hasPrefix(pattern.dropLast()) : pattern == attributes.path
        }
    }
}
