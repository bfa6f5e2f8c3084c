/// What the credentials of a request say together.
enum AuthenticationOutcome: Sendable, Equatable {
    case user(UserInfo)
    /// There was no credential.
    case anonymous
    /// There was one, and none holds; the reasons are for the log alone.
    case refused(reasons: [String])
}

/// Asks the ways of authenticating one after the other: front proxy, client certificate, then everything else in order.
///
/// The first that knows the caller wins. When none does, one that failed is enough to refuse: a wrong credential never
/// makes somebody anonymous.
struct Authenticator: Sendable {
    /// The front proxy's word for somebody else.
    var requestHeader: RequestHeaderAuthenticator?
    /// Client certificates.
    var certificates: CertificateAuthenticator?
    /// Who knows tokens, in `Authorization` or among the subprotocols of a WebSocket.
    ///
    /// Nobody does by default, and every token is then wrong.
    var tokens: any TokenAuthenticator = TokenAuthenticators(all: [])
    /// Whatever comes after tokens.
    var others: [any RequestAuthenticator] = []

    /// All ways in the order in which they are asked.
    var steps: [any RequestAuthenticator] {
        let certain: [(any RequestAuthenticator)?] = [requestHeader, certificates]
        let byToken: [any RequestAuthenticator] = [
            BearerAuthenticator(tokens: tokens), WebSocketAuthenticator(tokens: tokens),
        ]
        return certain.compactMap { $0 } + byToken + others
    }

    /// Asks every way until one knows the caller.
    static func authenticate(
        _ context: RequestContext,
        by steps: [any RequestAuthenticator]
    ) async -> AuthenticationOutcome {
        var reasons: [String] = []
        for step in steps {
            switch await step.authenticate(context) {
            case .user(let user): return .user(known(user))
            case .noOpinion: continue
            case .failed(let reason): reasons.append(reason)
            }
        }
        return reasons.isEmpty ? .anonymous : .refused(reasons: reasons)
    }

    /// Everybody who is known is in `system:authenticated`, unless the credential itself says otherwise.
    static func known(_ user: UserInfo) -> UserInfo {
        guard user.name != UserInfo.anonymous.name,
            !user.groups.contains("system:authenticated"), !user.groups.contains("system:unauthenticated")
        else { return user }
        var user = user
        user.groups.append("system:authenticated")
        return user
    }
}

extension APIServer.Configuration {
    /// Knows users by bearer tokens, and by nothing else.
    package mutating func authenticate(tokens: any TokenAuthenticator) { authenticator.tokens = tokens }
}
