internal import Project
internal import TLS

/// The throw-away certificates of one `run local`.
///
/// A CA whose key is never written, the server's certificate, and the client certificate of a user who may do
/// everything.
struct LocalCredentials {
    /// Certificate of the CA.
    let authority: [UInt8]
    let server: CertificateKeyPair
    let admin: CertificateKeyPair

    private static let validity = Duration.seconds(30 * 24 * 3_600)

    /// Makes new ones.
    static func make() throws(Problems) -> LocalCredentials {
        do {
            let issuer = try CertificateIssuer.selfSigned(commonName: "apiserver-boot local CA", validity: validity)
            let server = try issuer.issue(
                CertificateRequest(
                    commonName: "apiserver",
                    dnsNames: ["localhost"],
                    ipAddresses: ["127.0.0.1", "::1"],
                    usages: [.server],
                    validity: validity
                )
            )
            let admin = try issuer.issue(
                CertificateRequest(
                    commonName: "admin",
                    organizations: ["system:masters"],
                    usages: [.client],
                    validity: validity
                )
            )
            return LocalCredentials(authority: issuer.pair.certificatePEM, server: server, admin: admin)
        } catch {
            throw Problems(Problem("AB5004", "certificates cannot be made: \(error)", status: .failure))
        }
    }
}
