import Glibc
import Testing

@testable import TLS

@Suite struct CertificateVerifierTests {
    let now = Int64(time(nil))

    private func verifier() throws -> CertificateVerifier {
        try CertificateVerifier(pemBytes: TestAuthority.issuer.get().pair.certificatePEM)
    }

    @Test func readsTheSubject() throws {
        let pair = try TestAuthority.clientPair("bea")
        let chain = try CertificateChain(pem: pair.certificatePEM)
        let identity = try verifier().verifyClient(chain, at: now)
        #expect(identity.commonName == "bea")
        #expect(identity.organizations == ["keepers", "system:masters"])
        #expect(identity.uids == ["42"])
        #expect(identity.serialNumber.utf8.count == 32)
        #expect(identity.fingerprint == Digest.hex(Digest.sha256(chain.certificates[0])))
        #expect((identity.notAfter - now - 600).magnitude <= 2)
        #expect(try identity == CertificateIdentity(pem: pair.certificatePEM))
    }

    @Test func refusesExpiredCertificates() throws {
        let chain = try CertificateChain(pem: TestAuthority.clientPair().certificatePEM)
        #expect(throws: TLSError.untrusted(reason: "certificate has expired")) {
            try verifier().verifyClient(chain, at: now + 700)
        }
        #expect(throws: TLSError.untrusted(reason: "certificate is not yet valid")) {
            try verifier().verifyClient(chain, at: now - 3_000)
        }
    }

    @Test func refusesServerCertificates() throws {
        guard case .pem(let certificate, _) = try TestAuthority.serverIdentity() else { return }
        let chain = try CertificateChain(pem: certificate)
        #expect(throws: TLSError.untrusted(reason: "unsuitable certificate purpose")) {
            try verifier().verifyClient(chain, at: now)
        }
    }

    @Test func refusesOtherAuthorities() throws {
        let other = try CertificateIssuer.selfSigned(commonName: "test-ca", validity: .seconds(60))
        let pair = try other.issue(CertificateRequest(commonName: "eve", usages: [.client], validity: .seconds(60)))
        let chain = try CertificateChain(pem: pair.certificatePEM)
        #expect(throws: TLSError.self) { try verifier().verifyClient(chain, at: now) }
    }

    @Test func refusesWhatIsNoCertificate() throws {
        #expect(throws: TLSError.untrusted(reason: "not a certificate")) {
            try verifier().verifyClient(CertificateChain(certificates: [[1, 2, 3]]), at: now)
        }
        #expect(throws: TLSError.missing(what: "certificate", source: "authorities")) {
            try CertificateVerifier(pemBytes: Array("nothing".utf8))
        }
    }

    @Test func opensAnAuthorityAgain() throws {
        let opened = try CertificateIssuer.opened(TestAuthority.issuer.get().pair)
        let pair = try opened.issue(CertificateRequest(commonName: "bo", usages: [.client], validity: .seconds(60)))
        let identity = try verifier().verifyClient(CertificateChain(pem: pair.certificatePEM), at: now)
        #expect(identity.commonName == "bo")
    }

    @Test(arguments: ["a,DNS:evil", "", "a b"])
    func refusesNamesThatAreNone(_ name: String) throws {
        let request = CertificateRequest(
            commonName: "x",
            dnsNames: [name],
            usages: [.server],
            validity: .seconds(60)
        )
        #expect(throws: TLSError.invalidName(name)) { try TestAuthority.issuer.get().issue(request) }
    }
}
