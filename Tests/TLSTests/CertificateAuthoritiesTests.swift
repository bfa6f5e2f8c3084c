import Glibc
import Synchronization
import Testing

@testable import TLS

struct CertificateAuthoritiesTests {
    private let now = Int64(time(nil))

    private func issuer(_ name: String) throws -> CertificateIssuer {
        try .selfSigned(commonName: name, validity: .seconds(600))
    }

    private func chain(_ issuer: CertificateIssuer) throws -> CertificateChain {
        let request = CertificateRequest(commonName: "jane", usages: [.client], validity: .seconds(300))
        return try CertificateChain(pem: issuer.issue(request).certificatePEM)
    }

    @Test func startsEmptyAndTakesAuthoritiesLater() throws {
        let authorities = try CertificateAuthorities()
        #expect(authorities.verifier == nil)
        let one = try issuer("one")
        authorities.replace(pem: one.pair.certificatePEM)
        #expect(authorities.generation == 1)
        #expect(try authorities.verifier?.verifyClient(chain(one), at: now).commonName == "jane")
    }

    @Test func keepsWhatItHasWhenTheNewTextIsBroken() throws {
        let notices = Mutex<[CertificateAuthorities.Notice]>([])
        let one = try issuer("one")
        let authorities = try CertificateAuthorities(pem: one.pair.certificatePEM) { notice in
            notices.withLock { $0.append(notice) }
        }
        authorities.replace(pem: Array("nothing".utf8))
        authorities.replace(pem: [])
        #expect(authorities.generation == 0)
        #expect(authorities.verifier != nil)
        let kept = CertificateAuthorities.Notice.kept(.missing(what: "certificate", source: "authorities"))
        #expect(notices.withLock { $0 } == [kept, kept])
    }

    @Test func readsAChangedFileAgain() throws {
        let folder = try TemporaryFolder()
        let file = folder.path + "/tls.crt"
        let (one, two) = (try issuer("one"), try issuer("two"))
        try folder.write(.pem(certificate: one.pair.certificatePEM, key: one.pair.privateKeyPEM))
        let authorities = try CertificateAuthorities(file: file)
        try folder.write(.pem(certificate: two.pair.certificatePEM, key: two.pair.privateKeyPEM))
        authorities.reload(file)
        #expect(authorities.pem == two.pair.certificatePEM)
        #expect(throws: TLSError.self) { try authorities.verifier?.verifyClient(chain(one), at: now) }
        unlink(file)
        authorities.reload(file)
        #expect(authorities.pem == two.pair.certificatePEM)
    }

    @Test func saysThatAFileHasNoCertificate() {
        #expect(throws: TLSError.missing(what: "certificate", source: "/dev/null")) {
            try CertificateAuthorities(file: "/dev/null")
        }
    }

    @Test func clientsHearWhoseCertificatesAreOfUse() throws {
        let (one, two) = (try issuer("one"), try issuer("two"))
        let first = try CertificateAuthorities(pem: one.pair.certificatePEM + one.pair.certificatePEM)
        let second = try CertificateAuthorities()
        let server = try TLSContext.server(
            identity: TestAuthority.serverIdentity(),
            options: TLSServerOptions(clientAuthorities: [first, second])
        )
        #expect(try offered(by: server) == ["/CN=one"])
        second.replace(pem: two.pair.certificatePEM)
        #expect(try offered(by: server) == ["/CN=one", "/CN=two"])
    }

    private func offered(by server: TLSContext) throws -> [String] {
        var pair = try TLSPair(server: server, client: .client(trust: .anyone))
        _ = pair.handshake()
        return pair.offeredAuthorities()
    }

    @Test func ciphersAreNamedAsInTheStandards() throws {
        var options = TLSServerOptions()
        try options.allow(cipherSuites: ["TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256"])
        #expect(options.cipherList == "ECDHE-ECDSA-AES128-GCM-SHA256")
        #expect(throws: TLSError.invalidName("TLS_NOTHING")) { try options.allow(cipherSuites: ["TLS_NOTHING"]) }
    }

    @Test func computesTheHMACOfRFC4231() {
        let key = Array("Jefe".utf8)
        let mac = Digest.hmacSHA256(Array("what do ya want for nothing?".utf8), key: key)
        #expect(Digest.hex(mac) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }
}
