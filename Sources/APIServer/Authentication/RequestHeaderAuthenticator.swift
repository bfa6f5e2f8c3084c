internal import TLS
internal import Telemetry
internal import Transport

/// Believes a front proxy, known by its certificate, who the caller is.
///
/// Without such a certificate the header fields mean nothing.
/// Source: apiserver `headerrequest`.
struct RequestHeaderAuthenticator: RequestAuthenticator {
    /// Which fields to read; changes when the cluster's ConfigMap does.
    ///
    /// Nil while nobody is to be believed.
    let configuration: Locked<RequestHeaderConfiguration?>
    private let proxies: VerifiedCertificates<String>

    /// - Parameters:
    ///   - authorities: who signs the certificates of proxies.
    ///   - configuration: which fields to read, shared with whoever changes it.
    ///   - clock: the time in Unix seconds.
    init(
        _ authorities: CertificateAuthorities,
        configuration: Locked<RequestHeaderConfiguration?>,
        clock: @escaping @Sendable () -> Int64
    ) {
        self.configuration = configuration
        proxies = VerifiedCertificates(authorities, clock: clock, read: \.commonName)
    }

    func authenticate(_ context: RequestContext) async -> AuthenticationAnswer {
        guard let chain = context.request.peerCertificates else { return .noOpinion }
        return answer(to: chain, context.request.headers)
    }

    /// Judges the certificate, then reads the fields.
    func answer(to chain: CertificateChain, _ headers: HTTPHeaders) -> AuthenticationAnswer {
        guard let configuration = configuration.withLock({ $0 }) else { return .noOpinion }
        switch proxies.finding(for: chain) {
        case .noAuthorities:
            return .noOpinion
        case .untrusted(let reason):
            return .failed(reason: "front proxy: " + reason)
        case .trusted(let name):
            guard configuration.allowedNames.isEmpty || configuration.allowedNames.contains(name) else {
                return .failed(reason: "x509: subject with cn=\(name) is not in the allowed list")
            }
            return configuration.user(in: headers).map(AuthenticationAnswer.user) ?? .noOpinion
        }
    }
}
