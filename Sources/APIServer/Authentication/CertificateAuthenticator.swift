internal import EventLoop
internal import Synchronization
internal import TLS

/// Knows the users whose certificates a CA signed (`--client-ca-file`): common name is the user, organisations are groups.
///
/// Verifying costs about 0.1 ms, so what was found is kept per certificate for a while. Any thread.
final class CertificateAuthenticator: Sendable {
    private let verifier: CertificateVerifier
    private let clock: @Sendable () -> Int64
    private let known = Mutex<[[[UInt8]]: Entry]>([:])

    private struct Entry {
        let user: UserInfo?
        let until: Int64
    }

    private static let keptSeconds: Int64 = 60
    private static let keptEntries = 1024

    /// Makes an authenticator of what verifies; `clock` is the time in Unix seconds.
    init(verifier: CertificateVerifier, clock: @escaping @Sendable () -> Int64) {
        self.verifier = verifier
        self.clock = clock
    }

    /// The user that a chain stands for, nil if it is not to be trusted.
    func user(presenting chain: CertificateChain) -> UserInfo? {
        let now = clock()
        if let entry = known.withLock({ $0[chain.certificates] }), entry.until > now { return entry.user }
        let user = verify(chain, at: now)
        known.withLock { known in
            if known.count >= Self.keptEntries { known.removeAll(keepingCapacity: true) }
            known[chain.certificates] = Entry(user: user, until: now + Self.keptSeconds)
        }
        return user
    }

    private func verify(_ chain: CertificateChain, at now: Int64) -> UserInfo? {
        guard let identity = try? verifier.verifyClient(chain, at: now), !identity.commonName.isEmpty else {
            return nil
        }
        return UserInfo(
            name: identity.commonName,
            uid: identity.uid ?? "",
            groups: identity.organizations,
            extra: ["authentication.kubernetes.io/credential-id": ["X509SHA256=" + identity.fingerprint]]
        )
    }
}
