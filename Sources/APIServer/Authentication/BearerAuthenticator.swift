internal import Transport

/// Reads `Authorization: Bearer <token>`.
struct BearerAuthenticator: RequestAuthenticator {
    let tokens: any TokenAuthenticator

    func authenticate(_ context: RequestContext) async -> AuthenticationAnswer {
        switch BearerToken(context.request.headers["authorization"]) {
        case .token(let token):
            let answer = await tokens.authenticate(token: token)
            return answer == .noOpinion ? .failed(reason: "invalid bearer token") : answer
        case .extraSpace:
            context.warn(
                "the provided Authorization header contains extra space before the bearer token, and is ignored"
            )
            return .noOpinion
        case .none:
            return .noOpinion
        }
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
        guard let header else {
            self = .none
            return
        }
        // By bytes: tokens are long, and every request brings one.
        let parts = header.utf8.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, Substring(parts[0]).lowercased() == "bearer" else {
            self = .none
            return
        }
        if parts[1].isEmpty {
            self = parts.count > 2 && !parts[2].isEmpty ? .extraSpace : .none
        } else {
            self = .token(String(Substring(parts[1])))
        }
    }
}
