internal import Synchronization
internal import TLS

/// Remembers whose signature was found good, since finding out costs more than everything else about a request.
///
/// What the claims say is judged anew each time. Tokens themselves are not kept. Any thread.
final class VerifiedTokens: Sendable {
    private let known = Mutex<[[UInt8]: ServiceAccountClaims]>([:])

    private static let capacity = 1024

    /// The claims of a token; `read` verifies one that is not known.
    func claims(of token: String, _ read: () -> ServiceAccountClaims?) -> ServiceAccountClaims? {
        let key = Digest.sha256(Array(token.utf8))
        if let claims = known.withLock({ $0[key] }) { return claims }
        guard let claims = read() else { return nil }
        known.withLock { known in
            if known.count >= Self.capacity { known.removeAll(keepingCapacity: true) }
            known[key] = claims
        }
        return claims
    }
}
