internal import Synchronization
internal import TLS
internal import Transport

/// Knows the users whose certificates a CA signed (`--client-ca-file`): common name is the user, organisations are groups.
///
/// Any thread.
struct CertificateAuthenticator: RequestAuthenticator {
    private let certificates: VerifiedCertificates<AuthenticationAnswer>

    /// Makes an authenticator of whom to trust; `clock` is the time in Unix seconds.
    init(_ authorities: CertificateAuthorities, clock: @escaping @Sendable () -> Int64) {
        certificates = VerifiedCertificates(authorities, clock: clock, read: Self.answer)
    }

    func authenticate(_ context: RequestContext) async -> AuthenticationAnswer {
        guard let chain = context.request.peerCertificates else { return .noOpinion }
        return answer(to: chain)
    }

    /// Judges a chain.
    func answer(to chain: CertificateChain) -> AuthenticationAnswer {
        switch certificates.finding(for: chain) {
        case .noAuthorities: .noOpinion
        case .trusted(let answer): answer
        case .untrusted(let reason): .failed(reason: "x509: " + reason)
        }
    }

    /// Source: apiserver `x509.CommonNameUserConversion`.
    private static func answer(_ identity: CertificateIdentity) -> AuthenticationAnswer {
        guard !identity.commonName.isEmpty else { return .noOpinion }
        guard identity.uids.count <= 1, identity.uids.first != "" else {
            return .failed(reason: "x509: the subject must have at most one UID, and none that is empty")
        }
        let user = UserInfo(
            name: identity.commonName,
            uid: identity.uids.first ?? "",
            groups: identity.organizations,
            extra: ["authentication.kubernetes.io/credential-id": ["X509SHA256=" + identity.fingerprint]]
        )
        return .user(Authenticator.known(user))
    }
}
