import Glibc
import Project
import TLS
import Testing

@testable import LocalControlPlane

struct CertificateListTests {
    private static let now: Int64 = 1_800_000_000

    private func certificate(_ name: String, at start: Int64 = now) throws -> String {
        let issuer = try CertificateIssuer.selfSigned(commonName: name, validity: .seconds(86_400), at: start)
        return String(decoding: issuer.pair.certificatePEM, as: UTF8.self)
    }

    @Test
    func hasEachCertificateOnceAndTheNewOnesFirst() throws {
        let (one, two) = (try certificate("one"), try certificate("two"))
        #expect(CertificateList.union(one, "", at: Self.now) == one)
        #expect(CertificateList.union("", one, at: Self.now) == one)
        #expect(CertificateList.union(two, one + two, at: Self.now) == two + one)
        #expect(CertificateList.union(one, "# a note\r\n" + one + "\n\n" + two, at: Self.now) == one + two)
    }

    @Test
    func forgetsWhatHasEnded() throws {
        let old = try certificate("old", at: Self.now - 2 * 86_400)
        let new = try certificate("new")
        #expect(CertificateList.union(new, old, at: Self.now) == new)
    }

    @Test
    func leavesOutWhatIsNoCertificate() throws {
        let one = try certificate("one")
        #expect(CertificateList.union(one, "-----BEGIN CERTIFICATE-----\nabc", at: Self.now) == one)
    }
}
