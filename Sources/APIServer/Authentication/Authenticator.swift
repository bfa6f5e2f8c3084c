internal import EventLoop
internal import TLS
internal import Transport

/// What the credentials of a request say.
enum AuthenticationOutcome: Sendable, Equatable {
    case user(UserInfo)
    /// There was no credential.
    case anonymous
    /// There was one, and it is wrong.
    case refused
}

/// Reads client certificates and bearer tokens, also those among the subprotocols of a WebSocket.
///
/// The first that holds wins; a wrong one never makes somebody anonymous.
struct Authenticator: Sendable {
    var certificates: CertificateAuthenticator?
    var tokens: TokenFile?

    func authenticate(_ context: RequestContext) async -> AuthenticationOutcome {
        var wasRefused = false
        if let chain = context.request.peerCertificates {
            if let user = certificates?.user(presenting: chain) { return .user(Self.known(user)) }
            wasRefused = true
        }
        switch BearerToken(context.request.headers["authorization"]) {
        case .token(let token):
            if let user = tokens?.user(holding: token) { return .user(Self.known(user)) }
            wasRefused = true
        case .extraSpace:
            context.warn(
                "the provided Authorization header contains extra space before the bearer token, and is ignored"
            )
        case .none:
            break
        }
        switch WebSocketToken(context.request.headers) {
        case .token(let token, let remaining):
            if let user = tokens?.user(holding: token) {
                context.offer(remaining)
                return .user(Self.known(user))
            }
            wasRefused = true
        case .malformed: wasRefused = true
        case .none: break
        }
        return wasRefused ? .refused : .anonymous
    }

    /// Everybody who is known is in `system:authenticated`.
    private static func known(_ user: UserInfo) -> UserInfo {
        guard !user.groups.contains("system:authenticated"), user.name != UserInfo.anonymous.name else { return user }
        var user = user
        user.groups.append("system:authenticated")
        return user
    }
}

/// The token of an `Authorization` header.
///
/// Source: apiserver `bearertoken`: the scheme in any case, one space, text after the token is ignored.
enum BearerToken: Sendable, Equatable {
    case token(String)
    /// Two spaces before the token: ignored, with a warning.
    case extraSpace
    case none

    init(_ header: String?) {
        let parts = (header ?? "").split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0].lowercased() == "bearer" else {
            self = .none
            return
        }
        if parts[1].isEmpty {
            self = parts.count > 2 && !parts[2].isEmpty ? .extraSpace : .none
        } else {
            self = .token(String(parts[1]))
        }
    }
}
