internal import APIServer

/// Knows service accounts by their tokens.
struct AccountTokenAuthenticator: TokenAuthenticator {
    let tokens: ServiceAccountTokens

    func authenticate(token: String) async -> AuthenticationAnswer {
        do throws(ServiceAccountTokens.Refusal) {
            return .user(try tokens.verify(token).user)
        } catch {
            return error == .unknown ? .noOpinion : .failed(reason: error.description)
        }
    }
}

/// Allows what roles allow.
struct RoleAuthorizer: Authorizer {
    let roles: RoleStore

    func authorize(_ attributes: AuthorizationAttributes) async -> AuthorizationDecision {
        let decision = roles.decide(
            AccessRequest(
                user: attributes.user.name,
                groups: attributes.user.groups,
                verb: attributes.verb,
                isResource: attributes.isResource,
                group: attributes.group,
                resource: attributes.resource,
                subresource: attributes.subresource,
                namespace: attributes.namespace,
                name: attributes.name,
                path: attributes.path
            )
        )
        return decision.isAllowed ? .allow : .noOpinion(reason: decision.reason)
    }
}
