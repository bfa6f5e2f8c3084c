internal import APIMachinery

/// What somebody wants to do.
struct AuthorizationAttributes: Sendable, Equatable {
    var user: UserInfo
    var info: RequestInfo

    /// The name that the request is about, be it in the path or demanded by a field selector.
    var name: String { info.name.isEmpty ? info.requestedName : info.name }

    /// The 403 that says who may not do what.
    func forbidden(reason: String) -> StatusError {
        if info.isResource {
            .forbidden(
                user: user.name,
                verb: info.verb,
                resource: GroupResource(group: info.group, resource: info.resource),
                subresource: info.subresource,
                namespace: info.namespace,
                name: name,
                cause: reason
            )
        } else {
            .forbidden(user: user.name, verb: info.verb, path: info.path, cause: reason)
        }
    }
}

/// Whether somebody may do something.
enum AuthorizationDecision: Sendable, Equatable {
    case allow
    /// With a reason for the person, mostly empty.
    case deny(reason: String)
}

/// Decides by the groups of the caller and by path alone: masters may do everything, health checks are for everybody,
/// version and discovery for everybody who is known.
///
/// These are the answers of Kubernetes' default roles `system:public-info-viewer` and `system:discovery`.
struct Authorizer: Sendable {
    /// Groups whose members may do everything.
    var privilegedGroups: Set<String> = ["system:masters"]
    /// Non-resource paths that everybody may read; a trailing `*` allows everything below.
    var alwaysAllowPaths = ["/healthz", "/readyz", "/livez"]

    private static let publicPaths: Set<String> = ["/version", "/version/"]
    private static let discoveryPaths = ["/api", "/api/*", "/apis", "/apis/*", "/openapi", "/openapi/*"]

    func authorize(_ attributes: AuthorizationAttributes) async -> AuthorizationDecision {
        let user = attributes.user
        if user.groups.contains(where: privilegedGroups.contains) { return .allow }
        guard !attributes.info.isResource else { return .deny(reason: "") }
        let path = attributes.info.path
        if Self.matches(path, alwaysAllowPaths) { return .allow }
        guard attributes.info.verb == "get" || attributes.info.verb == "head" else { return .deny(reason: "") }
        if Self.publicPaths.contains(path) { return .allow }
        guard user.groups.contains("system:authenticated") else { return .deny(reason: "") }
        return Self.matches(path, Self.discoveryPaths) ? .allow : .deny(reason: "")
    }

    private static func matches(_ path: String, _ patterns: [String]) -> Bool {
        patterns.contains { pattern in
            pattern.hasSuffix("*") ? path.hasPrefix(pattern.dropLast()) : pattern == path
        }
    }
}
