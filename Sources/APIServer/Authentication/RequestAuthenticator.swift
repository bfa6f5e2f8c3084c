/// What one way of authenticating says about a request.
///
/// Source: apiserver `authenticator.Request`: a user, nothing, or an error.
package enum AuthenticationAnswer: Sendable, Equatable {
    /// The credential holds.
    case user(UserInfo)
    /// There is no credential of this kind.
    case noOpinion
    /// There is one and it does not hold, or nobody could tell; the reason is for the log alone.
    case failed(reason: String)
}

/// One way of finding out who makes a request.
protocol RequestAuthenticator: Sendable {
    /// Judges the credentials of one kind.
    ///
    /// Runs on the connection's loop.
    func authenticate(_ context: RequestContext) async -> AuthenticationAnswer
}

/// Knows the users that bearer tokens stand for.
package protocol TokenAuthenticator: Sendable {
    /// Judges a token; `noOpinion` if it is not one of these.
    func authenticate(token: String) async -> AuthenticationAnswer
}

/// Several kinds of tokens, asked in order.
struct TokenAuthenticators: TokenAuthenticator {
    let all: [any TokenAuthenticator]

    func authenticate(token: String) async -> AuthenticationAnswer {
        var reasons: [String] = []
        for one in all {
            switch await one.authenticate(token: token) {
            case .user(let user): return .user(user)
            case .noOpinion: continue
            case .failed(let reason): reasons.append(reason)
            }
        }
        return reasons.isEmpty ? .noOpinion : .failed(reason: reasons.joined(separator: ", "))
    }
}
