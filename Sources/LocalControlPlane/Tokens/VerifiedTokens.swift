internal import APIServer
internal import Synchronization

/// Remembers whose signature was found good, since finding out costs more than everything else about a request.
///
/// What the claims say is judged anew each time. Tokens are kept as they are: whoever could read them here could as well
/// read the key that signs them. Any thread.
final class VerifiedTokens: Sendable {
    /// What a token says.
    struct Known: Sendable {
        let claims: ServiceAccountClaims
        /// Whom the claims describe.
        let user: UserInfo
    }

    private let known = Mutex<[String: Known]>([:])

    private static let capacity = 1024

    /// What a token says; `read` verifies one that is not known.
    func known<Failure: Error>(
        _ token: String,
        _ read: () throws(Failure) -> ServiceAccountClaims
    ) throws(Failure) -> Known {
        if let known = known.withLock({ $0[token] }) { return known }
        let claims = try read()
        let new = Known(claims: claims, user: claims.user)
        known.withLock { known in
            if known.count >= Self.capacity { known.removeAll(keepingCapacity: true) }
            known[token] = new
        }
        return new
    }
}
