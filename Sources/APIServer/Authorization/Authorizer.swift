/// Whether somebody may do something.
package enum AuthorizationDecision: Sendable, Equatable {
    case allow
    /// Final: nobody else is asked. With a reason for the person, mostly empty.
    case deny(reason: String)
    /// Somebody else may allow it; if nobody does, it is refused. With a reason for the person, mostly empty.
    case noOpinion(reason: String)
    /// No opinion because the question could not be answered; if nobody allows it, that is a failure of the server.
    case failed(error: String)
}

/// Decides whether somebody may do something.
package protocol Authorizer: Sendable {
    /// Decides; runs on the connection's loop.
    func authorize(_ attributes: AuthorizationAttributes) async -> AuthorizationDecision
}

/// Asks several authorizers in order until one has an opinion.
///
/// Source: apiserver `authorizer/union`.
struct AuthorizerUnion: Authorizer {
    let all: [any Authorizer]

    /// What a server without a cluster answers by: masters may do everything, others read discovery.
    static let standard = AuthorizerUnion(all: [PrivilegedGroups(), AlwaysAllowPaths(), DefaultRoles()])

    func authorize(_ attributes: AuthorizationAttributes) async -> AuthorizationDecision {
        var reasons: [String] = []
        var errors: [String] = []
        for one in all {
            switch await one.authorize(attributes) {
            case .allow: return .allow
            case .deny(let reason): return .deny(reason: reason)
            case .noOpinion(let reason): if !reason.isEmpty { reasons.append(reason) }
            case .failed(let error): errors.append(error)
            }
        }
        guard errors.isEmpty else { return .failed(error: errors.joined(separator: ", ")) }
        return .noOpinion(reason: reasons.joined(separator: "\n"))
    }
}
