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

    private static let usual = Array("Bearer ".utf8)

    init(_ header: String?) {
        guard let header else {
            self = .none
            return
        }
        // The usual form at once: tokens are long, and every request brings one.
        if header.utf8.starts(with: Self.usual) {
            let rest = header.utf8.dropFirst(Self.usual.count)
            if rest.first != UInt8(ascii: " "), !rest.isEmpty, rest.firstIndex(of: UInt8(ascii: " ")) == nil {
                self = .token(String(Substring(rest)))
                return
            }
        }
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
